"""Every fact has its words and its place on the form, or the program does not start."""

import pytest

from bot.policy.fact_words import read_fact_words
from bot.policy.fields import Fields
from bot.policy.load import FOLDER, load_fact_words
from bot.policy.source import Faults, Located, parse
from bot.vocabulary import FACTS, fact_at
from tests.house.sources import blocks

SHIPPED = (FOLDER / "facts.yaml").read_text(encoding="utf-8")
ACCESSED = next(line for line in SHIPPED.splitlines() if line.startswith("  accessed:"))


def faults_of(text: str) -> str:
    faults = Faults(file="facts.yaml")
    read_fact_words(Fields(parse(text, faults) or Located(value={}, line=1), "", faults))
    return "\n".join(str(fault) for fault in faults.found)


def test_every_fact_of_the_vocabulary_has_its_question_and_its_name() -> None:
    words = load_fact_words()
    assert set(words.short) == set(FACTS)
    assert set(FACTS) <= set(words.questions)
    assert faults_of(SHIPPED) == ""


def test_every_choice_has_the_words_that_people_read() -> None:
    asked = [path for section in load_fact_words().sections.values() for path in section.paths]
    facts = [fact for path in asked if (fact := fact_at(path)) and fact.words]
    said = set(blocks()["fact_words"])
    assert len(facts) >= 4
    for fact in facts:
        assert set(fact.words) <= (said if fact.kind == "word" else said | set(blocks()["kinds"]))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (ACCESSED + "\n", "", "accessed has no row"),
        (ACCESSED, ACCESSED.replace("accessed", "admired", 1), "admired is no fact of the vocabulary"),
        (", short: access}", "}", "facts.accessed.short"),
        ("[computerized, accessed,", "[computerized,", "accessed stands on exactly one part"),
        (
            "[computerized, accessed,",
            "[computerized, accessed, accessed,",
            "accessed is asked without a question, or twice",
        ),
        ("[computerized, accessed,", "[computerized, accessed, admired,", "admired is no fact of the vocabulary"),
        ("[investigated,", "[investigated, harm_unlikely,", "harm_unlikely stands on exactly one part"),
        ("asks: CCO", "asks: OCS", "sections.law.asks"),
        (ACCESSED, ACCESSED.replace("kind: flag, ", ""), "facts.accessed.kind: is missing"),
        (ACCESSED, ACCESSED.replace("flag", "maybe"), "facts.accessed.kind: maybe is not one of"),
        (ACCESSED, ACCESSED.replace("flag", "word"), "facts.accessed.words: a choice says what may be chosen"),
        (ACCESSED, ACCESSED.replace("flag", "flag, words: [some]"), "facts.accessed.words: a choice says"),
    ],
)
def test_a_fact_without_its_words_is_refused(old: str, new: str, fault: str) -> None:
    assert old in SHIPPED
    assert fault in faults_of(SHIPPED.replace(old, new, 1))
