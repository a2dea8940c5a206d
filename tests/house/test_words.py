"""The words stand in templates, all of them are used, and every answer and refusal has its sentence."""

import ast
import re

import pytest

from bot.policy.load import load_packs
from bot.vocabulary import INCIDENT_KINDS
from tests.house.sources import ROOT, blocks, calls, constants, pattern, python

BUILDERS = (
    *(
        "plain",
        "mrkdwn",
        "header",
        "section",
        "context",
        "button",
        "option",
        "overflow",
        "select",
        "radio",
        "checkboxes",
    ),
    *("text_input", "field", "modal", "Mrkdwn", "Say"),
)
BY_FACT = ("fact_words", "clocks", "notices")
"""Files whose blocks are named after facts, values, clocks and notices of the packs: tests/bot looks after those."""


def refused_by_packs() -> set[str]:
    """The refusals that the questions name: what a law asks before an outcome may be recorded."""
    questions = load_packs().questions
    every = (*questions.named.values(), *questions.patterns.values())
    return {one.refuses for question in every for outcome in question.outcomes for one in outcome.requires}


def names_of(kind: str) -> set[str]:
    """What the code names as an answer or a refusal."""
    return {
        found
        for path in python("bot", "storage", "handlers")
        for call in calls(path, kind)
        for keyword in call.keywords
        if keyword.arg == "name" and (found := pattern(keyword.value))
    }


@pytest.mark.parametrize(("kind", "file"), [("Answer", "answers"), ("Refusal", "refusals")])
def test_every_answer_and_refusal_has_its_sentence(kind: str, file: str) -> None:
    names = names_of(kind)
    assert len(names) > 3
    assert {name for name in names if not any(re.fullmatch(name, block) for block in blocks()[file])} == set()


def test_every_refusal_of_a_question_has_its_sentence() -> None:
    assert len(refused_by_packs()) > 3
    assert refused_by_packs() - set(blocks()["refusals"]) == set()


def test_every_sentence_that_the_code_says_is_there() -> None:
    missing = set()
    for path in python("handlers"):
        for call in calls(path, "say"):
            wanted = [pattern(argument) for argument in call.args[:2]]
            if len(wanted) == 2 and wanted[0] and wanted[1]:
                there = blocks().get(re.sub(r"\\(.)", r"\1", wanted[0]), ())
                if not any(re.fullmatch(wanted[1], block) for block in there):
                    missing.add((path.name, *wanted))
    assert missing == set()


def test_every_sentence_is_said_by_somebody() -> None:
    sources = python("bot", "storage", "handlers")
    said = set().union(*(constants(path) for path in sources)) | set(INCIDENT_KINDS) | refused_by_packs()
    patterns = {
        re.sub(r"^\.\+|\.\+$", r"\\w+", found)
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and (found := pattern(node)) and re.search(r"[a-z]{2,}_|_[a-z]{2,}", found)
    }
    unsaid = {
        f"{file}: {block}"
        for file, names in blocks().items()
        if file not in BY_FACT
        for block in names
        if block not in said and not any(re.fullmatch(one, block) for one in patterns)
    }
    assert unsaid == set()


def test_no_sentence_for_people_stands_in_the_code() -> None:
    found = {
        f"{path.name}: {text.value}"
        for path in python("handlers")
        if "cli" not in path.parts
        for call in calls(path, *BUILDERS)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        for text in ast.walk(argument)
        if isinstance(text, ast.Constant)
        and isinstance(text.value, str)
        and re.search(r"[A-Za-z]+( [A-Za-z']+){3}", text.value)
    }
    assert found == set()


def test_no_message_shouts_or_uses_words_of_another_trade() -> None:
    words = re.compile(
        r"\b(sev|war room|commander|oops|uh-oh|please be advised|kindly)\b|!\s*{% endblock", re.IGNORECASE
    )
    files = sorted((ROOT / "templates" / "messages").glob("*.j2"))
    assert [file.name for file in files if words.search(file.read_text(encoding="utf-8"))] == []
