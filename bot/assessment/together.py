"""Facts that are each right and cannot be true together."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.assessment.datasets import number_of
from bot.assessment.fact_faults import FactFault
from bot.vocabulary import SET_FACTS

SSN_DIGITS = 9


def check_together(known: Mapping[str, Any]) -> tuple[FactFault, ...]:
    """What cannot be, named by the fact to mend."""
    return (*_check_times(known), *_check_digits(known), *_check_sets(known))


def _check_times(known: Mapping[str, Any]) -> Iterator[FactFault]:
    occurred, discovered = known.get("occurred_at"), known.get("discovered_at")
    if occurred is not None and discovered is not None and discovered < occurred:
        yield FactFault(fact="discovered_at", name="discovered_before_occurred")


def _check_digits(known: Mapping[str, Any]) -> Iterator[FactFault]:
    digits = known.get("ssn_digits_visible")
    if digits is not None and digits > SSN_DIGITS:
        yield FactFault(fact="ssn_digits_visible", name="too_many_digits")
    for i, entry in enumerate(known.get("datasets") or ()):
        for j, element in enumerate(entry["elements"] or ()):
            if element["kind"] == "ssn" and (element["digits_visible"] or 0) > SSN_DIGITS:
                yield FactFault(fact=f"datasets[{i}].elements[{j}].digits_visible", name="too_many_digits")


def _check_sets(known: Mapping[str, Any]) -> Iterator[FactFault]:
    datasets = known.get("datasets")
    if datasets is not None:
        for name in SET_FACTS:
            if name in known:
                yield FactFault(fact=name, name="flat_and_datasets")
    ids = {entry["id"] for entry in datasets or ()}
    for i, party in enumerate(known.get("parties") or ()):
        for name in party["owner_of"] or ():
            if name not in ids:
                yield FactFault(fact=f"parties[{i}].owner_of", name="no_such_dataset", values=(("id", name[:60]),))
    if known.get("no_third_parties") is True and known.get("parties"):
        yield FactFault(fact="no_third_parties", name="none_and_parties")


def check_people(known: Mapping[str, Any], state: str) -> tuple[FactFault, ...]:
    """Consumers of the home state against its residents. A state that is not named was not counted."""
    people = number_of(known, f"residents.{state}") if state in (known.get("residents") or ()) else None
    if people is None:
        return ()
    mailings = enumerate(known.get("notices_at_one_time") or ())
    counts = {f"notices_at_one_time[{i}]": mailing for i, mailing in mailings}
    counts |= {name: known.get(name, 0) for name in ("substitute_recipients", "deceased")}
    values = (("people", str(people)),)
    return tuple(
        FactFault(fact=name, name="more_than_people", values=values) for name, count in counts.items() if count > people
    )
