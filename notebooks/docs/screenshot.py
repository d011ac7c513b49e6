"""The picture of the seed's report in the README: `python notebooks/docs/screenshot.py`, after a change of the page.

Chromium is found as in the tests; the picture has as few colours as the page needs.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
REPORT = DOCS.parents[1] / "reports" / "secret-deployment" / "report.html"
WIDTH, HEIGHT = 1100, 1240


def screenshot() -> bytes:
    """The top of the report as a PNG."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(REPORT.as_uri())
        picture = page.screenshot()
        browser.close()
    output = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(64).save(output, "PNG", optimize=True)
    return output.getvalue()


if __name__ == "__main__":
    (DOCS / "pages" / "report.png").write_bytes(screenshot())
