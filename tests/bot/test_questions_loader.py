"""A broken file of decisions is refused with file and key: a question that could never be asked is a fault."""

import shutil
from pathlib import Path

import pytest

from bot.policy.load import FOLDER, PackErrors, load_packs

FILE = "questions.yaml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: When the bot asks", "title: When the bot asks", "label: is missing"),
        ("- id: severity\n    kind: vote", "- id: severity\n    kind: poll", "poll is not one of"),
        (
            "- id: severity\n    kind: vote",
            "- id: severity\n    mood: good\n    kind: vote",
            "mood: is not a known key",
        ),
        ("- id: POL-4.2", "- id: severity", "the question severity stands twice"),
        (
            "- id: POL-4.2\n    kind: decision",
            "- id: POL-4.2\n    roles: [AI]\n    kind: decision",
            "roles: is not a known",
        ),
        ("- id: POL-7.B", "- id: POL-7.Z", "the policy's decision POL-7.B is missing"),
        ("- id: POL-7.B", "- id: POL-7.Z", "text: is missing"),
        ("roles: [CCO, AI, IS]", "roles: [CCO, AI, XX]", "XX is not one of"),
        ("roles: [CCO, AI, IS]", "roles: []", "a question that nobody decides"),
        ("title: Law enforcement\n", "title: Law enforcement and all that\n", "longer than 24 characters"),
        ("ask: [{recorded: true}]", "ask: [{recorded: perhaps}]", "recorded: must be true or false"),
        ("ask: [{recorded: true}]", "ask: [{when: {fact: weather}}]", "there is no fact weather"),
        ("ask: [{recorded: true}]", "ask: [{after: weather}]", "asked after weather, which is no question"),
        ("ask: [{after: severity}]", "ask: [{after: severity, outcomes: [awful]}]", "no outcome of severity"),
        ("at_least: very_high", "at_least: awful", "awful is not one of"),
        ("{consumer_notice: [required, delayed]}}]", "{consumers_notice: [required]}}]", "which no law asks for"),
        ("{consumer_notice: [required, delayed]}}]", "{consumer_notice: [wanted]}}]", "wanted is not one of"),
        ('verdict: ["yes", "no"]', 'verdict: ["yes", "maybe"]', "maybe is not one of"),
        ("relies_on: [physical_criminal_conduct,", "relies_on: [weather,", "weather is not one of"),
        ("sets: {good_faith: true}", "sets: {residents: true}", "residents is not a yes-or-no fact"),
        ("sets: planned_methods", "sets: plans", "plans is not one of"),
        ("{id: contact, role: AI,", "{id: contact, role: OCS,", "OCS is not one of"),
        ("{id: low, label: Low,", "{id: high, label: Low,", "severity has the same outcome twice"),
        (
            'required_for: ["yes"]}\n      - {id: contact',
            "required_for: [maybe]}\n      - {id: contact",
            "maybe is not one of",
        ),
        ("{id: agency, kind: line, label: Which", "{id: reason, kind: line, label: Which", "one of the form's own"),
        ("{id: report_number, kind", "{id: contact, kind", "has a field twice"),
        (
            "{id: agency, kind: line, label: Which",
            "{id: agency, kind: choice, label: Which",
            "stands with the kinds choice",
        ),
        ("{id: agency, kind: line, label: Which", "{id: agency, kind: prose, label: Which", "prose is not one of"),
        ("- id: given\n", "- id: handed\n", "handed is not one of"),
        ("- id: given\n", "- id: law\n", "the pattern given is missing"),
        ("record: harm_determination", "record: diary", "harm is the record diary, which no law has"),
        ("calls_for: consumer_notice", "calls_for: fanfare", "elect calls for fanfare, which no law asks for"),
        ('verdict: "no"}', 'verdict: "perhaps"}', "perhaps is not one of"),
        ("answer: misused, must_not_be: true,", "answer: misused,", "needs exactly one of when, must_be"),
        ("answer: misused, must_not_be", "answer: missed, must_not_be", "answer to missed, which is no field of it"),
        ("{answer: misused, must_not_be", "{must_not_be", "answer: stands with must_be"),
        ("must_not_be: true, refuses", "must_not_be: 3, refuses", "must be true, false or a word"),
        ("at: misused, cite", "at: nowhere, cite", "refuses at nowhere, which is no field of it"),
        ("at: misused, cite: 407.1500.1(1)", "at: misused", "cite: is missing"),
        ("not_before: requested_at", "not_before: agency", "compares agency, which is no moment"),
        ("must_be: true, or_same_day", "must_not_be: true, or_same_day", "with must_be only"),
        ("or_same_day: [documented_at, requested_at]", "or_same_day: [documented_at]", "names two fields"),
        ("or_same_day: [documented_at,", "or_same_day: [agency,", "compares agency, which is no moment"),
        ("given: true, unless: in_writing", "must_be: true, unless: in_writing", "stands with given only"),
        ("unless: in_writing", "unless: nothing", "requires an answer to nothing, which is no field of it"),
        ("items: [POL-4.1], needs: done", "items: [POL-99], needs: done", "POL-99 is not one of"),
        ("items: [POL-4.1], needs: done", "items: [POL-4.1], needs: luck", "luck is not one of"),
    ],
)
def test_a_fault_names_its_file_and_says_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackErrors) as refused:
        load_packs(folder)
    faults = [fault for fault in refused.value.faults if said in str(fault)]
    assert faults, str(refused.value)
    assert (faults[0].file, faults[0].line >= 1) == (FILE, True)


def test_every_question_has_its_words_its_deciders_and_its_citation() -> None:
    for question in load_packs().questions.named.values():
        assert question.text, question.id
        assert question.cite, question.id
        assert question.roles, question.id
        assert question.why, question.id
