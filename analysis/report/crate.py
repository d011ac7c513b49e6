"""A report as a research object: its inputs, its software and each of its files, in `ro-crate-metadata.json`."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
from importlib.metadata import metadata, requires, version
from pathlib import Path, PurePosixPath
from typing import Any

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from analysis.article.loading import find
from analysis.project import NAME, release
from analysis.reading import Reading, annotations, datapackage, spreadsheets
from analysis.reading.schema import COLUMNS
from analysis.reading.writers import write_whole
from analysis.report.notebooks import CHAPTERS, NOTEBOOKS

FILE = "ro-crate-metadata.json"
SPECIFICATION = "1.1"
"""The version of RO-Crate that the profile extends."""
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
RELEASED = "2026-11-30"
"""The date of this version of the software, which is the crate's: the same article gives the same bytes on any day."""

_SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256"
_LICENSE = "https://spdx.org/licenses/MIT"

_FORMATS = {
    ".csv": "text/csv",
    ".htm": "text/html",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MEANINGS = {
    annotations.FILE: "The figures, sources and hedges as Web Annotations on the article's text",
    datapackage.FILE: "The tables described as a Frictionless data package: each column's type and meaning",
    spreadsheets.WORKBOOK: "All tables in one workbook, a sheet for each",
    "report.html": "The report: one page that needs no network",
}


def write_crate(
    folder: str | os.PathLike[str], reading: Reading, parameters: dict[str, Any], article: str | os.PathLike[str]
) -> None:
    """Describe the report in `folder`, including the charts in `folder`/figures, in `ro-crate-metadata.json` there.

    An RO-Crate 1.1 of the profile Process Run Crate 0.5, with the SHA-256 of every input and output. The charts are
    described at the place where they will be published, `../../figures/<article>`. `parameters` are those that the
    executed notebooks show; `article` is the path that was read, looked up as `load` does. Names no time, person or
    machine, so that the same article gives the same bytes. Raises `InputError` where it cannot be written.
    """
    folder, article_id = Path(folder), reading.article.article_id
    crate = ROCrate(version=SPECIFICATION)
    crate.metadata.extra_terms["sha256"] = _SHA256
    notebooks = _notebooks(crate)
    action = _add(
        crate,
        "#report",
        "CreateAction",
        name=f"Making the report of {article_id}",
        description=shlex.join(["python", "-m", "analysis", "report", parameters["article"]]),
        instrument=_software(crate),
        object=[*_inputs(crate, reading, find(Path(article))), *notebooks.values(), *_parameters(crate, parameters)],
        result=[*_files(crate, folder, notebooks), *_charts(crate, folder, article_id)],
    )
    crate.name = f"Who says how many: {reading.article.title or article_id}"
    crate.description = "The figures of one news article: who says each one, how firmly, and whether they agree."
    crate.datePublished = RELEASED
    crate.license = _add(
        crate,
        _LICENSE,
        "CreativeWork",
        name="MIT License",
        description="For the notebooks, tables, charts and the page; the article's own words remain its publisher's.",
    )
    crate.root_dataset["conformsTo"] = _add(
        crate, PROFILE, "CreativeWork", name="Process Run Crate", version=PROFILE.rpartition("/")[2]
    )
    crate.root_dataset["mentions"] = action
    # In ASCII, which shows characters that an article's title may hide.
    write_whole(folder / FILE, json.dumps(crate.metadata.generate(), indent=1, sort_keys=True) + "\n")


def _add(crate: ROCrate, identifier: str, kind: str, **properties: Any) -> ContextEntity:
    known = {name: value for name, value in properties.items() if value is not None}
    return crate.add(ContextEntity(crate, identifier, {"@type": kind, **known}))


def _software(crate: ROCrate) -> ContextEntity:
    """Add the project with its direct dependencies, in the versions installed, and the supported Pythons."""
    names = sorted(re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in requires(NAME) or () if "extra ==" not in line)
    packages = [
        _add(
            crate,
            f"https://pypi.org/project/{name}/{version(name)}/",
            "SoftwareApplication",
            name=name,
            softwareVersion=version(name),
            url=f"https://pypi.org/project/{name}/",
        )
        for name in names
    ]
    python = _add(
        crate,
        "https://www.python.org/",
        "SoftwareApplication",
        name="Python",
        softwareVersion=metadata(NAME)["Requires-Python"],
        url="https://www.python.org/",
    )
    return _add(
        crate,
        f"#{NAME}",
        "SoftwareApplication",
        name=NAME,
        softwareVersion=release(),
        softwareRequirements=[python, *packages],
    )


def _inputs(crate: ROCrate, reading: Reading, article: Path) -> list[Any]:
    """Add the article's file and the corrections that were applied, if any; neither is copied into the crate."""
    known = {"description": "The article", "headline": reading.article.title, "url": reading.article.address}
    inputs = [_add(crate, "#article", "CreativeWork", **known, **_file(article))]
    if reading.article.corrections is not None:
        corrections = _file(Path(reading.article.corrections.name))
        description = "What a person corrected in the tables, with reasons"
        inputs.append(_add(crate, "#corrections", "CreativeWork", description=description, **corrections))
    return inputs


def _notebooks(crate: ROCrate) -> dict[str, Any]:
    """Add the notebooks as they are before execution; return them by file name."""
    entities = {}
    for chapter in CHAPTERS:
        properties = _file(NOTEBOOKS / f"{chapter}.ipynb")
        place = f"{NOTEBOOKS.name}/{properties['name']}"
        entities[properties["name"]] = _add(crate, f"#{place}", "CreativeWork", **properties | {"name": place})
    return entities


def _parameters(crate: ROCrate, parameters: dict[str, Any]) -> list[Any]:
    return [
        _add(crate, f"#parameter-{name}", "PropertyValue", name=name, value=value)
        for name, value in sorted(parameters.items())
    ]


def _files(crate: ROCrate, folder: Path, notebooks: dict[str, Any]) -> list[Any]:
    """Add every file of the report but the charts, in the order of their names."""
    entities = []
    for path in _paths(folder):
        place = PurePosixPath(path.relative_to(folder).as_posix())
        if place.parts[0] in ("figures", FILE):
            continue
        properties = _file(path) | {"name": str(place), "description": _meaning(place)}
        if place.name in notebooks:
            properties["isBasedOn"] = notebooks[place.name]
        entities.append(crate.add_file(path, str(place), properties=properties))
    return entities


def _charts(crate: ROCrate, folder: Path, article_id: str) -> list[Any]:
    """Add the charts, which lie outside of the crate and are therefore none of its parts."""
    place, description = f"../../figures/{article_id}", "A chart of the report"
    return [
        _add(crate, f"{place}/{path.name}", "CreativeWork", **_file(path), description=description)
        for path in _paths(folder / "figures")
    ]


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _file(path: Path) -> dict[str, str]:
    content = path.read_bytes()
    return {
        "name": path.name,
        "encodingFormat": _FORMATS.get(path.suffix.lower(), "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _meaning(place: PurePosixPath) -> str:
    if place.suffix == ".ipynb":
        return "The notebook, executed"
    if place.stem in COLUMNS:
        return f"The table {place.stem}: {', '.join(column for column, _, _ in COLUMNS[place.stem])}"
    return _MEANINGS.get(place.name, "A file of the report")
