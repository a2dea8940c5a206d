"""Evidence at rest: encrypted, hashed while it comes, all or nothing, and nothing altered is ever read as whole."""

import asyncio
import hashlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.locker import CHUNK, Kept, Locker, LockerError

ONE, OTHER = "BR-2026-0001", "BR-2026-0002"


async def chunks(data: bytes, size: int = 70_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.fixture
def locker(tmp_path: Path) -> Locker:
    return Locker(tmp_path / "files", tmp_path / "keys")


def place(tmp_path: Path, kept: Kept, incident: str = ONE) -> Path:
    return tmp_path / "files" / incident / kept.address


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
async def test_what_is_kept_is_read_again_and_has_both_hashes(locker: Locker, size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    kept = await locker.keep(ONE, chunks(data), expected=size)
    assert kept == Kept(address=hashlib.sha256(data).hexdigest(), sha512=hashlib.sha512(data).hexdigest(), size=size)
    assert b"".join(locker.read(ONE, kept.address)) == data
    assert locker.verify(ONE, kept.address)


async def test_nothing_of_it_stands_in_the_file_in_clear_and_only_the_owner_can_read_it(
    locker: Locker, tmp_path: Path
) -> None:
    kept = await locker.keep(ONE, chunks(b"zebra laptop " * 500))
    path = place(tmp_path, kept)
    assert b"zebra" not in path.read_bytes()
    everything = [path, path.parent, tmp_path / "keys", tmp_path / "keys" / f"{ONE}.key"]
    assert [one.stat().st_mode & 0o077 for one in everything] == [0, 0, 0, 0]


async def test_every_byte_that_is_altered_is_found(locker: Locker, tmp_path: Path) -> None:
    kept = await locker.keep(ONE, chunks(b"a short log\n"))
    path = place(tmp_path, kept)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(LockerError, match="altered"):
            locker.verify(ONE, kept.address)


@pytest.mark.parametrize("fault", ["swapped", "dropped", "cut", "longer", "empty", "headless"])
async def test_chunks_that_are_moved_or_missing_are_found(locker: Locker, tmp_path: Path, fault: str) -> None:
    kept = await locker.keep(ONE, chunks(b"x" * (3 * CHUNK)))
    path = place(tmp_path, kept)
    whole = path.read_bytes()
    block = CHUNK + 16
    header, parts = whole[: -3 * block], [whole[-3 * block :][n * block : (n + 1) * block] for n in range(3)]
    path.write_bytes(
        {
            "swapped": header + parts[1] + parts[0] + parts[2],
            "dropped": header + parts[0] + parts[2],
            "cut": header + parts[0] + parts[1],
            "longer": whole + parts[2],
            "empty": b"",
            "headless": header,
        }[fault]
    )
    with pytest.raises(LockerError, match="altered"):
        locker.verify(ONE, kept.address)


async def test_a_file_of_another_incident_is_not_read_for_this_ones(locker: Locker, tmp_path: Path) -> None:
    kept = await locker.keep(ONE, chunks(b"a log"))
    await locker.keep(OTHER, chunks(b"another log"))
    place(tmp_path, kept, OTHER).write_bytes(place(tmp_path, kept).read_bytes())
    with pytest.raises(LockerError, match="altered"):
        locker.verify(OTHER, kept.address)


@pytest.mark.parametrize(
    ("data", "expected", "reason"), [(b"abc", 4, "wrong_length"), (b"abcd", 3, "wrong_length"), (b"", None, "empty")]
)
async def test_a_file_of_another_length_or_of_none_is_not_kept(
    locker: Locker, tmp_path: Path, data: bytes, expected: int | None, reason: str
) -> None:
    with pytest.raises(LockerError, match=reason):
        await locker.keep(ONE, chunks(data), expected=expected)
    assert list((tmp_path / "files" / ONE).iterdir()) == []


async def test_a_download_that_breaks_off_leaves_nothing(locker: Locker, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * CHUNK * 2
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await locker.keep(ONE, broken())
    assert list((tmp_path / "files" / ONE).iterdir()) == []


async def test_the_same_file_twice_is_kept_once(locker: Locker, tmp_path: Path) -> None:
    first, second = await asyncio.gather(*(locker.keep(ONE, chunks(b"a log" * 9)) for _ in range(2)))
    assert first == second
    assert [one.name for one in (tmp_path / "files" / ONE).iterdir()] == [first.address]


async def test_without_its_key_nothing_is_read_again(locker: Locker, tmp_path: Path) -> None:
    kept = await locker.keep(ONE, chunks(b"a log"))
    locker.destroy_key(ONE)
    with pytest.raises(LockerError, match="no_key"):
        locker.verify(ONE, kept.address)
    locker.destroy_key(ONE)


async def test_what_is_gone_is_said_to_be_gone(locker: Locker, tmp_path: Path) -> None:
    kept = await locker.keep(ONE, chunks(b"a log"))
    place(tmp_path, kept).unlink()
    with pytest.raises(LockerError, match="gone"):
        locker.verify(ONE, kept.address)


@pytest.mark.parametrize("name", ["../x", "BR-2026-0001/..", "", "a" * 64, "BR-2026-0001\n"])
def test_no_name_leads_out_of_the_folder(locker: Locker, tmp_path: Path, name: str) -> None:
    with pytest.raises(LockerError, match="bad_name"):
        asyncio.run(locker.keep(name, chunks(b"a log")))
    with pytest.raises(LockerError, match="bad_name"):
        next(locker.read(ONE, "../" + "a" * 61))
    assert list(tmp_path.iterdir()) == []


@given(data=st.binary(min_size=1, max_size=300), size=st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_how_it_comes_changes_nothing(tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int) -> None:
    folder = tmp_path_factory.mktemp("locker")
    locker = Locker(folder / "files", folder / "keys")
    kept = asyncio.run(locker.keep(ONE, chunks(data, size)))
    assert b"".join(locker.read(ONE, kept.address)) == data


_WRITER = """
import asyncio, resource, sys
from pathlib import Path
from storage.locker import Locker, LockerError
async def endless():
    for number in range(200):
        yield bytes(1 << 20)
        if number == 3:
            print("writing", flush=True)
            if sys.argv[2] == "wait":
                await asyncio.sleep(60)
async def main():
    if sys.argv[2] == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 << 20, 8 << 20))
    try:
        await Locker(Path(sys.argv[1]) / "files", Path(sys.argv[1]) / "keys").keep("BR-2026-0001", endless())
    except LockerError as error:
        print(error)
asyncio.run(main())
"""


def test_a_process_that_is_killed_leaves_no_half_item(locker: Locker, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path), "wait"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "writing\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    left = list((tmp_path / "files" / ONE).iterdir())
    assert left == locker.leftovers() != []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WRITER, str(tmp_path), "full"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["writing", "disk_full"]
    assert list((tmp_path / "files" / ONE).iterdir()) == []
