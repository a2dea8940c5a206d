"""Cases that counsel can read and sign: facts, and what the assessment must then say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from bot.assessment.assess import assess
from bot.assessment.facts import FactErrors, read_facts
from bot.assessment.prepared import prepare
from bot.assessment.result import as_json
from bot.calendars import Calendar
from bot.policy.law import Law
from bot.policy.schema import Policy

_LISTS = ("tasks", "decisions", "unsettled")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: `facts` lie over the base of its file; null makes a fact unknown. `rules` are the rules it tests."""

    name: str
    rules: tuple[str, ...]
    facts: Mapping[str, Any]
    packs: tuple[str, ...]
    flags: tuple[str, ...]
    on: date
    expect: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What cases run against."""

    policy: Policy
    laws: Mapping[str, Law]
    federal: Law | None
    calendars: Mapping[str, Calendar]
    zone: tzinfo


def read_cases(given: Mapping[str, Any]) -> tuple[Case, ...]:
    """The cases of one file. Raises ValueError with a sentence when the file is not as docs/counsel.md says."""
    unknown = set(given) - {"about", "packs", "flags", "day", "base", "cases"}
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    cases = []
    for entry in given.get("cases") or ():
        name = entry.get("case")
        if not name or not entry.get("expect"):
            raise ValueError(f"a case needs its name and what it expects: {name}")
        if odd := set(entry) - {"case", "rules", "facts", "packs", "flags", "day", "expect"}:
            raise ValueError(f"{name}: unknown keys: {', '.join(sorted(odd))}")
        cases.append(
            Case(
                name=name,
                rules=tuple(entry.get("rules") or ()),
                facts={**(given.get("base") or {}), **(entry.get("facts") or {})},
                packs=tuple(entry.get("packs") or given.get("packs") or ()),
                flags=tuple(entry.get("flags") or given.get("flags") or ()),
                on=date.fromisoformat(entry.get("day") or given.get("day") or ""),
                expect=entry["expect"],
            )
        )
    return tuple(cases)


def run_case(case: Case, bench: Bench) -> tuple[str, ...]:
    """What the assessment says differently from the case, a sentence each; empty when the case holds."""
    rules = prepare(
        policy=bench.policy,
        laws=tuple(bench.laws[name] for name in case.packs),
        on=case.on,
        zone=bench.zone,
        calendars=bench.calendars,
        flags=case.flags,
        federal=bench.federal,
        answerable=frozenset(name for law in bench.laws.values() for name in law.readings),
        obligation_ids=frozenset(rule.id for law in bench.laws.values() for rule in law.obligations),
    )
    try:
        answer = as_json(assess(read_facts(case.facts), rules))
    except FactErrors as error:
        refused = sorted({fault.fact for fault in error.faults})
        wanted = case.expect.get("refused")
        return () if wanted == refused else (f"the facts were refused: {', '.join(refused)}",)
    if "refused" in case.expect:
        return (f"the facts were accepted, but {case.expect['refused']} should be refused",)
    found: list[str] = []
    for name, wanted in case.expect.items():
        found.extend(_compare(name, wanted, answer))
    return tuple(found)


def _compare(name: str, wanted: Any, answer: Mapping[str, Any]) -> list[str]:
    if name.removeprefix("no_") in _LISTS:
        return _compare_ids(name, wanted, answer)
    if name in ("flags", "records"):
        key = "due" if name == "flags" else "keep_until"
        got = {entry["id"]: entry[key] for entry in answer[name]}
        return [] if got == wanted else [f"{name}: {got}, not {wanted}"]
    if name in ("policy_incident", "statutory_breach"):
        return _compare_entry(name, wanted, answer[name])
    whole, _, subject = name.partition(" for ")
    identity, _, law = whole.partition(" of ")
    entries = [
        o
        for o in answer["obligations"]
        if o["id"] == identity and law in ("", o["law"]) and subject in ("", o["subject"])
    ]
    if len(entries) != 1:
        return [f"{name}: {len(entries)} obligations have this name"]
    return _compare_entry(name, wanted, entries[0])


def _compare_ids(name: str, wanted: Any, answer: Mapping[str, Any]) -> list[str]:
    entries = answer[name.removeprefix("no_")]
    got = [entry["id"] + (f" for {entry['for_each']}" if entry.get("for_each") else "") for entry in entries]
    absent = name.startswith("no_")
    return [f"{name}: {item} is {'there' if absent else 'missing'}" for item in wanted if (item in got) == absent]


def _compare_entry(name: str, wanted: Any, entry: Mapping[str, Any]) -> list[str]:
    if not isinstance(wanted, Mapping):
        wanted = {"status": wanted}
    found: list[str] = []
    for key, value in wanted.items():
        got = entry[key] if key != "says" else None
        if key == "says":
            if not any(value in reason["text"] for reason in entry["reasons"]):
                found.append(f"{name}: no reason says: {value}")
            continue
        if key == "alternatives":
            got = [other["due"] for other in entry[key]]
        elif key == "contents":
            got = [item["id"] for item in entry[key]]
        elif key == "methods_refused":
            got = [item["kind"] for item in entry[key]]
        if got != value:
            found.append(f"{name}, {key}: {got}, not {value}")
    return found
