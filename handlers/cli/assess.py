"""`breach assess FACTS.yaml`: what the policy and the law ask for, given the facts of a file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handlers.cli.facts_file import facts_tree, fault_lines, plain, shown_name, stop, wrong_input

if TYPE_CHECKING:
    from datetime import date

    from bot.assessment.prepared import Rules
    from bot.assessment.result import Assessment
    from bot.policy.load import Packs

DEFAULT_PACKS = ("us_mo_407_1500", "us_mo_1csr10_2_020")
"""The packs of a department whose configuration is not named."""

DEFAULT_ZONE = "America/Chicago"


def assess(
    facts: Annotated[
        list[str] | None, typer.Argument(help="A file of facts (YAML, JSON), or - for standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    pack: Annotated[list[str] | None, typer.Option(help="A law pack to use, instead of the enabled ones.")] = None,
    flag: Annotated[list[str] | None, typer.Option(help="A federal flag that CCO enabled.")] = None,
    on: Annotated[str | None, typer.Option(help="The day whose law is in force, such as 2026-11-21.")] = None,
    settle: Annotated[bool, typer.Option("--settle", help="Rank the unknown facts by what each would settle.")] = False,
    explain: Annotated[str | None, typer.Option(help="Say what a fact means and how it is written.")] = None,
) -> None:
    """Say what the policy and the law ask for, why, and what is still unknown."""
    if explain is not None:
        from handlers.cli.explain import explain_fact

        explain_fact(explain)
        return
    with wrong_input():
        from bot.assessment.assess import assess as ask
        from bot.assessment.facts import FactErrors, read_facts
        from bot.policy.load import load_packs
        from handlers.cli.typed_people import understand_people

        packs = load_packs()
        file, names, flags = _sort_out(facts or [], pack, flag, packs)
        node = facts_tree(file)
        rules = rules_of(packs, names, flags, day_of(on))
        try:
            chosen, _, zone = enabled_packs()
            given = understand_people(plain(node) if node else {}, node, shown_name(file), packs, names or chosen, zone)
            answer = ask(read_facts(given), rules)
            if settle:
                from handlers.cli.settle import show_settling

                show_settling(given, rules, as_json)
                return
        except FactErrors as error:
            stop("; ".join(fault_lines(error, node, shown_name(file), packs)))
    show(answer, as_json)


def _sort_out(
    words: list[str], pack: list[str] | None, flag: list[str] | None, packs: "Packs"
) -> tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]:
    """The file, the packs and the flags. `--pack A B` may name several: words that name a pack or flag are taken so."""
    from bot.vocabulary import FLAGS

    more_packs = [word for word in words if pack and word in packs.laws]
    more_flags = [word for word in words if flag and word in FLAGS]
    files = [word for word in words if word not in more_packs and word not in more_flags]
    if len(files) != 1:
        said = f"name one file of facts, or - for standard input, not {len(files)}: {' '.join(files)}"
        stop(f"{said}; `--explain FACT` says how a fact is written")
    names = tuple(pack) + tuple(more_packs) if pack else None
    return files[0], names, tuple(flag) + tuple(more_flags) if flag else None


def rules_of(packs: "Packs", names: tuple[str, ...] | None, flags: tuple[str, ...] | None, on: "date") -> "Rules":
    """The rules of one assessment: the named packs, else those that the department enabled."""
    from zoneinfo import ZoneInfo

    from bot.assessment.prepared import prepare
    from bot.vocabulary import FLAGS

    enabled, enabled_flags, zone = enabled_packs()
    chosen = names if names is not None else enabled
    for name in chosen:
        if name not in packs.laws:
            stop(f"--pack: there is no pack {name}; the packs are {', '.join(sorted(packs.laws))}")
    switched = flags if flags is not None else enabled_flags
    for flag in switched:
        if flag not in FLAGS:
            stop(f"--flag: there is no flag {flag}; the flags are {', '.join(FLAGS)}")
    return prepare(
        policy=packs.policy,
        laws=tuple(packs.laws[name] for name in dict.fromkeys(chosen)),
        on=on,
        zone=ZoneInfo(zone),
        calendars=packs.calendars,
        flags=switched,
        federal=packs.federal,
        answerable=packs.readings,
        obligation_ids=packs.obligation_ids,
        closed_days=_closed_days(),
    )


def enabled_packs() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The packs, flags and time zone of the department's configuration, where BREACH_DEPARTMENT names one."""
    from zoneinfo import ZoneInfo

    file, given = _configuration()
    packs = _names(given, "packs", DEFAULT_PACKS, file)
    flags = _names(given, "flags", (), file)
    zone = given.get("timezone", DEFAULT_ZONE)
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError, TypeError, AttributeError):
        stop(f"{file}: timezone: {zone} is not a time zone such as {DEFAULT_ZONE}")
    return packs, flags, zone


def _closed_days() -> "tuple[date, ...]":
    """The days on which the department's file says that state offices are closed."""
    from datetime import date

    file, given = _configuration()
    try:
        return tuple(date.fromisoformat(day) for day in _names(given, "closed_days", (), file))
    except ValueError:
        stop(f"{file}: closed_days: must hold dates such as 2026-11-27")


def _configuration() -> tuple[str, Mapping[str, Any]]:
    """The department's file by its name, and what it says; nothing where BREACH_DEPARTMENT names none."""
    import os
    from pathlib import Path

    from bot.policy.load import read_text

    path = os.environ.get("BREACH_DEPARTMENT")
    if not path:
        return "", {}
    try:
        node = read_text(Path(path).read_text(encoding="utf-8"), Path(path).name)
    except (OSError, UnicodeDecodeError):
        stop(f"BREACH_DEPARTMENT: {path} cannot be read")
    given = {} if node is None else plain(node)
    if not isinstance(given, dict):
        stop(f"{Path(path).name}:1: must be a mapping of keys to values")
    return Path(path).name, given


def _names(given: Mapping[str, Any], key: str, default: tuple[str, ...], file: str) -> tuple[str, ...]:
    found = given.get(key)
    if found is None:
        return default
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        stop(f"{file}: {key}: must be a list of names")
    return tuple(found)


def day_of(given: str | None) -> "date":
    """The day whose law is in force: the given one, else today in the department's zone."""
    from datetime import date
    from zoneinfo import ZoneInfo

    from bot.assessment.facts import YEARS
    from handlers.now import Clock

    if given is None:
        return Clock().now().astimezone(ZoneInfo(enabled_packs()[2])).date()
    try:
        day = date.fromisoformat(given if len(given) == 10 else "")
        if day.year in YEARS:
            return day
        stop(f"--on: {given} lies in the year {day.year}; check the date")
    except ValueError:
        stop(f"--on: {given} is not a date such as 2026-11-21")


def show(answer: "Assessment", as_json: bool) -> None:
    """Prints the answer: JSON, or a page for people."""
    import json

    from bot.assessment.result import as_json as values

    if as_json:
        print(json.dumps(values(answer), indent=2))
        return
    from handlers.cli.assess_page import page

    page(answer)
