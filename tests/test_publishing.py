"""What a run made, in its place: in as few steps as there can be, all of them or none (tests/attacks kills them midway)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.article import InputError
from analysis.corpus.locking import locked
from analysis.corpus.parts import check_counts
from analysis.reading import placing
from analysis.reading.publishing import publish, scratch


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_replaced_in_one_step_unless_others_keep_files_there(tmp_path, monkeypatch):
    made, place = write(tmp_path / "made", a="new", b="new"), write(tmp_path / "place", a="old")
    assert len(list(placing.steps(made, place))) == 1
    write(place / "failed", c="old")
    assert len(list(placing.steps(made, place, dropped="failed"))) == 1
    assert len(list(placing.steps(made, place))) == 2
    (place / "failed" / "c").unlink()
    (place / "failed").rmdir()
    monkeypatch.chdir(place)
    assert len(list(placing.steps(made, place))) == 2


def test_what_cannot_be_put_in_its_place_leaves_all_as_it_was(tmp_path):
    place = write(tmp_path / "place", a="old", mine="mine")
    with pytest.raises(InputError, match="c: cannot be written"), scratch(place) as folder:
        write(folder / "made", a="new", b="new", c="new")
        write(place / "c", d="old")
        publish((folder / "made", place))
    assert texts(tmp_path) == {"place/a": "old", "place/mine": "mine", "place/c/d": "old"}


@pytest.mark.parametrize("native", [True, False])
def test_steps_are_undone_where_one_fails(native, tmp_path, monkeypatch):
    if not native:
        monkeypatch.setattr(placing, "_exchanged", lambda *_: False)
    made, place = write(tmp_path / "made", a="new", b="new", c="new"), write(tmp_path / "place", a="old", mine="mine")
    steps = list(placing.steps(made, place))
    (made / "c").unlink()
    with pytest.raises(FileNotFoundError):
        placing.take(steps)
    assert texts(tmp_path) == {"made/a": "new", "made/b": "new", "place/a": "old", "place/mine": "mine"}


def test_folders_that_hold_nothing_are_removed_and_others_kept(tmp_path):
    write(tmp_path / "there")
    with pytest.raises(ZeroDivisionError), scratch(tmp_path / "there" / "deep" / "er"):
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_permissions_of_the_folder_stay(tmp_path):
    place = write(tmp_path / "place", a="old")
    place.chmod(0o750)
    with scratch(place) as folder:
        publish((write(folder / "made", a="new"), place))
    assert texts(place) == {"a": "new"} and place.stat().st_mode & 0o777 == 0o750


def test_a_lock_names_its_process_and_goes_with_it(tmp_path):
    path = tmp_path / ".lock"
    path.write_text("{cut o")
    with locked(path):
        with pytest.raises(InputError, match=rf"process {os.getpid()} on .* writes there"), locked(path):
            pass
        assert path.exists()
    assert not path.exists()


def test_an_article_that_is_neither_read_nor_rejected_is_a_fault():
    check_counts(3, {"articles": 1, "rejected": 2}, "out")
    with pytest.raises(InputError, match="out: 4 articles given, but 1 read and 2 rejected"):
        check_counts(4, {"articles": 1, "rejected": 2}, "out")
