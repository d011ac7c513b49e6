"""Remake the seed's report and compare it with the committed one: `python -m analysis.report.reproduction`.

Runs in the project's folder, as `make reproduce` does.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from xml.etree import ElementTree

from analysis.article import InputError
from analysis.report.crate import FILE as CRATE

ARTICLE = Path("seeds/secret-deployment.txt")
PLACES = (Path("reports") / ARTICLE.stem, Path("figures") / ARTICLE.stem)
_SCRATCH = Path(".reproduced")

# In the order of making: the first file that differs is the nearest to the cause.
_ORDER = (".parquet", ".csv", ".json", ".svg", ".ipynb", ".html")
_WIDTH = 100

Part = tuple[str, str]
"""A place in a file, in words, and its content."""


def main() -> int:
    """Remake the report in a scratch folder and print which files differ; return 0 where none does."""
    from analysis.report import NotebookError, make_report

    shutil.rmtree(_SCRATCH, ignore_errors=True)
    try:
        make_report(ARTICLE, _SCRATCH)
    except (InputError, NotebookError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    verdicts = compare(Path(), _SCRATCH)
    for path, verdict in verdicts.items():
        print(f"{verdict:8} {path}")
    if set(verdicts.values()) == {"same"}:
        shutil.rmtree(_SCRATCH)
        print("The same bytes.")
        return 0
    differing = [path for path, verdict in verdicts.items() if verdict == "differs"]
    if differing:
        print(f"\n{differing[0]}, {difference(differing[0], _SCRATCH / differing[0])}")
    print(f"\nWhat was made now is in {_SCRATCH}", file=sys.stderr)
    return 1


def compare(committed: Path, remade: Path) -> dict[Path, str]:
    """Return for each file of a report `same`, `differs`, `missing` (not made again) or `extra` (not committed)."""
    ours, made = _files(committed), _files(remade)
    verdicts = dict.fromkeys(ours - made, "missing") | dict.fromkeys(made - ours, "extra")
    for path in ours & made:
        is_same = (committed / path).read_bytes() == (remade / path).read_bytes()
        verdicts[path] = "same" if is_same else "differs"
    return {path: verdicts[path] for path in sorted(verdicts, key=_nearness)}


def difference(committed: Path, remade: Path) -> str:
    """Return the first place where two files differ, and what either has there."""
    for part, part_remade in zip_longest(_parts(committed), _parts(remade), fillvalue=("the end", "")):
        if part != part_remade:
            place = part[0] if part[0] == part_remade[0] else f"{part[0]} (now {part_remade[0]})"
            return "\n".join([place, *_excerpts(part[1], part_remade[1])])
    offset = _first_difference(committed.read_bytes(), remade.read_bytes())
    return f"byte {offset}: the same content, written in another way"


def _first_difference(committed: Sequence[object], remade: Sequence[object]) -> int:
    """Return the first index where two sequences differ, 0 where none does."""
    pairs = enumerate(zip_longest(committed, remade))
    return next((index for index, (element, element_remade) in pairs if element != element_remade), 0)


def _files(folder: Path) -> set[Path]:
    paths = (path for place in PLACES for path in (folder / place).rglob("*") if path.is_file())
    relative = {path.relative_to(folder) for path in paths}
    return {path for path in relative if not any(part.startswith(".") for part in path.parts)}


def _nearness(path: Path) -> tuple[bool, int, Path]:
    """Sort by the order of making; the crate, which holds the hashes of all other files, comes last."""
    return path.name == CRATE, (_ORDER.index(path.suffix) if path.suffix in _ORDER else len(_ORDER)), path


def _excerpts(committed: str, remade: str) -> list[str]:
    """Return both texts from shortly before the first character that differs."""
    start = max(0, _first_difference(committed, remade) - _WIDTH // 4)
    excerpts = [("… " if start else "") + text[start : start + _WIDTH] for text in (committed, remade)]
    return [f"  committed: {excerpts[0]!r}", f"  made now:  {excerpts[1]!r}"]


def _parts(path: Path) -> Iterator[Part]:
    form = {".ipynb": _cells, ".csv": _rows, ".parquet": _columns, ".svg": _elements}.get(path.suffix, _lines)
    try:
        yield from form(path)
    except (ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
        yield f"as {path.suffix} unreadable", f"{error}"


def _cells(path: Path) -> Iterator[Part]:
    notebook = json.loads(path.read_text("utf-8"))
    for number, cell in enumerate(notebook.pop("cells"), start=1):
        for place, output in enumerate(cell.pop("outputs", []), start=1):
            for kind, content in (output.pop("data", None) or {"text": output.pop("text", "")}).items():
                yield f"cell {number}, output {place}, {kind}", _joined(content)
            yield f"cell {number}, output {place}", json.dumps(output)
        yield f"cell {number}, source", _joined(cell.pop("source"))
        yield f"cell {number}", json.dumps(cell)
    yield "metadata", json.dumps(notebook)


def _joined(content: object) -> str:
    if isinstance(content, list):
        return "".join(content)
    return content if isinstance(content, str) else json.dumps(content)


def _rows(path: Path) -> Iterator[Part]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    yield "header", ",".join(header)
    for number, row in enumerate(rows, start=1):
        for name, value in zip(header, row, strict=True):
            yield f"row {number}, column {name}", value


def _columns(path: Path) -> Iterator[Part]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        yield "schema", str(file.schema_arrow)
        for number, row in enumerate(file.read().to_pylist(), start=1):
            for name, value in row.items():
                yield f"row {number}, column {name}", repr(value)
        yield "its writer", file.metadata.created_by


def _elements(path: Path) -> Iterator[Part]:
    def walk(element: ElementTree.Element, place: str) -> Iterator[Part]:
        yield f"element {place}", json.dumps(element.attrib, ensure_ascii=False)
        yield f"text in {place}", (element.text or "").strip()
        for number, child in enumerate(element, start=1):
            name = child.tag.rpartition("}")[2]
            yield from walk(child, f"{place} > {name}" + (f"#{child.get('id')}" if child.get("id") else f"[{number}]"))

    yield from walk(ElementTree.parse(path).getroot(), "svg")


def _lines(path: Path) -> Iterator[Part]:
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        yield f"line {number}", line


if __name__ == "__main__":
    sys.exit(main())
