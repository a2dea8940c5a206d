"""A third party's new name: its lines, its drafts and what was typed for its notices follow (policy 6, 8.C)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.decision import Change, Decision, Refresh, SetFact, Text
from bot.incident import IncidentFacts
from bot.notice_changes import RenameNotice
from bot.party_changes import RenameItem
from bot.rules.merge_data import typed_name
from bot.situation import Situation

_EACH = ("contractors", "owners")
"""What has a line or a notice for each third party."""


def renames(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The old names and the new ones of parties that are still there."""
    names = {one["id"]: _name(one) for one in after}
    return {_name(one): names[one["id"]] for one in before if names.get(one["id"], _name(one)) != _name(one)}


def follow_names(written: Decision, renamed: Mapping[str, str], actor: str, situation: Situation) -> Decision:
    """With what was written, everything that is for a party under its old name. A name that is taken stays alone."""
    facts, law = situation.facts, situation.law
    changes: list[Change] = []
    sends: list[Refresh] = []
    texts: dict[str, str] = {}
    rows = {row.id for row in law.packs.policy.rows if row.for_each in _EACH}
    for item in facts.items:
        to = renamed.get(item.subject)
        if to and item.id in rows and facts.item(item.role, item.id, to) is None:
            changes.append(RenameItem(role=item.role, item=item.id, subject=item.subject, to=to))
    taken = {(one.kind, one.each) for one in facts.notice_drafts.values()}
    for draft in facts.notice_drafts.values():
        kind, to = law.packs.notices.kinds.get(draft.kind), renamed.get(draft.each or "")
        if to and kind and kind.for_each in _EACH and (draft.kind, to) not in taken:
            name = f"each:{draft.id}"
            texts[name] = to
            changes.append(RenameNotice(draft=draft.id, each=Text(name=name)))
            sends.append(Refresh(surface=f"notice:{draft.id}"))
    for name, value in _typed_for(renamed, facts, situation).items():
        texts[name] = json.dumps(value)
        version = facts.next_version
        changes.append(SetFact(name=name, value=Text(name=name), by=actor, at=situation.now, version=version))
    said = {f"fact:{name}": Text(name=name) for name in texts if not name.startswith("each:")}
    entries = tuple(replace(one, body={**one.body, **said}) for one in written.entries[:1])
    return replace(
        written,
        entries=(*entries, *written.entries[1:]),
        changes=(*written.changes, *changes),
        sends=(*written.sends, *sends),
        texts={**written.texts, **texts},
    )


def _typed_for(renamed: Mapping[str, str], facts: IncidentFacts, situation: Situation) -> dict[str, dict[str, Any]]:
    """What was typed for each party's notice, under the new names."""
    found = {}
    for field in situation.law.packs.notices.fields.values():
        fact = facts.known.get(typed_name(field.name))
        each = (fact.value or {}).get("each", {}) if fact and field.each else {}
        if fact and set(each) & set(renamed):
            found[fact.name] = {**fact.value, "each": {renamed.get(name, name): said for name, said in each.items()}}
    return found


def _name(party: Mapping[str, Any]) -> str:
    return str(party.get("name") or party["id"])
