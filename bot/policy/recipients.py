"""Reading `recipients` of `department.yaml`: strict, every fault with file, line and key."""

import re

from bot.policy.fields import Fields
from bot.recipients import GROUPS, SEVERAL, SINGLE, Recipient, Recipients

PHONE = re.compile(r"(1-)?\d{3}-\d{3}-\d{4}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,}")
_WEB = re.compile(r"(https://)?[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?", re.IGNORECASE)


def read_recipients(fields: Fields) -> Recipients:
    """The recipients of the department; faults go to the file's faults."""
    node = fields.node("recipients")
    if node is None:
        return Recipients()
    inner = Fields(node, "recipients", fields.faults)
    groups: dict[str, tuple[Recipient, ...]] = {}
    for group in SINGLE:
        if (found := inner.node(group)) is not None:
            groups[group] = (_recipient(Fields(found, inner.path(group), fields.faults), placed=False),)
    for group in SEVERAL:
        read = tuple(_recipient(item, placed=group == "law_enforcement") for item in inner.items(group))
        if read:
            groups[group] = read
    stale_after = inner.whole("stale_after_days") if groups else None
    inner.close()
    return Recipients(groups={group: groups[group] for group in GROUPS if group in groups}, stale_after=stale_after)


def _recipient(fields: Fields, placed: bool) -> Recipient:
    recipient = Recipient(
        name=fields.text("name"),
        address=fields.words("address"),
        phone=like(fields, "phone", PHONE, "a telephone number such as 573-751-7446"),
        email=like(fields, "email", EMAIL, "an e-mail address"),
        web=like(fields, "web", _WEB, "a web address"),
        verified_on=fields.day("verified_on"),
        place=fields.text("place") if placed else None,
    )
    if not recipient.ways():
        fields.fault("", "needs at least one of address, phone, email, web")
    fields.close()
    return recipient


def like(fields: Fields, name: str, pattern: re.Pattern[str], what: str, *, needed: bool = False) -> str | None:
    """A text in the form that the pattern says; `what` says it to people. None when it is not there."""
    found = fields.text(name) if needed else fields.maybe_text(name)
    if found and not pattern.fullmatch(found):
        fields.fault(name, f"{found} is not {what}")
    return found
