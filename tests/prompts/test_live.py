"""A good change takes effect without a restart; a broken one is reported and the last good content stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from prompts.live import Live
from prompts.problems import BadFiles, Problem


def load(folder: Path) -> str:
    text = (folder / "words.md").read_text("utf-8")
    if "broken" in text:
        raise BadFiles([Problem(folder / "words.md", 1, "do not write 'broken'")])
    return text


def write(folder: Path, text: str) -> None:
    (folder / "words.md").write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "first")
    return tmp_path


def test_a_good_change_is_taken(folder):
    live = Live(folder, load, seconds=0)
    assert live.current() == "first"
    write(folder, "the second")
    assert live.current() == "the second"


def test_a_broken_change_is_reported_and_the_last_good_stays(folder):
    told: list[tuple[Problem, ...]] = []
    live = Live(folder, load, seconds=0, on_change=told.append)
    write(folder, "broken now")
    assert live.current() == "first"
    assert [problem.message for problem in live.problems] == ["do not write 'broken'"]
    write(folder, "all well again")
    assert live.current() == "all well again"
    assert live.problems == ()
    assert [len(problems) for problems in told] == [1, 0]


def test_an_unchanged_folder_is_not_read_again(folder):
    read: list[Path] = []

    def counted(folder: Path) -> str:
        read.append(folder)
        return load(folder)

    live = Live(folder, counted, seconds=0)
    assert [live.current() for _ in range(5)] == ["first"] * 5
    assert len(read) == 1


def test_between_two_looks_nothing_is_read(folder):
    live = Live(folder, load, seconds=3600)
    write(folder, "the second")
    assert live.current() == "first"


def test_a_broken_start_is_refused(folder):
    write(folder, "broken")
    with pytest.raises(BadFiles):
        Live(folder, load)


@pytest.mark.parametrize("name", ["notes.txt", "words.md~", ".words.md.swp"])
def test_an_editors_own_files_are_no_change(folder, name):
    told: list[object] = []
    live = Live(folder, load, seconds=0, on_change=told.append)
    (folder / name).write_text("x")
    live.current()
    assert told == []


def test_a_new_and_a_removed_file_are_changes(folder):
    told: list[object] = []
    live = Live(folder, load, seconds=0, on_change=told.append)
    (folder / "more.yaml").write_text("x: 1")
    live.current()
    (folder / "more.yaml").unlink()
    live.current()
    assert len(told) == 2


def test_many_readers_see_only_good_content(folder):
    live, seen = Live(folder, load, seconds=0), set[str]()

    def read() -> None:
        seen.update(live.current() for _ in range(200))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    write(folder, "the second")
    for reader in readers:
        reader.join()
    assert seen <= {"first", "the second", ""}
    assert live.current() == "the second"


@pytest.fixture
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("beside")


def test_the_last_good_files_outlive_the_process(beside: Path, folder: Path):
    kept, told = beside / "data" / "kept", list[tuple[Problem, ...]]()
    live = Live(folder, load, seconds=0, kept=kept, keeps=True)
    write(folder, "the second")
    assert live.current() == "the second"
    write(folder, "broken now")
    assert live.current() == "the second"

    again = Live(folder, load, seconds=0, on_change=told.append, kept=kept, keeps=True)
    assert again.current() == "the second"
    assert [problem.file for problem in again.problems] == [folder / "words.md"]
    assert len(told) == 1
    write(folder, "all well again")
    assert (again.current(), again.problems) == ("all well again", ())
    assert load(kept) == "all well again"


def test_whoever_only_looks_keeps_no_copy(beside: Path, folder: Path):
    kept = beside / "kept"
    Live(folder, load, kept=kept)
    assert not kept.exists()
    write(folder, "broken")
    with pytest.raises(BadFiles):
        Live(folder, load, kept=kept)


def test_a_copy_that_this_program_can_not_read_replaces_no_refusal(beside: Path, folder: Path):
    kept = beside / "kept"
    kept.mkdir()
    write(kept, "broken as well")
    write(folder, "broken")
    with pytest.raises(BadFiles, match=str(folder / "words.md")):
        Live(folder, load, kept=kept)


def test_where_no_copy_can_be_made_all_goes_on(beside: Path, folder: Path):
    (beside / "file").write_text("in the way")
    live = Live(folder, load, seconds=0, kept=beside / "file" / "kept", keeps=True)
    write(folder, "the second")
    assert live.current() == "the second"


def test_an_editors_dangling_lock_is_no_trouble(folder: Path):
    (folder / ".#words.md").symlink_to("nobody@nowhere.123")
    live = Live(folder, load, seconds=0)
    write(folder, "the second")
    assert live.current() == "the second"


def test_no_copy_is_made_inside_of_what_is_copied(folder: Path):
    Live(folder, load, kept=folder / "data" / "kept", keeps=True)
    assert [path.name for path in folder.rglob("*")] == ["words.md"]
