"""`breach assess FACTS.yaml`: what the policy and the law ask for, given the facts of a file."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import date

    from bot.assessment.answer import Assessment
    from bot.assessment.fact_faults import FactErrors
    from bot.assessment.prepared import Rules
    from bot.policy.load import Packs
    from bot.policy.source import Located

DEFAULT_PACKS = ("us_mo_407_1500", "us_mo_1csr10_2_020")
"""The packs of a department whose configuration is not named."""

MOST_FAULTS = 20
"""Faults of one file that one line names."""
DEFAULT_ZONE = "America/Chicago"


def assess(
    facts: Annotated[list[str], typer.Argument(help="A YAML or JSON file of facts, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    pack: Annotated[list[str] | None, typer.Option(help="A law pack to use, instead of the enabled ones.")] = None,
    flag: Annotated[list[str] | None, typer.Option(help="A federal flag that CCO enabled.")] = None,
    on: Annotated[str | None, typer.Option(help="The day whose law is in force, such as 2026-11-21.")] = None,
) -> None:
    """Say what the policy and the law ask for, why, and what is still unknown."""
    with wrong_input():
        from bot.assessment.assess import assess as ask
        from bot.assessment.facts import FactErrors, read_facts
        from bot.policy.load import load_packs

        packs = load_packs()
        file, names, flags = _sort_out(facts, pack, flag, packs)
        node = facts_tree(file)
        rules = rules_of(packs, names, flags, _day(on))
        try:
            answer = ask(read_facts(plain(node) if node else {}), rules)
        except FactErrors as error:
            stop("; ".join(fault_lines(error, node, shown_name(file), packs)))
    show(answer, as_json)


def _sort_out(
    words: list[str], pack: list[str] | None, flag: list[str] | None, packs: "Packs"
) -> tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]:
    """The file, the packs and the flags. `--pack A B` may name several: words that name a pack or flag are taken so."""
    from bot.assessment.vocabulary import FLAGS

    more_packs = [word for word in words if pack and word in packs.laws]
    more_flags = [word for word in words if flag and word in FLAGS]
    files = [word for word in words if word not in more_packs and word not in more_flags]
    if len(files) != 1:
        stop(f"name one file of facts, or - for standard input, not {len(files)}: {' '.join(files)}")
    names = tuple(pack) + tuple(more_packs) if pack else None
    return files[0], names, tuple(flag) + tuple(more_flags) if flag else None


def rules_of(packs: "Packs", names: tuple[str, ...] | None, flags: tuple[str, ...] | None, on: "date") -> "Rules":
    """The rules of one assessment: the named packs, else those that the department enabled."""
    from zoneinfo import ZoneInfo

    from bot.assessment.prepared import prepare
    from bot.assessment.vocabulary import FLAGS

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
    )


def enabled_packs() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The packs, flags and time zone of the department's configuration, where BREACH_DEPARTMENT names one."""
    import os
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from bot.policy.load import read_text

    path = os.environ.get("BREACH_DEPARTMENT")
    if not path:
        return DEFAULT_PACKS, (), DEFAULT_ZONE
    try:
        node = read_text(Path(path).read_text(encoding="utf-8"), Path(path).name)
    except (OSError, UnicodeDecodeError):
        stop(f"BREACH_DEPARTMENT: {path} cannot be read")
    given = {} if node is None else plain(node)
    if not isinstance(given, dict):
        stop(f"{Path(path).name}:1: must be a mapping of keys to values")
    packs = _names(given, "packs", DEFAULT_PACKS, Path(path).name)
    flags = _names(given, "flags", (), Path(path).name)
    zone = given.get("timezone", DEFAULT_ZONE)
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError, TypeError, AttributeError):
        stop(f"{Path(path).name}: timezone: {zone} is not a time zone such as {DEFAULT_ZONE}")
    return packs, flags, zone


def _names(given: Mapping[str, Any], key: str, default: tuple[str, ...], file: str) -> tuple[str, ...]:
    found = given.get(key)
    if found is None:
        return default
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        stop(f"{file}: {key}: must be a list of names")
    return tuple(found)


def shown_name(file: str) -> str:
    """The file as a fault names it."""
    return "standard input" if file == "-" else file


def facts_tree(file: str) -> "Located | None":
    """The facts of a YAML or JSON file as a tree with its lines; None: an empty text holds no facts."""
    from bot.policy.load import read_text

    node = read_text(_read(file), shown_name(file))
    return None if node is None or node.value is None else node


def fault_lines(error: "FactErrors", node: "Located | None", file: str, packs: "Packs") -> list[str]:
    """Each fault with its file, its line and its fact, in the order of the lines; not more than people read."""
    found = sorted(
        (line_of(node, fault.fact), f"{fault.fact}: {packs.policy.sentence(fault.name, **dict(fault.values))}")
        for fault in error.faults
    )
    said = [f"{file}:{line}: {text}" for line, text in found[:MOST_FAULTS]]
    return [*said, *([f"and {len(found) - MOST_FAULTS} more faults"] if len(found) > MOST_FAULTS else [])]


def line_of(node: "Located | None", fact: str) -> int:
    """The line on which a fact such as `datasets[0].elements[1].kind` stands, or the line of what lacks it."""
    import re

    line = 1 if node is None else node.line
    for name, index in re.findall(r"([^.\[\]]+)|\[([0-9]+)\]", fact):
        if node is None:
            break
        if index and isinstance(node.value, list) and int(index) < len(node.value):
            node = node.value[int(index)]
        elif name and isinstance(node.value, dict):
            node = node.value.get(name)
        else:
            node = None
        line = line if node is None else node.line
    return line


def plain(node: "Located") -> Any:
    """A strict tree as plain values."""
    if isinstance(node.value, dict):
        return {name: plain(item) for name, item in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def _read(name: str) -> str:
    from pathlib import Path

    from bot.policy.source import LARGEST

    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            # A character is at most four bytes: what is longer is refused, and never held.
            data = file.read(4 * LARGEST + 1)
    except (OSError, ValueError) as error:
        stop(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})")
    if len(data) > 4 * LARGEST:
        stop(f"{shown_name(name)}: holds more than {LARGEST} characters")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        stop(f"{name}: is not text in UTF-8")


def _day(given: str | None) -> "date":
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


@contextmanager
def wrong_input() -> Iterator[None]:
    """A broken file is one line on standard error and exit code 2."""
    from bot.policy.source import PackErrors

    try:
        yield
    except PackErrors as error:
        rest = len(error.faults) - MOST_FAULTS
        said = [str(fault) for fault in error.faults[:MOST_FAULTS]]
        stop("; ".join([*said, *([f"and {rest} more faults"] if rest > 0 else [])]))


def stop(line: str) -> NoReturn:
    """One line on standard error, exit code 2."""
    words = "".join(letter if letter.isprintable() else " " for letter in line)
    print("breach: " + " ".join(words.split()), file=sys.stderr)
    raise SystemExit(2)


def show(answer: "Assessment", as_json: bool) -> None:
    """Prints the answer: JSON, or a page for people."""
    import json

    from bot.assessment.answer import as_json as values

    if as_json:
        print(json.dumps(values(answer), indent=2))
        return
    from handlers.cli.assess_page import page

    page(answer)
