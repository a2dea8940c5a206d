"""A file that holds a secret: nobody but its owner may read it or write it, whatever the setting that names it."""

import os
import stat
from pathlib import Path


class SecretFileError(Exception):
    """The file cannot be taken; the message is one line, without what stands in it."""


def read_secret_file(path: Path) -> str:
    """What stands in the file. Raises SecretFileError: others can get at it, it cannot be read, it is no UTF-8 text."""
    try:
        with path.open("rb") as file:  # looked at through the opened file: nothing can be put in its place meanwhile
            mode = os.fstat(file.fileno()).st_mode
            if trouble := _open_to_others(mode, credential=_is_credential(path)):
                raise SecretFileError(f"{path} {trouble} (mode {stat.S_IMODE(mode):04o}); chmod 600 it first")
            return file.read().decode("utf-8-sig")
    except OSError as error:
        raise SecretFileError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SecretFileError(f"{path}: not a text file in UTF-8") from None


def _open_to_others(mode: int, *, credential: bool) -> str | None:
    for can, everybody, group in (
        ("read", stat.S_IROTH, stat.S_IRGRP),
        ("written", stat.S_IWOTH, stat.S_IWGRP),
        ("run", stat.S_IXOTH, stat.S_IXGRP),
    ):
        if mode & everybody:
            return f"can be {can} by everybody"
        if mode & group and not (credential and can == "read"):
            return f"can be {can} by its group"
    return None


def _is_credential(path: Path) -> bool:
    """Whether systemd handed it over: it lets the unit's user in through an ACL, which shows as the group's bit."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.absolute().parent == Path(str(folder))
