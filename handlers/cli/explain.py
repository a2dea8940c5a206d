"""`breach assess --explain FACT`: what is written for a fact, and which rules read it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handlers.cli.facts_file import stop

if TYPE_CHECKING:
    from bot.policy.law import Law

_WRITTEN = {
    "flag": "true or false",
    "text": "text",
    "texts": "a list of texts",
    "count": "a whole number of zero or more",
    "counts": "a list of whole numbers, such as [600, 600]",
    "amount": "an amount in US dollars, such as 100000.00",
    "instant": "a date and time with an offset, such as 2026-11-21T09:00:00-06:00",
    "days": "a list of dates, such as [2026-11-27]",
    "by_state": "a map of two-letter states to people, such as {MO: 1200, KS: some}; some: the number is not known yet",
}


def explain_fact(name: str) -> None:
    """Prints how a fact is written, and which rules of the packs read it; stops at an unknown name."""
    from bot.policy.load import load_packs
    from bot.vocabulary import FACTS, LISTS, PARTS, Fact, fact_at

    def written(fact: Fact) -> str:
        if fact.words:
            return f"{'a list of' if fact.kind == 'words' else 'one of'} {', '.join(fact.words)}"
        if fact.kind in PARTS:
            return f"{'a list of maps' if fact.kind in LISTS else 'a map'} with {', '.join(PARTS[fact.kind])}"
        return _WRITTEN[fact.kind]

    top, _, part = name.partition(".")
    fact = fact_at(name) or PARTS.get(top, {}).get(part)
    if fact is None:
        stop(f"--explain: there is no fact {name}; the facts are {', '.join(FACTS)}")
    print(f"{name}: {written(fact)}")
    for inner, found in PARTS.get(fact.kind, {}).items():
        print(f"  {inner}: {written(found)}")
    print("Left out, it is unknown.")
    packs = load_packs()
    for law in packs.laws.values():
        for where, cite in readers_of(law, top):
            print(f"  read by {law.name}, {where} ({cite})")


def readers_of(law: "Law", fact: str) -> Iterator[tuple[str, str]]:
    """The steps and exemptions of a law that read a fact, each with its citation."""
    from bot.assessment.datasets import FLAT_NEEDS
    from bot.condition import facts_of

    names = {f"element.{part}" for part, flat in FLAT_NEEDS.items() if fact in (flat, "datasets")} | {fact}
    for step in law.steps.values():
        if any(path in names or path.split(".")[0] in names for path in facts_of(step.when)):
            yield step.id, step.origin.cite
    for exemption in law.exemptions.values():
        if exemption.fact.split(".")[0] in names:
            yield exemption.id, exemption.origin.cite
