"""`breach hash FILE…`: what stands in the register in place of a file: name, size and hashes. Nothing is sent."""

import hashlib
import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

_BLOCK = 1 << 20


def hash_files(
    files: Annotated[list[Path], typer.Argument(help="The files. A folder is not one: pack it first.")],
) -> None:
    """Print SHA-256, SHA-512 and size of files, to be copied into the register of evidence."""
    faults = 0
    for path in files:
        try:
            told = _measured(path)
        except OSError as error:
            print(f"{_name(path)}: {error.strerror}", file=sys.stderr)
            faults += 1
            continue
        if told is None:
            print(f"{_name(path)}: it changed while it was read; make a copy and measure that", file=sys.stderr)
            faults += 1
            continue
        size, sha256, sha512 = told
        empty = "" if size else " (empty)"
        print(f"{_name(path)}\n  size    {size} bytes{empty}\n  sha256  {sha256}\n  sha512  {sha512}")
    if faults:
        raise typer.Exit(2)


def _measured(path: Path) -> tuple[int, str, str] | None:
    """Size and hashes; None when the file changed meanwhile. Raises OSError."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        size, sha256, sha512 = _read(file)
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and size == after.st_size
    return (size, sha256, sha512) if same else None


def _read(file: BinaryIO) -> tuple[int, str, str]:
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    while block := file.read(_BLOCK):
        sha256.update(block)
        sha512.update(block)
        size += len(block)
    return size, sha256.hexdigest(), sha512.hexdigest()


def _name(path: Path) -> str:
    """A name on one line, whatever it is made of."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in str(path))
