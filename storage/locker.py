"""Where the bytes of evidence lie: encrypted, each under the hash of what it holds, one folder and one key an incident.

A file is a header and chunks of AES-256-GCM. The nonce of a chunk binds its place and whether it is the last one, and
the header is authenticated with each, so chunks cannot be moved, dropped or taken from another file (the STREAM
construction: Hoang, Reyhanitabar, Rogaway, Vizár, 2015). The keys stand in a folder of their own, never in the
database: whoever destroys an incident's key has disposed of its evidence.

Bytes are never held whole: what is read, hashed and encrypted is one chunk at a time, outside the event loop.
"""

import asyncio
import errno
import hashlib
import os
import re
import secrets
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

P = ParamSpec("P")
T = TypeVar("T")

CHUNK = 1 << 20
"""Bytes of a chunk before it is encrypted: 1 MiB."""
_MAGIC = b"breach-evidence-1\n"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PREFIX = 7
_TAG = 16
_NUMBER = re.compile(r"[A-Z]{2,8}-\d{4}-\d{4,8}")
_ADDRESS = re.compile(r"[0-9a-f]{64}")


class LockerError(Exception):
    """What is kept cannot be read, or cannot be kept: the name of the reason is the argument."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file that is kept. `address` is the SHA-256 of its bytes; `size` in bytes."""

    address: str
    sha512: str
    size: int


class Locker:
    """A folder of encrypted files, and a folder of keys beside it."""

    def __init__(self, files: Path, keys: Path) -> None:
        self._files, self._keys = files, keys

    async def keep(self, incident: str, chunks: AsyncIterator[bytes], expected: int | None = None) -> Kept:
        """Keep what comes. `incident` is its number; `expected`: how many bytes it must have, when that is known.

        All or nothing: what breaks off in the middle leaves nothing behind. Raises LockerError (`wrong_length`,
        `empty`, `disk_full`), and whatever the chunks raise.
        """
        writing = await _on_disk(_Writing.begin, self._folder(incident), self._key(incident, make=True))
        try:
            async for chunk in chunks:
                await _on_disk(writing.write, chunk)
            return await _on_disk(writing.finish, expected)
        finally:
            await asyncio.to_thread(writing.abandon)

    def read(self, incident: str, address: str) -> Iterator[bytes]:
        """The bytes of a file, chunk by chunk. Raises LockerError: `gone`, `no_key`, `altered`."""
        path = self._folder(incident) / _checked(_ADDRESS, address)
        key = self._key(incident, make=False)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise LockerError("gone") from None
        with file:
            yield from _decrypted(file, key)

    def verify(self, incident: str, address: str) -> bool:
        """Whether what is kept still has its hash. Raises LockerError: `gone`, `no_key`, `altered`."""
        measured = hashlib.sha256()
        for chunk in self.read(incident, address):
            measured.update(chunk)
        return measured.hexdigest() == address

    def destroy_key(self, incident: str) -> None:
        """Dispose of everything that is kept of an incident: without its key nobody reads it again."""
        path = self._key_file(incident)
        with suppress(FileNotFoundError):
            size = path.stat().st_size
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def leftovers(self) -> list[Path]:
        """What a process that was killed left half written; nobody reads it."""
        return sorted(self._files.glob("*/.partial-*"))

    def _folder(self, incident: str) -> Path:
        return self._files / _checked(_NUMBER, incident)

    def _key_file(self, incident: str) -> Path:
        return self._keys / f"{_checked(_NUMBER, incident)}.key"

    def _key(self, incident: str, *, make: bool) -> bytes:
        path = self._key_file(incident)
        if make:
            _make_key(path)
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            raise LockerError("no_key") from None
        if len(key) != 32:
            raise LockerError("no_key")
        return key


class _Writing:
    """One file that is being written: beside its place, until it is whole."""

    def __init__(self, folder: Path, path: Path, file: BinaryIO, key: bytes) -> None:
        self._folder, self._path, self._file = folder, path, file
        self._cipher, self._prefix = AESGCM(key), secrets.token_bytes(_PREFIX)
        self._header = _MAGIC + self._prefix
        self._sha256, self._sha512 = hashlib.sha256(), hashlib.sha512()
        self._waiting, self._count, self._size = bytearray(), 0, 0
        file.write(self._header)

    @classmethod
    def begin(cls, folder: Path, key: bytes) -> "_Writing":
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f".partial-{secrets.token_hex(8)}"
        return cls(folder, path, os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"), key)

    def write(self, chunk: bytes) -> None:
        self._sha256.update(chunk)
        self._sha512.update(chunk)
        self._size += len(chunk)
        self._waiting += chunk
        while len(self._waiting) > CHUNK:  # the last one is written when it is known to be the last
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self, expected: int | None) -> Kept:
        if expected is not None and expected != self._size:
            raise LockerError("wrong_length")
        if not self._size:
            raise LockerError("empty")
        self._seal(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        address = self._sha256.hexdigest()
        self._path.replace(self._folder / address)
        _sync_folder(self._folder)
        return Kept(address=address, sha512=self._sha512.hexdigest(), size=self._size)

    def abandon(self) -> None:
        """Nothing of it stays, unless it was finished."""
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._prefix, self._count, last=last), chunk, self._header))
        self._count += 1


async def _on_disk(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Outside the event loop. Raises LockerError for a fault of the disk."""
    try:
        return await asyncio.to_thread(work, *given, **named)
    except OSError as error:
        raise LockerError("disk_full" if error.errno in _FULL else "not_written") from error


def _decrypted(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    header = file.read(len(_MAGIC) + _PREFIX)
    if len(header) != len(_MAGIC) + _PREFIX or not header.startswith(_MAGIC):
        raise LockerError("altered")
    prefix, cipher = header[len(_MAGIC) :], AESGCM(key)
    count, block = 0, file.read(CHUNK + _TAG)
    while block:
        following = file.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, count, last=not following), block, header)
        except InvalidTag:
            raise LockerError("altered") from None
        count, block = count + 1, following
    if not count:
        raise LockerError("altered")


def _nonce(prefix: bytes, count: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", count, last)


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    waiting = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(waiting, path)  # whoever comes second uses the first one's
    waiting.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checked(form: re.Pattern[str], name: str) -> str:
    """A name that is a path's last part and nothing else. Raises LockerError `bad_name`."""
    if not form.fullmatch(name):
        raise LockerError("bad_name")
    return name
