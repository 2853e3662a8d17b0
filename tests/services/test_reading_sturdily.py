"""Reading many files in processes that may die or hang: only the guilty file is refused."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import time
from contextlib import closing
from pathlib import Path

import pytest

from inventory_app.domain import catalogue as catalogues
from inventory_app.services.parallel import in_processes
from inventory_app.services.reading import ReadFile, read_files

SECONDS = 2.0
LONG = 600


def read_strangely(path, catalogue):
    """Stand in for the reader: the name of a file says what reading it does."""
    what = path.name.partition("-")[0]
    marker = path.with_suffix(".begun")
    if what == "dies" or (what == "dies_once" and not marker.exists()):
        marker.touch()
        os._exit(3)
    if what == "hangs":
        marker.touch()
        time.sleep(LONG)
    if what == "eats":
        raise MemoryError
    if what == "bug":
        raise ValueError(path.name)
    return ReadFile(path=path, sha256=f"{os.getpid()}", data=path.read_bytes() + b"\0" * 300_000)


def files(folder, *names):
    made = [folder / f"{name}-{n:02}.xlsx" for n, name in enumerate(names)]
    for path in made:
        path.write_bytes(path.name.encode())
    return made


def read_all(paths, **options):
    started = time.monotonic()
    options = {"read": read_strangely, "seconds": SECONDS} | options
    found = list(read_files(paths, catalogues.default(), **options))
    assert time.monotonic() - started < 60
    assert [file.path for file in found] == list(paths)
    return found


def refused(found):
    for file in found:
        if file.reason is not None:
            assert file.reason.code == "F-UNREADABLE"
            assert file.reason.params["file"] == file.path.name
        else:
            assert file.data.startswith(file.path.name.encode())
            assert file.sha256 != str(os.getpid())
    return [file.path.name.partition("-")[0] for file in found if file.reason is not None]


def no_process_is_left():
    return not multiprocessing.active_children()


def test_every_sound_file_is_read_in_its_order_and_in_another_process(tmp_path):
    assert refused(read_all(files(tmp_path, *["sound"] * 12))) == []
    assert no_process_is_left()


@pytest.mark.parametrize("place", [0, 5, 11])
def test_only_the_file_that_ends_its_process_is_refused(tmp_path, place):
    names = ["sound"] * 12
    names[place] = "dies"
    assert refused(read_all(files(tmp_path, *names))) == ["dies"]
    assert no_process_is_left()


def test_only_the_files_that_take_too_long_are_refused(tmp_path):
    names = ["sound"] * 4 + ["hangs", "hangs"] + ["sound"] * 4
    assert refused(read_all(files(tmp_path, *names))) == ["hangs", "hangs"]
    assert no_process_is_left()


def test_dying_hanging_and_eating_files_together_cost_nobody_else_anything(tmp_path):
    names = ["dies", "sound", "hangs", "eats", "sound", "sound", "dies", "sound", "sound"]
    assert refused(read_all(files(tmp_path, *names))) == ["dies", "hangs", "eats", "dies"]


def test_a_file_whose_process_was_ended_once_is_read_after_all(tmp_path):
    names = ["sound", "dies_once", *["sound"] * 8]
    assert refused(read_all(files(tmp_path, *names))) == []


def test_nothing_is_left_running_when_the_caller_stops_in_between(tmp_path):
    paths = files(tmp_path, "sound", "hangs", *["sound"] * 20)
    with closing(
        read_files(paths, catalogues.default(), read=read_strangely, seconds=LONG)
    ) as found:
        assert next(found).reason is None
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    assert no_process_is_left()


def test_the_reader_does_not_run_far_ahead_of_the_caller(tmp_path):
    paths = files(tmp_path, "sound", *["dies_once"] * 40)
    with closing(
        read_files(paths, catalogues.default(), read=read_strangely, seconds=LONG)
    ) as found:
        next(found)
        time.sleep(1)
        assert len(list(tmp_path.glob("*.begun"))) < 12


def test_known_files_are_not_opened_but_keep_their_place(tmp_path):
    paths = files(tmp_path, "sound", "dies", *["sound"] * 9)

    digest = hashlib.sha256(paths[1].read_bytes()).hexdigest()
    found = read_all(paths, known={digest})
    assert found[1] == ReadFile(path=paths[1], sha256=digest, data=b"")
    assert all(file.data for file in found if file is not found[1])


def test_a_mistake_of_the_program_is_raised_with_the_place_where_it_happened(tmp_path):
    with pytest.raises(ValueError, match="bug-03") as caught:
        read_all(files(tmp_path, *["sound"] * 3, "bug", *["sound"] * 8))
    assert "read_strangely" in "".join(caught.value.__notes__)
    assert no_process_is_left()


def test_few_files_are_read_here_without_starting_a_process(tmp_path):
    for options, count in (({}, 3), ({"parallel": False}, 12)):
        found = read_all(files(tmp_path, *["sound"] * count), **options)
        assert {file.sha256 for file in found} == {str(os.getpid())}


class EndsWhenLoaded:
    """Work that cannot even be handed to a process."""

    def __call__(self, _job):
        return None

    def __reduce__(self):
        return os._exit, (4,)


def test_a_process_that_cannot_be_started_is_no_fault_of_a_file():
    with pytest.raises(ChildProcessError):
        list(in_processes(EndsWhenLoaded(), [Path("a"), Path("b")], seconds=SECONDS))
    assert no_process_is_left()
