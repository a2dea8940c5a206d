"""Third parties: named one by one, or the signed answer that there is none (policy 6); they settle what asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.decision import Change, Decision, Refusal, Text
from bot.incident import IncidentFacts, Item
from bot.involved import row_of, row_version, third_parties
from bot.involved_commands import AddParty, ChangeParty, RemoveParty, SignNoParties
from bot.rules.assessing import LONGEST_SUBJECT, write_rows
from bot.rules.items import set_item
from bot.rules.refusals import not_working_here, only, refuse_words
from bot.rules.renaming import follow_names, renames
from bot.situation import Situation

LONGEST_NAME = LONGEST_SUBJECT
"""Characters of a data set's or a party's name: a task, a draft and a button may be for it."""
LONGEST_CONTACT = 500
"""Characters of whom to reach at a party: its name, address, telephone and e-mail."""
MOST_ROWS = 40
"""Data sets or third parties of one incident: a list of them fits one of Slack's modals (100 blocks)."""

_ASKED: Mapping[str, str] = {"POL-6.1": "involved", "POL-6.2": "impacted"}
"""The lines that ask for third parties (policy 6), and what of a party answers each."""
_NONE = "none"


def add_party(command: AddParty, situation: Situation) -> Decision | Refusal:
    """A third party is named; it takes back that there is none."""
    facts = situation.facts
    parties = third_parties(facts.plain)
    if refusal := _refuse(command.values, "", parties, command.actor, situation):
        return refusal
    if len(parties) >= MOST_ROWS:
        return Refusal(name="too_many_rows", values={"field": "name", "most": MOST_ROWS})
    row = _known({"id": f"p{facts.next_version}", **command.values})
    return _write((*parties, row), command.actor, situation, kind="party_added")


def change_party(command: ChangeParty, situation: Situation) -> Decision | Refusal:
    """A third party is changed, unless somebody changed it while the form was open."""
    parties = third_parties(situation.facts.plain)
    if refusal := _refuse(command.values, command.party, parties, command.actor, situation):
        return refusal
    before = row_of(parties, command.party)
    if before is None:
        return Refusal(name="no_such_row", values={"field": "name"})
    if row_version(before) != command.base:
        return Refusal(name="row_moved", values={"field": "name"})
    after = _known({**before, **command.values})
    rows = tuple(after if one["id"] == after["id"] else one for one in parties)
    return _write(rows, command.actor, situation, kind="party_changed")


def remove_party(command: RemoveParty, situation: Situation) -> Decision | Refusal:
    """A third party is taken out, with the reason."""
    facts = situation.facts
    parties = third_parties(facts.plain)
    if refusal := not_working_here(command.actor, facts, situation.team):
        return refusal
    if not command.reason.strip():
        return Refusal(name="removal_reason", values={"field": "reason"})
    if refusal := refuse_words("reason", command.reason, 500):
        return refusal
    if row_of(parties, command.party) is None:
        return Refusal(name="no_such_row", values={"field": "reason"})
    rest = tuple(one for one in parties if one["id"] != command.party)
    return _write(rest, command.actor, situation, kind="party_removed", reason=command.reason.strip())


def sign_none(command: SignNoParties, situation: Situation) -> Decision | Refusal:
    """AI signs that there is none; both lines of the policy are done by it."""
    facts = situation.facts
    if refusal := not_working_here(command.actor, facts, situation.team) or only(command.actor, "AI", situation.team):
        return refusal
    if third_parties(facts.plain):
        return Refusal(name="parties_named")
    written = write_rows({"no_third_parties": True}, situation, command.actor, kind="no_parties_signed")
    return written if isinstance(written, Refusal) else _settling(written, (), _NONE, command.actor, situation)


def _refuse(
    values: Mapping[str, Any], its: str, parties: Sequence[Mapping[str, Any]], actor: str, situation: Situation
) -> Refusal | None:
    if refusal := not_working_here(actor, situation.facts, situation.team):
        return refusal
    name = str(values.get("name") or "").strip()
    if not name:
        return Refusal(name="name_needed", values={"field": "name"})
    if any((one.get("name") or "").lower() == name.lower() and one["id"] != its for one in parties):
        return Refusal(name="name_taken", values={"field": "name"})
    contact = str(values.get("contact") or "")
    return refuse_words("name", name, LONGEST_NAME) or refuse_words("contact", contact, LONGEST_CONTACT)


def _write(
    parties: Sequence[Mapping[str, Any]], actor: str, situation: Situation, *, kind: str, reason: str = ""
) -> Decision | Refusal:
    changed: dict[str, Any] = {"parties": [dict(one) for one in parties] or None}
    if situation.facts.plain.get("no_third_parties"):
        changed["no_third_parties"] = None
    written = write_rows(changed, situation, actor, kind=kind, reason=reason)
    if isinstance(written, Refusal):
        return written
    renamed = renames(third_parties(situation.facts.plain), parties)
    return follow_names(_settling(written, parties, "", actor, situation), renamed, actor, situation)


def _settling(
    written: Decision, parties: Sequence[Mapping[str, Any]], signed: str, actor: str, situation: Situation
) -> Decision:
    """The lines of policy 6 with it: done by a party that answers them or by the signed none, else open again."""
    facts, now = situation.facts, situation.now
    changes: list[Change] = []
    texts: dict[str, str] = {}
    for item in _lines(facts):
        named = [str(one.get("name") or one["id"]) for one in parties if one.get(_ASKED[item.id])]
        said = signed or "; ".join(named)
        by_rows = item.state == "done" and _by_rows(item, facts)
        if said and item.reason != said and (item.state == "open" or by_rows):
            texts[item.id] = said
            changes.append(set_item(item, "done", by=actor, at=now, reason=Text(name=item.id)))
        elif not said and by_rows:
            changes.append(set_item(item, "open"))
    return replace(written, changes=(*written.changes, *changes), texts={**written.texts, **texts})


def _lines(facts: IncidentFacts) -> tuple[Item, ...]:
    return tuple(item for item in facts.items if item.id in _ASKED)


def _by_rows(item: Item, facts: IncidentFacts) -> bool:
    """Whether the rows settled it, not a statement in words: what somebody wrote stays."""
    named = {str(one.get("name") or one["id"]) for one in third_parties(facts.plain) if one.get(_ASKED[item.id])}
    return item.reason == _NONE or set((item.reason or "").split("; ")) <= named


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
