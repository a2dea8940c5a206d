"""Which fields of a notice people are asked for: those that nobody said yet, and that no fact or decision tells."""

from collections.abc import Iterable

from bot.notice.fill import Filled
from bot.notice.kinds import Field, Notices


def asked_fields(
    notices: Notices, names: Iterable[str], filled: Filled, each: str | None, *, everything: bool
) -> tuple[list[tuple[str, Field]], list[Field]]:
    """The fields to ask for, each with its block id, and the missing ones that the facts must tell.

    `everything`: also those that were answered before, to change them.
    """
    asked, from_facts = [], []
    for name in notices.fields:
        if name not in set(names):
            continue
        field = notices.fields[name]
        missing = name in filled.missing
        if field.source in ("typed", "decision") and (missing or everything):
            path = field.path if field.source == "decision" else field.name
            asked.append((f"field:{path}@{each}" if field.each and each is not None else f"field:{path}", field))
        elif missing and field.source == "fact":
            from_facts.append(field)
    return asked, from_facts
