"""The data sets of an incident: added, changed, described element by element, removed (RSMo 407.1500.1(9)).

They are kept as the fact `datasets`. Flat facts become its first set as soon as a row is written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.decision import Decision, Refusal
from bot.involved import data_sets, element_of, kinds_of, lost_when_split, owners_of, row_of, row_version, third_parties
from bot.involved_commands import AddDataSet, ChangeDataSet, DescribeElement, RemoveDataSet
from bot.rules.assessing import write_rows
from bot.rules.parties import LONGEST_NAME, MOST_ROWS
from bot.rules.refusals import not_working_here, refuse_words
from bot.situation import Situation
from bot.vocabulary import SET_FACTS


def add_dataset(command: AddDataSet, situation: Situation) -> Decision | Refusal:
    """A data set is added; where flat facts stand, they become the first one."""
    facts = situation.facts
    sets = data_sets(facts.plain)
    if refusal := _refuse(command, situation, sets):
        return refusal
    if len(sets) >= MOST_ROWS:
        return Refusal(name="too_many_rows", values={"field": "name", "most": MOST_ROWS})
    row = _row({"id": f"s{facts.next_version}"}, command.values)
    return _write((*sets, row), row["id"], command, situation, kind="data_set_added")


def change_dataset(command: ChangeDataSet, situation: Situation) -> Decision | Refusal:
    """A data set is changed, unless somebody changed it while the form was open."""
    sets = data_sets(situation.facts.plain)
    if refusal := _refuse(command, situation, sets):
        return refusal
    before = row_of(sets, command.dataset)
    if before is None:
        return Refusal(name="no_such_row", values={"field": "name"})
    if row_version(before) != command.base:
        return Refusal(name="row_moved", values={"field": "name"})
    after = _row(before, command.values)
    return _write(_with(sets, after), command.dataset, command, situation, kind="data_set_changed")


def describe(command: DescribeElement, situation: Situation) -> Decision | Refusal:
    """One kind of personal information in a data set is described."""
    facts = situation.facts
    sets = data_sets(facts.plain)
    if refusal := not_working_here(command.actor, facts, situation.team):
        return refusal
    before = row_of(sets, command.dataset)
    if before is None or command.kind not in (kinds_of(before) or ()):
        return Refusal(name="no_such_row", values={"field": "protection"})
    if row_version(element_of(before, command.kind)) != command.base:
        return Refusal(name="row_moved", values={"field": "protection"})
    element = {"kind": command.kind, **_known(command.values)}
    others = [one for one in before["elements"] if one["kind"] != command.kind]
    places = {kind: place for place, kind in enumerate(kinds_of(before) or ())}
    after = {**before, "elements": sorted([*others, element], key=lambda one: places[one["kind"]])}
    return write_rows(_facts_of(_with(sets, after), facts.plain), situation, command.actor, kind="data_set_changed")


def remove_dataset(command: RemoveDataSet, situation: Situation) -> Decision | Refusal:
    """A data set is taken out, with the reason; whoever owned it owns it no more."""
    facts = situation.facts
    sets = data_sets(facts.plain)
    if refusal := not_working_here(command.actor, facts, situation.team) or _refuse_reason(command.reason):
        return refusal
    if row_of(sets, command.dataset) is None:
        return Refusal(name="no_such_row", values={"field": "reason"})
    rest = tuple(one for one in sets if one["id"] != command.dataset)
    changed = _facts_of(rest, facts.plain)
    parties = third_parties(facts.plain)
    if owners_of(parties, command.dataset):
        changed["parties"] = [_owning(party, command.dataset, owns=False) for party in parties]
    return write_rows(changed, situation, command.actor, kind="data_set_removed", reason=command.reason.strip())


def _refuse(
    command: AddDataSet | ChangeDataSet, situation: Situation, sets: Sequence[Mapping[str, Any]]
) -> Refusal | None:
    facts = situation.facts
    if refusal := not_working_here(command.actor, facts, situation.team):
        return refusal
    if lost_when_split(facts.plain) and facts.plain.get("datasets") is None:
        return Refusal(name="kinds_first", values={"field": "name"})
    name = str(command.values.get("name") or "").strip()
    if not name:
        return Refusal(name="name_needed", values={"field": "name"})
    its = command.dataset if isinstance(command, ChangeDataSet) else ""
    if any((one.get("name") or "").lower() == name.lower() and one["id"] != its for one in sets):
        return Refusal(name="name_taken", values={"field": "name"})
    return refuse_words("name", name, LONGEST_NAME) or refuse_words("owner_name", command.owner_name, LONGEST_NAME)


def _write(
    sets: Sequence[Mapping[str, Any]],
    its: str,
    command: AddDataSet | ChangeDataSet,
    situation: Situation,
    *,
    kind: str,
) -> Decision | Refusal:
    """The sets, and with them whose data this one is: a set that the department owns is nobody else's."""
    plain = situation.facts.plain
    changed = _facts_of(sets, plain)
    parties = third_parties(plain)
    kept = (row_of(sets, its) or {}).get("role") == "maintains"
    wanted = command.owner if kept else None
    after = [_owning(party, its, owns=party["id"] == wanted) for party in parties]
    if kept and (name := command.owner_name.strip()):
        known = next((one for one in after if (one.get("name") or "").lower() == name.lower()), None)
        if known is None:
            known = {"id": f"p{situation.facts.next_version}", "name": name}
            after.append(known)
        after = [_owning(one, its, owns=one is known) for one in after]
    if after != list(parties):
        changed["parties"] = after
        if plain.get("no_third_parties"):
            changed["no_third_parties"] = None
    return write_rows(changed, situation, command.actor, kind=kind)


def _facts_of(sets: Sequence[Mapping[str, Any]], plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fact that holds the sets, and no flat one beside it."""
    flat = [name for name in SET_FACTS if plain.get(name) is not None]
    return {"datasets": [dict(one) for one in sets] or None, **dict.fromkeys(flat)}


def _with(sets: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return tuple(row if one["id"] == row["id"] else one for one in sets)


def _row(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The row with these parts; None is not known. `kinds` names the elements; those that stay keep what is known."""
    after = _known({**before, **{name: value for name, value in values.items() if name != "kinds"}})
    if "kinds" in values:
        kinds = values["kinds"]
        after.pop("elements", None)
        if kinds is not None:
            after["elements"] = [dict(element_of(before, kind)) for kind in kinds]
    return after


def _owning(party: Mapping[str, Any], dataset: str, *, owns: bool) -> dict[str, Any]:
    others = [one for one in party.get("owner_of") or () if one != dataset]
    owned = [*others, dataset] if owns else others
    rest = {name: value for name, value in party.items() if name != "owner_of"}
    return {**rest, "owner_of": owned} if owned else rest


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _refuse_reason(reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal(name="removal_reason", values={"field": "reason"})
    return refuse_words("reason", reason, 500)
