"""A notice as a file that people take along: Word, web page, PDF. Its text is what was checked; nothing is added."""

import hashlib
from dataclasses import dataclass

from bot.notice.kinds import Kind
from bot.notice.text import blocks
from handlers.notices.page import page
from handlers.notices.printed import printed
from handlers.notices.word import word

_TYPES = {
    "text": ("txt", "text/plain; charset=utf-8"),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": ("html", "text/html; charset=utf-8"),
    "pdf": ("pdf", "application/pdf"),
}


@dataclass(frozen=True, kw_only=True)
class NoticeFile:
    """A file's name, its media type and its bytes. The same text and publisher give the same bytes."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash that an approval binds, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def file_of(text: str, kind: Kind, form: str, publisher: str) -> NoticeFile:
    """The notice in one of its kind's formats (`text`, `docx`, `html`, `pdf`). `publisher`: the department's name.

    Raises ValueError for a format that the kind does not have, and DocumentsNotInstalledError when the extra
    `documents` is not installed; text and html need no extra. Raises NotPrintedError where the PDF's fonts lack a sign.
    """
    if form not in kind.formats:
        raise ValueError(f"{kind.id} has no format {form}")
    title = next((block.text() for block in blocks(text) if block.kind == "title"), kind.title)
    ending, media_type = _TYPES[form]
    if form == "docx":
        content = word(text, title, publisher)
    elif form == "html":
        content = page(text, title, publisher)
    elif form == "pdf":
        content = printed(text, title, publisher)
    else:
        content = text.encode()
    return NoticeFile(name=f"{kind.id}.{ending}", media_type=media_type, content=content)
