"""A notice as a tagged PDF (PDF/UA-1), for what nobody edits. The text reaches the typesetter as data, not markup."""

import json
from dataclasses import asdict

from bot.notice.glyphs import not_printed
from bot.notice.text import blocks
from handlers.notices.extra import documents
from handlers.render import TEMPLATES


class NotPrintedError(Exception):
    """No font of the PDF has these characters, so this format cannot be made. The Word file can."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(f"{len(characters)} characters that no font has")
        self.characters = characters


def printed(text: str, title: str, publisher: str) -> bytes:
    """The text as a PDF. Raises DocumentsNotInstalledError and NotPrintedError."""
    lines = "".join(line for block in blocks(text) for line in block.lines)
    if lacking := not_printed(lines):
        raise NotPrintedError(lacking)
    typst = documents("typst")
    notice = {"title": title, "publisher": publisher, "blocks": [asdict(block) for block in blocks(text)]}
    compiler = typst.Compiler(
        input=str(TEMPLATES / "notices" / "notice.typ"),
        root=str(TEMPLATES / "notices"),
        font_paths=[],
        ignore_system_fonts=True,  # the embedded fonts are the same on every machine
        sys_inputs={"notice": json.dumps(notice)},
    )
    try:
        return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0))
    except typst.TypstError as refused:  # a run of characters that single ones did not show
        raise NotPrintedError(()) from refused
