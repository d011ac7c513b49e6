"""A corpus in parts of a fixed number of articles, each with one Parquet file a table, complete or absent."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing, suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.article import InputError
from analysis.corpus.batches import Part
from analysis.corpus.columns import article_fields
from analysis.corpus.locking import locked
from analysis.corpus.plan import SETTINGS, read_plan, write_plan
from analysis.corpus.records import Rejected
from analysis.project import release
from analysis.reading.datapackage import FILE as DATAPACKAGE
from analysis.reading.datapackage import write_datapackage_of_parts
from analysis.reading.publishing import check_places, make_folders, publish, remove_empty, scratch, unwritable
from analysis.reading.schema import COLUMNS, schema
from analysis.reading.spreadsheets import PLAIN, WORKBOOK, Spreadsheets
from analysis.reading.writers import TableFiles

REJECTED = pa.schema(
    [
        pa.field("article_id", pa.string(), metadata={"description": "the article's id; null where it has none"}),
        pa.field("input", pa.string(), metadata={"description": "the file or archive that it stands in"}),
        pa.field("place", pa.string(), metadata={"description": "line, row or record; null: the whole file"}),
        pa.field("reason", pa.string(), metadata={"description": "why it has no tables"}),
    ]
)

# `articles` comes last: where a part has it, the part is complete.
TABLES = {"rejected": REJECTED} | {name: schema(name) for name in reversed(COLUMNS)}
"""The columns of each table."""


def tables_with(columns: Iterable[str]) -> dict[str, pa.Schema]:
    """`TABLES`, where `articles` has further columns of the input."""
    return TABLES | {"articles": pa.schema([*TABLES["articles"], *article_fields(columns)])}


_DIGEST, _HASHES = b"input", b"files"
_DAMAGE = (OSError, ValueError, KeyError, TypeError, pa.ArrowException)
_TEMPORARY = ".writing"
_LOCK = ".lock"
_PART = re.compile(r"part-\d{5,}\.parquet")
_IN_PARTS = "|".join(rf"{name}\.parquet" for name in TABLES)
_FILES = (SETTINGS, DATAPACKAGE, WORKBOOK, *(f"{name}.csv" for name in TABLES))
_OURS_BEFORE_THE_PLAN = re.compile(rf"\{_LOCK}|\.writing-.*|{_IN_PARTS}")
_OURS = re.compile(rf"{_OURS_BEFORE_THE_PLAN.pattern}|{'|'.join(map(re.escape, _FILES))}")
"""Names in a folder of parts: those of a run that was killed before it wrote its plan, and all."""


def software() -> str:
    """Return what the tables depend on beside the input: the version of this package, and the tables' schema."""
    columns = "\n".join(map(str, TABLES.values()))
    return f"{release()} (tables {sha256(columns.encode()).hexdigest()[:8]})"


def packed(rows: Mapping[str, list[dict[str, Any]]], digest: str, further: Iterable[str] = ()) -> dict[str, bytes]:
    """Return the Parquet file of each table of a part; that of the articles holds hashes of input and other files."""
    files: dict[str, bytes] = {}
    for name, columns in tables_with(further).items():
        metadata = {_DIGEST: digest}
        if name == "articles":
            metadata[_HASHES] = json.dumps({other: sha256(file).hexdigest() for other, file in files.items()})
        files[name] = _parquet(pa.Table.from_pylist(rows[name], columns.with_metadata(metadata)))
    return files


def _parquet(table: pa.Table) -> bytes:
    buffer = BytesIO()
    pq.write_table(table, buffer, write_page_checksum=True)
    return buffer.getvalue()


class PartsFolder:
    """The output folder: `<table>.parquet/part-00000.parquet` and so on, and `corpus.json`.

    A context manager, within whose block no other run writes there. The folder must be new, or hold parts made with the
    same `settings`, which are continued. A block that fails before its first part leaves nothing behind. Raises
    `InputError` where the folder holds anything else or cannot be written.
    """

    def __init__(self, folder: str | os.PathLike[str], settings: Mapping[str, Any]) -> None:
        self.folder = Path(folder)
        self._settings = {"software": software(), **settings}
        self._tables = tables_with(settings.get("columns", ()))

    def __enter__(self) -> PartsFolder:
        with ExitStack() as stack:
            try:
                if self.folder.is_dir():
                    self._check()
                stack.callback(remove_empty, make_folders(self.folder))
                stack.enter_context(locked(self.folder / _LOCK))
                check_places(self.folder, _FILES)
                plan = self._check()  # again: another run may have written meanwhile
                for path in self.folder.glob(f"*.parquet/*{_TEMPORARY}"):
                    path.unlink()
            except OSError as error:
                raise unwritable(self.folder, error) from None
            self._complete = plan.get("complete", False)
            if not plan:
                stack.callback(self._remove_plan)
                self._mark_incomplete()
            self._block = stack.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._block.__exit__(*error)

    def digest(self, part: Part) -> str:
        """Return the hash of a part's input and the settings."""
        return sha256((json.dumps(self._settings) + part.digest).encode()).hexdigest()

    def holds(self, part: Part) -> bool:
        """Tell whether every file of a part is complete; raise `InputError` where it was made from other input."""
        path = self._path("articles", part.number)
        try:
            content = path.read_bytes()
            with pq.ParquetFile(BytesIO(content), page_checksum_verification=True) as file:
                table, metadata = file.read(), file.metadata.metadata
            digest = metadata[_DIGEST].decode()
        except _DAMAGE:  # missing or truncated, to be made again
            return False
        if digest != self.digest(part):
            raise InputError(f"{path}: made from other input than is given now; give another output folder")
        try:
            hashes = json.loads(metadata[_HASHES])
            hashes_fit = all(
                sha256(self._path(name, part.number).read_bytes()).hexdigest() == hashes[name]
                for name in TABLES
                if name != "articles"
            )
            # No checksum covers a file's footer; but a whole file, read and written again, has the same bytes.
            is_whole = hashes_fit and _parquet(table) == content
            return is_whole and table.num_rows + self._rows("rejected", part.number) == part.count
        except _DAMAGE:
            return False

    def write(self, part: Part, files: Mapping[str, bytes]) -> None:
        """Write the files of a part under temporary names, and rename them when all are on the disk."""
        if self._complete:
            self._mark_incomplete()
        partial = {name: self._path(name, part.number).with_suffix(_TEMPORARY) for name in TABLES}
        try:
            for name, path in partial.items():
                path.parent.mkdir(exist_ok=True)
                with path.open("wb") as file:
                    file.write(files[name])
                    os.fsync(file.fileno())
            for name, path in partial.items():
                os.replace(path, self._path(name, part.number))
        except OSError as error:
            for path in partial.values():
                with suppress(OSError):
                    path.unlink()
            problem = unwritable(error.filename2 or self.folder, error)
            raise InputError(f"{problem}, then give the same command again") from None
        rows = {name: self._rows(name, part.number) for name in ("articles", "rejected")}
        check_counts(part.count, rows, f"{self.folder}, part {part.number}")

    def finish(self, number: int, count: int, spreadsheets: Spreadsheets = PLAIN) -> dict[str, int]:
        """Complete a corpus of `number` parts and `count` articles; return the number of rows of each table."""
        for path in self.folder.glob("*.parquet/part-*.parquet"):
            if _PART.fullmatch(path.name) and int(path.stem.removeprefix("part-")) >= number:
                raise InputError(f"{path}: made from more input than is given now; give another output folder")
        totals = {name: sum(self._rows(name, part) for part in range(number)) for name in (*COLUMNS, "rejected")}
        check_counts(count, totals, str(self.folder))
        names = [self._path("articles", part).name for part in range(number)]
        with scratch(self.folder) as folder:
            tables = folder / "made"
            tables.mkdir()
            self._write_spreadsheets(tables, number, spreadsheets)
            write_datapackage_of_parts(tables, {name: self._tables[name] for name in totals}, names)
            write_plan(tables, {**self._settings, "complete": True, "rows": totals})
            publish((tables, self.folder), dropped=[WORKBOOK])
        return totals

    def words(self, number: int) -> int:
        """Return the number of words in the articles of a part."""
        with self._path("articles", number).open("rb") as file:
            return sum(pq.read_table(file, columns=["words"])["words"].to_pylist())

    def rejected(self, number: int) -> list[Rejected]:
        """Return what a part has rejected."""
        with self._path("rejected", number).open("rb") as file:
            return [Rejected(**row) for row in pq.read_table(file).to_pylist()]

    def _write_spreadsheets(self, target: Path, number: int, spreadsheets: Spreadsheets) -> None:
        with closing(TableFiles(target, self._tables, spreadsheets, parquet=False)) as files:
            for name in TABLES:
                for part in range(number):
                    with self._path(name, part).open("rb") as file:
                        files.add({name: pq.read_table(file).to_pylist()})

    def _rows(self, table: str, number: int) -> int:
        return pq.read_metadata(self._path(table, number)).num_rows

    def _path(self, table: str, number: int) -> Path:
        return self.folder / f"{table}.parquet" / f"part-{number:05}.parquet"

    def _check(self) -> dict[str, Any]:
        """Return the content of `corpus.json`, empty where it is missing or damaged.

        Raises `InputError` for a folder that holds anything but parts, or parts made with other settings.
        """
        plan = read_plan(self.folder)
        if plan and "articles_per_part" not in plan:
            raise InputError(f"{self.folder}: holds tables that are not in parts; give another output folder")
        for name, value in self._settings.items():
            if plan and plan.get(name) != value:
                raise InputError(
                    f"{self.folder}: begun with {name} {plan.get(name)}, not {value}; "
                    "go on as it was begun, or give another output folder"
                )
        if not plan:
            begun = (self.folder / SETTINGS).is_file() or any(self.folder.glob("*.parquet/part-*.parquet"))
            known = _OURS if begun else _OURS_BEFORE_THE_PLAN
            for path in self.folder.iterdir():
                if not known.fullmatch(path.name) or (path.suffix == ".parquet" and not _holds_parts_alone(path)):
                    raise InputError(f"{self.folder}: holds something else; give a new or empty folder")
        return plan

    def _mark_incomplete(self) -> None:
        write_plan(self.folder, {**self._settings, "complete": False})
        self._complete = False

    def _remove_plan(self) -> None:
        """Remove the plan and the empty folders of a run that has written no part."""
        with suppress(OSError):
            if not any(self.folder.glob("*.parquet/*.parquet")):
                (self.folder / SETTINGS).unlink()
                for path in self.folder.glob("*.parquet"):
                    path.rmdir()


def check_counts(count: int, rows: Mapping[str, int], where: str) -> None:
    """Raise `InputError` unless each of `count` articles has its row, among the articles or the rejected."""
    if rows["articles"] + rows["rejected"] != count:
        raise InputError(
            f"{where}: {count:,} articles given, but {rows['articles']:,} read and {rows['rejected']:,} rejected; "
            "this is a fault of the program, please report it"
        )


def _holds_parts_alone(path: Path) -> bool:
    return path.is_dir() and all(_PART.fullmatch(part.name) or part.suffix == _TEMPORARY for part in path.iterdir())
