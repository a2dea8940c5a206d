"""The name under which something is kept tells its kind; nothing but facts of the vocabulary reaches the law."""

from typing import Any, get_args

import pytest

from bot.note import NoteKind, kind_of, note_name, own_name
from bot.vocabulary import FACTS
from tests.given import FACTS as KNOWN
from tests.given import knowing

NOTES = tuple(kind for kind in get_args(NoteKind) if kind not in ("fact", "unknown"))


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_is_known_by_its_name_and_is_no_fact(kind: NoteKind) -> None:
    name = note_name(kind, 3)
    assert (kind_of(name), own_name(name)) == (kind, "3")
    values: dict[str, Any] = {name: "said", "encrypted": True}
    assert knowing(KNOWN, **values).plain == {"encrypted": True}


@pytest.mark.parametrize(
    ("kind", "own", "stored"),
    [
        ("update", 5, "status:5"),
        ("tally", 6, "tally:6"),
        ("advice", 7, "advice:7"),
        ("typed", "structures", "notice:structures"),
        ("elapsed", "us_mo_407_1500:consumer_notice", "elapsed:us_mo_407_1500:consumer_notice"),
        ("severity", "terms", "severity:terms"),
    ],
)
def test_the_stored_name_stays_as_it_was(kind: NoteKind, own: str | int, stored: str) -> None:
    assert note_name(kind, own) == stored
    assert own_name(stored) == str(own)


def test_every_fact_of_the_vocabulary_is_a_fact_and_nothing_else_is() -> None:
    assert {kind_of(name) for name in FACTS} == {"fact"}
    assert kind_of("a_fact_of_an_older_edition") == "unknown"
