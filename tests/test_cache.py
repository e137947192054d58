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

from sitegen.cache import Cache, digest, recall, recipe, remembered


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
