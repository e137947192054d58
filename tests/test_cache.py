"""What is remembered: never wrong, never in the way, and gone when nobody asks for it."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from as_live import HOME

from sitegen import store
from sitegen.cache import MOST_WAITING, Cache
from sitegen.digests import digest, recipe
from sitegen.lazy import Lost
from sitegen.notes import FULL, MOST_IDLE, MOST_SHEETS
from sitegen.recall import recall, remembered


def remember(root: Path, **values: bytes) -> Path:
    """Remember values as one build would, and return the file that they are in."""
    with closing(Cache(root)) as cache:
        for key, value in values.items():
            cache.keep(key, value)
    return root / ".cache" / "remembered.db"


def recalled(root: Path, key: str) -> bytes | None:
    """Return what the next build would find."""
    with closing(Cache(root)) as cache:
        return cache.find(key)


def test_what_one_build_keeps_the_next_one_finds(tmp_path: Path) -> None:
    remember(tmp_path, one=b"1", empty=b"")
    assert recalled(tmp_path, "one") == b"1"
    assert recalled(tmp_path, "empty") == b""
    assert recalled(tmp_path, "two") is None


def test_a_value_is_found_at_once(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        cache.keep("one", b"1")
        assert cache.find("one") == b"1"


def test_a_function_is_called_once(tmp_path: Path) -> None:
    calls: list[str] = []

    def make() -> bytes:
        calls.append("made")
        return b"1"

    for _ in range(3):
        with closing(Cache(tmp_path)) as cache:
            assert recall(cache, "one", make) == b"1"
    assert calls == ["made"]
    assert recall(None, "one", make) == b"1"
    assert calls == ["made", "made"]


def test_parts_do_not_run_into_each_other() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert digest("a") == digest(b"a")


def test_other_code_is_another_recipe(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("x = 1")
    before = recipe(str(code))
    assert recipe(str(code)) == before
    code.write_text("x = 2")
    assert recipe(str(code)) != before


# --- Damage ---------------------------------------------------------------------------------------


def foreign(file: Path) -> None:
    """Leave a database of somebody else's, with a table of our name."""
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE remembered (id INTEGER, colour TEXT)")


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def torn(file: Path) -> None:
    """Overwrite all pages but the first: SQLite opens such a file, and stumbles only later."""
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database": lambda file: file.write_bytes(b"This is no database." * 999),
    "empty": lambda file: file.write_bytes(b""),
    "cut in half": half,
    "torn inside": torn,
    "somebody else's": foreign,
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_file_heals(tmp_path: Path, name: str) -> None:
    many = {f"key{number}": os.urandom(3000) for number in range(200)}
    DAMAGE[name](remember(tmp_path, **many))
    for key, value in many.items():
        with closing(Cache(tmp_path)) as cache:
            assert cache.find(key) in (None, value)
            cache.keep(key, value)
    assert {key: recalled(tmp_path, key) for key in many} == many


def test_damage_that_only_writing_finds_heals_too(tmp_path: Path) -> None:
    file = remember(tmp_path, **{f"key{number}": bytes(3000) for number in range(200)})
    torn(file)
    remember(tmp_path, another=b"1")
    assert recalled(tmp_path, "another") == b"1"


def test_a_value_with_one_bit_changed_is_not_used(tmp_path: Path) -> None:
    file = remember(tmp_path, photo=b"a photo", other=b"another")
    data = file.read_bytes()
    assert data.count(b"a photo") == 1
    file.write_bytes(data.replace(b"a photo", b"a phoTo"))
    assert recalled(tmp_path, "photo") is None
    assert recalled(tmp_path, "other") == b"another"


def test_a_value_of_another_key_is_not_used(tmp_path: Path) -> None:
    """With a damaged index, the database itself finds the wrong row."""
    with closing(sqlite3.connect(remember(tmp_path, one=b"1", two=b"2"))) as store, store:
        store.execute("UPDATE remembered SET key = key || 'x'")
        store.execute("UPDATE remembered SET key = 'one' WHERE key = 'twox'")
    assert recalled(tmp_path, "one") is None


def test_a_value_of_another_kind_is_not_used(tmp_path: Path) -> None:
    with closing(sqlite3.connect(remember(tmp_path, one=b"1"))) as store, store:
        store.execute("UPDATE remembered SET value = 'words'")
    assert recalled(tmp_path, "one") is None


def test_what_a_killed_build_left_beside_a_harmed_file_goes_with_it(tmp_path: Path) -> None:
    file = remember(tmp_path, one=b"1")
    file.write_bytes(b"This is no database." * 999)
    journal = file.with_name(f"{file.name}-journal")
    journal.write_bytes(b"half a change")
    remember(tmp_path, two=b"2")
    assert recalled(tmp_path, "two") == b"2"
    assert not journal.exists()


# --- Where nothing can be written -----------------------------------------------------------------


def test_a_file_where_the_folder_should_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("mine")
    remember(tmp_path, one=b"1")
    assert (tmp_path / ".cache").read_text() == "mine"
    assert recalled(tmp_path, "one") is None


def test_a_site_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    remember(tmp_path / "nowhere", one=b"1")
    assert not (tmp_path / "nowhere").exists()


AS_NOBODY = """
import os, sys
from pathlib import Path
from sitegen.cache import Cache
from sitegen.store import _secret
_secret()  # as long as it may be read: a stranger's is another
if os.geteuid() == 0:
    os.seteuid(65534)
cache = Cache(Path(sys.argv[1]))
found = cache.find("one")
cache.keep("two", b"2")
assert cache.find("two") == b"2"
cache.close()
print(found)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize(("mode", "found"), [(0o555, "b'1'"), (0o000, "None")])
def test_a_folder_that_may_not_be_written_is_done_without(
    tmp_path: Path, mode: int, found: str
) -> None:
    file = remember(tmp_path, one=b"1")
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    file.chmod(0o444)
    file.parent.chmod(mode)
    command = [sys.executable, "-c", AS_NOBODY, str(tmp_path)]
    done = subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True)
    file.parent.chmod(0o755)
    assert done.stdout.strip() == found
    assert recalled(tmp_path, "one") == b"1"
    assert recalled(tmp_path, "two") is None


def test_what_somebody_else_signed_is_not_believed(tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (os.mkdir, (str(tmp_path / "harm"),))

    file = remember(tmp_path, one=b"1")
    value = pickle.dumps(Harm())
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("UPDATE remembered SET value = ?", (os.urandom(16) + value,))
    with closing(Cache(tmp_path)) as cache:
        assert cache.find_result("one") is None
        assert remembered(cache, "one", lambda: "made") == "made"
    assert not (tmp_path / "harm").exists()
    with closing(Cache(tmp_path)) as cache:
        assert cache.find_result("one") == "made"


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE VIEW remembered AS WITH RECURSIVE n(key) AS (SELECT 1 UNION ALL SELECT 1 FROM n) "
        "SELECT key, 1 AS value FROM n",
        "CREATE TABLE remembered (key TEXT PRIMARY KEY, value BLOB); CREATE TRIGGER t "
        "AFTER INSERT ON remembered BEGIN DELETE FROM remembered; END",
        "CREATE TABLE remembered (key TEXT, value BLOB)",
    ],
)
def test_a_table_that_is_not_ours_is_replaced(schema: str, tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    file = tmp_path / ".cache" / "remembered.db"
    with closing(sqlite3.connect(file)) as store:
        store.executescript(schema)
    assert recalled(tmp_path, "one") is None
    remember(tmp_path, one=b"1")
    assert recalled(tmp_path, "one") == b"1"


def test_of_results_in_memory_only_those_in_use_stay(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        cache.keep_result("one", ["1"])
        cache.keep_result("two", ["2"])
        cache.settle()
        assert cache.find_result("two") is cache.find_result("two")
        cache.settle()
        assert [*cache._made] == ["two"]
        assert cache.find_result("one") == ["1"]


# --- Two at once ----------------------------------------------------------------------------------


def test_two_builds_at_once_lose_nothing(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom sitegen.cache import Cache\n"
        "for n in range(30):\n    cache = Cache(Path(sys.argv[1]))\n"
        "    cache.keep(f'{sys.argv[2]}{n}', bytes(50_000))\n    cache.close()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    builds = [subprocess.Popen([*command, name], cwd=HOME) for name in "ab"]
    assert [build.wait() for build in builds] == [0, 0]
    for name in "ab":
        assert all(recalled(tmp_path, f"{name}{number}") == bytes(50_000) for number in range(30))


def test_a_build_beside_another_sees_what_that_one_has_kept(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as preview:
        assert preview.find("one") is None
        remember(tmp_path, one=b"1")
        assert preview.find("one") == b"1"


# --- Room -----------------------------------------------------------------------------------------


def test_beyond_its_room_it_forgets_what_nobody_used(tmp_path: Path) -> None:
    file = remember(tmp_path, used=bytes(60_000), unused=bytes(60_000))
    with closing(Cache(tmp_path, room=100_000)) as cache:
        assert cache.find("used")
        cache.keep("new", b"1")
    assert recalled(tmp_path, "used") == bytes(60_000)
    assert recalled(tmp_path, "new") == b"1"
    assert recalled(tmp_path, "unused") is None
    assert file.stat().st_size < 100_000


def test_within_its_room_it_forgets_nothing(tmp_path: Path) -> None:
    remember(tmp_path, one=bytes(10_000))
    with closing(Cache(tmp_path, room=100_000)) as cache:
        cache.keep("new", b"1")
    assert recalled(tmp_path, "one") == bytes(10_000)


def test_what_a_build_needs_may_be_more_than_the_room(tmp_path: Path) -> None:
    """A site that is too large for the room is not cleaned up after every build."""
    with closing(Cache(tmp_path, room=1)) as cache:
        cache.keep("large", bytes(200_000))
    for name in ("one", "two"):
        with closing(Cache(tmp_path, room=1)) as cache:
            cache.keep(name, bytes(50_000))
    with closing(Cache(tmp_path, room=1)) as cache:
        assert cache.find("large") is not None
        cache.keep("as large again", bytes(200_000))
    with closing(Cache(tmp_path, room=1)) as cache:
        cache.keep("one more", b"")
    with closing(Cache(tmp_path, room=1)) as cache:
        assert cache.find("large") is None


def test_a_room_that_is_full_keeps_no_note_of_what_is_gone(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        for name in ("used", "idle"):
            cache.keep(f"{name} value", bytes(60_000))
            cache.note(name, "there is a value")
    with closing(Cache(tmp_path, room=100_000)) as cache:
        assert cache.find_note("used")
        cache.later("used value")
        cache.keep("new", b"1")
    with closing(Cache(tmp_path)) as cache:
        assert cache.find_note("used")
        assert cache.find_note("idle") is None
        assert cache.later("used value")() == bytes(60_000)


def test_what_nobody_looked_into_yet_stays_however_full_it_is(tmp_path: Path) -> None:
    """Much that is new is written down while a build still goes on."""
    with closing(Cache(tmp_path)) as cache:
        cache.keep_large("large", ["1"])
        cache.keep("value", b"1")
        for key in ("large", "value"):
            cache.note(key, "there is a value")
    with closing(Cache(tmp_path, room=1)) as cache:
        assert cache.find_note("large")
        lazy = cache.lazy("large")
        cache.keep("much", bytes(MOST_WAITING + 1))  # what follows is asked for later on
        assert lazy.index("1") == 0
        assert cache.later("value")() == b"1"


def test_in_memory_too_it_forgets_only_beyond_its_room(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("mine")
    cache = Cache(tmp_path, room=100_000)
    cache.keep("old", bytes(60_000))
    cache.settle()
    cache.settle()
    assert cache.later("old")() == bytes(60_000)
    cache.settle()
    cache.keep("new", bytes(60_000))
    cache.settle()
    assert cache.find("new") == bytes(60_000)
    assert cache.find("old") is None


# --- Notes, and what they speak of ----------------------------------------------------------------


def sheets(root: Path) -> list[str]:
    """Return the keys of all sheets of notes."""
    with closing(sqlite3.connect(root / ".cache" / "remembered.db")) as store:
        asked = "SELECT key FROM remembered WHERE key LIKE 'notes %' ORDER BY key"
        return [key for (key,) in store.execute(asked)]


def test_many_sheets_of_notes_are_made_one(tmp_path: Path) -> None:
    most = 0
    for number in range(2 * MOST_SHEETS + 5):
        with closing(Cache(tmp_path)) as cache:
            cache.note(f"note {number}", [number])
        most = max(most, len(sheets(tmp_path)))
    assert most == MOST_SHEETS
    with closing(Cache(tmp_path)) as cache:
        assert all(cache.find_note(f"note {n}") == [n] for n in range(2 * MOST_SHEETS + 5))


def test_a_preview_writes_many_sheets_too(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        for number in range(2 * MOST_SHEETS + 5):
            cache.note(f"note {number}", [number])
            cache.settle()
    assert len(sheets(tmp_path)) <= MOST_SHEETS
    with closing(Cache(tmp_path)) as cache:
        assert all(cache.find_note(f"note {n}") == [n] for n in range(2 * MOST_SHEETS + 5))


def test_many_notes_stand_on_full_sheets(tmp_path: Path) -> None:
    """One sheet of them all would be in memory three times while it is written."""
    for begin, ends in ((0, 2 * FULL + 1), (2 * FULL + 1, 2 * FULL + 2)):
        with closing(Cache(tmp_path)) as cache:
            for number in range(begin, ends):
                cache.note(number, [number])
    assert len(sheets(tmp_path)) == 3 + 1
    for turn in range(MOST_SHEETS + 5):  # more than can be, and only then are they made few
        with closing(Cache(tmp_path)) as cache:
            cache.note(f"turn {turn}", turn)
    assert 3 <= len(sheets(tmp_path)) <= MOST_SHEETS + 2
    with closing(Cache(tmp_path)) as cache:
        assert all(cache.find_note(n) == [n] for n in range(2 * FULL + 2))
        assert all(cache.find_note(f"turn {n}") == n for n in range(MOST_SHEETS + 5))


def test_notes_of_other_code_are_not_even_loaded(tmp_path: Path) -> None:
    """What they hold may be gone from the code of today."""
    other = f"notes {'0' * 64} 000000007"
    remember(tmp_path, **{other: b"the pickle of a class that is gone"})
    with closing(Cache(tmp_path)) as cache:
        assert cache.find_note("old") is None
        cache.note("new", 1)
    assert len(sheets(tmp_path)) == 1
    assert other not in sheets(tmp_path)
    with closing(Cache(tmp_path)) as cache:
        assert cache.find_note("new") == 1


def test_idle_notes_go_only_when_they_are_most(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        for number in range(MOST_IDLE + 10):
            cache.note(f"note {number}", number)
    for asked, left in ((5, MOST_IDLE + 10), (3, 3)):
        with closing(Cache(tmp_path)) as cache:
            assert all(cache.find_note(f"note {n}") == n for n in range(asked))
            cache.all_asked()
        with closing(Cache(tmp_path)) as cache:
            found = [n for n in range(MOST_IDLE + 10) if cache.find_note(f"note {n}") == n]
            assert found == [*range(left)]


def test_what_a_note_speaks_of_and_is_gone_begins_it_all_again(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        cache.keep("value", b"1")
        cache.note("note", "there is a value")
    with closing(sqlite3.connect(tmp_path / ".cache" / "remembered.db")) as store, store:
        store.execute("DELETE FROM remembered WHERE key = 'value'")
    with closing(Cache(tmp_path)) as cache:
        assert cache.find_note("note")
        with pytest.raises(Lost):
            cache.later("value")()
        assert cache.lost
        cache.begin_again()
        assert not cache.lost
        assert cache.find_note("note") is None
    assert sheets(tmp_path) == []


# --- A file that can be read, and not written -----------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no longer than needed for a file that somebody else has."""
    monkeypatch.setattr(store, "WAIT", 0.05)


@pytest.mark.usefixtures("impatient")
def test_what_cannot_be_written_is_kept_in_memory(tmp_path: Path) -> None:
    file = remember(tmp_path, old=b"0")
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as other,
        closing(Cache(tmp_path)) as cache,
    ):
        other.execute("BEGIN IMMEDIATE")
        cache.keep("much", bytes(MOST_WAITING + 1))
        cache.note("note", "there is much")
        cache.settle()
        assert cache.find("old") == b"0"
        assert cache.later("much")() == bytes(MOST_WAITING + 1)
        cache.settle()
        assert cache.find("much")


@pytest.mark.usefixtures("impatient")
def test_what_is_lost_in_a_file_that_cannot_be_written_is_lost_once(tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        cache.note("note", "there is a value")
    file = tmp_path / ".cache" / "remembered.db"
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as other,
        closing(Cache(tmp_path)) as cache,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert cache.find_note("note")
        cache.begin_again()
        assert cache.find_note("note") is None
        cache.keep("value", b"1")
        cache.settle()
        assert cache.later("value")() == b"1"
