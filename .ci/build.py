"""Puts into a wheel what lies beside the package, and into it and a source distribution their commit."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "analysis/checkout"
COPIED = ("notebooks/*.ipynb", "reports/methods/accuracy.json", "seeds/**/*")


class Build(BuildHookInterface):
    """Copies the project's files to `analysis/checkout`, and writes `commit` there; an editable wheel has neither."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatchling which files to add, and where."""
        if version == "editable":
            return
        added: dict[str, str] = build_data["force_include"]
        root = Path(self.root)
        if self.target_name == "wheel":
            files = (path for pattern in COPIED for path in root.glob(pattern) if path.is_file())
            added |= {str(path): f"{INSIDE}/{path.relative_to(root).as_posix()}" for path in files}
        if (root / ".git").exists():  # a source distribution has none, and its own `commit`
            commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=True)
            with NamedTemporaryFile("w", encoding="utf-8", delete=False) as file:
                file.write(commit.stdout)
            added[file.name] = f"{INSIDE}/commit"
            self._written = Path(file.name)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what `initialize` wrote."""
        if written := getattr(self, "_written", None):
            written.unlink()
