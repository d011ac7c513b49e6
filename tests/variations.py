"""The seed's report under other circumstances, compared byte by byte with one made under the usual ones.

python tests/variations.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.report.reproduction import ARTICLE, compare, difference

ROOT = Path(__file__).parents[1]


class Variation(NamedTuple):
    """What is other than usual: the environment, the permissions of new files, the cores, what a kernel did before."""

    environment: Mapping[str, str] = {}
    umask: int = 0o022
    cores: int | None = None
    earlier: bool = False


VARIATIONS = {
    "once more": Variation(),
    "time zone": Variation({"TZ": "Pacific/Kiritimati"}),
    "language": Variation({"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "no language": Variation({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "hash seed": Variation({"PYTHONHASHSEED": "1"}),
    "another hash seed": Variation({"PYTHONHASHSEED": "4294967295"}),
    "umask": Variation(umask=0o077),
    "user": Variation({"USER": "someone", "LOGNAME": "someone", "HOSTNAME": "elsewhere"}),
    "terminal": Variation({"TERM": "dumb", "COLUMNS": "40", "LINES": "10", "NO_COLOR": "1"}),
    "one core": Variation(cores=1),
    "kernel of an earlier report": Variation(earlier=True),
}

# What a user has set up for other work.
SETTINGS = {
    ".ipython/profile_default/startup/00.py": "import pandas; pandas.set_option('display.max_rows', 2)",
    ".ipython/profile_default/ipython_kernel_config.py": "c.InlineBackend.figure_formats = {'png'}",
    ".config/matplotlib/matplotlibrc": "axes.facecolor: red\nfont.family: monospace\nsvg.fonttype: path\n",
    ".jupyter/jupyter_nbconvert_config.py": "c.HTMLExporter.theme = 'dark'",
}


def report(folder: Path, variation: Variation) -> Path:
    """Make the seed's report from within `folder`, into which the article is copied, and return where it lies."""
    (folder / ARTICLE).parent.mkdir(parents=True)
    shutil.copy(ROOT / ARTICLE, folder / ARTICLE)
    program = (
        "from analysis.report import Kernel, make_report\n"
        "with Kernel() as kernel:\n"
        f" for output in {['earlier'] * variation.earlier + ['made']}:\n"
        f"  make_report({str(ARTICLE)!r}, output, kernel=kernel)"
    )

    def restrict() -> None:
        if variation.cores:
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: variation.cores])

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "XDG_"))}
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)} | variation.environment, umask=variation.umask,
        preexec_fn=restrict, check=True,
    )  # fmt: skip
    return folder / "made"


def home(folder: Path) -> str:
    """A home full of settings."""
    for name, text in SETTINGS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return str(folder)


def main() -> int:
    """Make every variation, each in a folder of its name; 0 where all are the same."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        variations = VARIATIONS | {
            "home with settings": Variation({"HOME": home(scratch / "home")}),
            "empty home": Variation({"HOME": str(scratch / "nothing yet")}),
            "a folder’s name with ‘%20’ and spaces": Variation(),
        }
        if not hasattr(os, "sched_setaffinity"):
            del variations["one core"]
        usual = report(scratch / "usual", Variation())
        differing = []
        for case, variation in variations.items():
            made = report(scratch / case, variation)
            others = [path for path, verdict in compare(usual, made).items() if verdict != "same"]
            print(f"{'differs' if others else 'same':8} {case}", flush=True)
            for path in others[:1]:
                both = (usual / path).exists() and (made / path).exists()
                print(f"{path}, {difference(usual / path, made / path) if both else 'in one of them only'}", flush=True)
            differing += others
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
