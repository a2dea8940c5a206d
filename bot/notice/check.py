"""The check of a notice: may this text be released? Pure: the same text, facts and day give the same findings."""

from collections.abc import Iterator
from datetime import date

from bot.notice.claims import check_claims
from bot.notice.fill import MergeData, fill
from bot.notice.finding import CONFIGURATION, Finding, error, warning
from bot.notice.kinds import Kind, Notices
from bot.notice.presence import Reader
from bot.notice.wording import LONGEST, check_wording
from bot.recipients import Recipient


def check_notice(
    text: str, *, kind: Kind, notices: Notices, merge_data: MergeData, today: date, owed: bool
) -> tuple[Finding, ...]:
    """Everything to look at before this text is released, errors first; each finding once.

    `sheet`: what is recorded now. `today`: the day where the department is; it decides whether addresses are stale.
    `owed`: whether the law asks for this notice; when the department elects to give one, a method that the law would
    not accept is a warning.
    """
    if len(text) > LONGEST:
        return (error("too_long", CONFIGURATION, longest=f"{LONGEST:,}"),)
    filled = fill(notices, merge_data)
    found = [
        *Reader(text, kind, notices, filled, merge_data.department.recipients).findings(),
        *check_claims(text, kind, notices, merge_data, filled),
        *check_wording(text, kind, notices),
        *_recipients(kind, notices, merge_data, today),
        *_method(kind, merge_data, owed),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.severity != "error"))


def blocks_release(findings: tuple[Finding, ...]) -> bool:
    """Whether one of the findings is an error."""
    return any(finding.severity == "error" for finding in findings)


def _recipients(kind: Kind, notices: Notices, merge_data: MergeData, today: date) -> Iterator[Finding]:
    """The addresses that the notice goes to or names: each is there, and was checked not too long ago."""
    recipients = merge_data.department.recipients
    named: list[Recipient] = []
    if kind.to:
        if merge_data.to is None and kind.for_each == "infrastructure_locations" and merge_data.each:
            yield error("agency_missing", kind.cite, place=merge_data.each)
        elif merge_data.to is None:
            yield error("recipient_missing", CONFIGURATION, group=kind.to)
        else:
            named.append(merge_data.to)
    for group in kind.uses:
        optional = all(f.none_allowed for f in notices.fields.values() if f.source == "recipients" and f.path == group)
        if not recipients.of(group) and not optional:
            yield error("recipient_missing", CONFIGURATION, group=group)
        named.extend(recipients.of(group))
    for recipient in named:
        if recipients.is_stale(recipient, today):
            checked = recipient.verified_on.isoformat()
            yield error("recipient_stale", CONFIGURATION, where=recipient.name, name=recipient.name, day=checked)


def _method(kind: Kind, merge_data: MergeData, owed: bool) -> Iterator[Finding]:
    """Whether what the law wants recorded of a method is recorded among the planned methods."""
    if kind.method is None or not kind.method.needs:
        return
    planned = [entry for entry in merge_data.facts.get("planned_methods") or () if entry["kind"] == kind.method.kind]
    if not any(all(entry.get(part) is True for part in kind.method.needs) for entry in planned):
        say = error if owed else warning
        yield say("method_unproven", kind.method.cite, method=kind.method.kind, needs=", ".join(kind.method.needs))
