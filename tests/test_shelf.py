"""Files kept beside the database: whole, the same for everybody, bounded, gone with their workshop."""

import os
import threading

import pytest

from workshop import home, shelf


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "FOLDER", tmp_path / "documents")
    return tmp_path / "documents"


def names(folder, workshop):
    return sorted(each.name for each in (folder / workshop.key).iterdir())


def test_what_was_kept_is_found_again(workshop):
    assert shelf.kept(workshop, "a.pdf") is None
    assert shelf.keep(workshop, "a.pdf", b"one") == b"one"
    assert shelf.kept(workshop, "a.pdf") == b"one"


def test_the_first_one_stays(workshop):
    shelf.keep(workshop, "a.pdf", b"one")
    assert shelf.keep(workshop, "a.pdf", b"another") == b"one"


def test_whoever_is_faster_gives_everybody_the_same(workshop, folder):
    (folder / workshop.key).mkdir(parents=True)
    got, ready = [], threading.Barrier(8)

    def keep(content):
        ready.wait()
        got.append(shelf.put(folder / workshop.key, "a.pdf", content))

    threads = [threading.Thread(target=keep, args=(bytes([n]) * 100_000,)) for n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(set(got)) == 1
    assert names(folder, workshop) == ["a.pdf"]


def test_a_new_one_replaces_what_begins_alike(workshop, folder):
    for name in ("v1-booklet-fr-1", "v1-booklet-en-1", "v10-booklet-fr-1"):
        shelf.keep(workshop, name, b"old")
    shelf.keep(workshop, "v1-booklet-fr-2", b"new", before="v1-booklet-fr-")
    assert names(folder, workshop) == ["v1-booklet-en-1", "v1-booklet-fr-2", "v10-booklet-fr-1"]


def test_the_oldest_go_when_there_are_too_many(workshop, folder, monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 3)
    for number in range(5):
        shelf.keep(workshop, f"{number}.pdf", b"x")
        os.utime(folder / workshop.key / f"{number}.pdf", (number, number))
    assert names(folder, workshop) == ["2.pdf", "3.pdf", "4.pdf"]


def test_it_is_for_this_machines_user_alone(workshop, folder):
    shelf.keep(workshop, "a.pdf", b"x")
    assert (folder / workshop.key).stat().st_mode & 0o077 == 0


def test_a_full_disk_keeps_nothing_and_takes_nothing_away(workshop, monkeypatch):
    def full(*_order):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "put", full)
    assert shelf.keep(workshop, "a.pdf", b"one") == b"one"
    assert shelf.kept(workshop, "a.pdf") is None


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_its_workshop(workshop, folder):
    shelf.keep(workshop, "a.pdf", b"x")
    workshop.is_rehearsal = True
    workshop.save()
    home.delete_rehearsal(workshop)
    assert list(folder.iterdir()) == []


def test_what_another_process_erased_goes_at_the_next_print(workshop, folder):
    (folder / "GONE000000").mkdir(parents=True)
    (folder / "GONE000000" / "a.pdf").write_bytes(b"x")
    shelf.keep(workshop, "a.pdf", b"x")
    assert [each.name for each in folder.iterdir()] == [workshop.key]
