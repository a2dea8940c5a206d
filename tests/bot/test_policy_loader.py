"""A broken pack is refused, with every fault, its file, its line and its key."""

import shutil
from pathlib import Path

import pytest

from bot.policy.load import FOLDER, PackErrors, load_packs, read_text

LAW = "laws/us_mo_407_1500.yaml"
POLICY = "department_policy.yaml"
SEVERITY = "severity.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "policy"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def change(folder: Path, file: str, old: str, new: str) -> int:
    """Replaces the first occurrence; gives the line on which the new text begins."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LAW, "residents_of: MO", "residents_of: NO", "unquoted word NO"),
        (LAW, "value: 1000}", "value: 72:00}", "number of seconds"),
        (LAW, "value: 1000}", "value: 0x10}", "another number"),
        (LAW, "value: 1000}", "value: many}", "must be a number"),
        (LAW, "residents_of: MO", "residents_of: MO\nresidents_of: KS", "stands twice"),
        (LAW, "residents_of: MO", "residents_of: MO\ncolour: red", "not a known key"),
        (LAW, "steps: [computerized,", "steps: [computerised,", "there is no step computerised"),
        (LAW, "when: {fact: accessed}", "when: {fact: accesed}", "there is no fact accesed"),
        (LAW, "when: {fact: accessed}", "when: {fact: residents.MO}", "cannot be compared"),
        (LAW, "{fact: data_role, is: owns}", "{fact: data_role, is: rents}", "is not one of"),
        (LAW, "{fact: element.kind, is: ssn}", "{fact: element.kind, is: shoe}", "is not one of"),
        (LAW, "{fact: element.kind, is: ssn}", "{fact: element.colour}", "there is no fact element.colour"),
        (LAW, "when: {fact: accessed}", "when: {fact: element.encrypted}", "stands outside some_element"),
        (LAW, "when: {fact: accessed}", "when: {shown: {absent: element.encrypted}}", "stands outside some_element"),
        (LAW, "{determined: harm_unlikely}", "{determined: harm}", "is not one of breach"),
        (LAW, "for_each: owners", "for_each: neighbors", "is not one of owners"),
        (LAW, "follows: elements", "follows: element", "there is no step element"),
        (LAW, "first: notices_at_one_time", "first: notices", "is not one of"),
        (LAW, "plus: substitute_recipients", "plus: discovered_at", "is not a fact that counts"),
        (LAW, "question: own_procedures", "question: procedures", "is not one of breach"),
        (
            LAW,
            "obligations: &every_duty [consumer_notice",
            "obligations: &every_duty [notice",
            "there is no obligation",
        ),
        (LAW, "consumer_obligation: consumer_notice", "consumer_obligation: notice", "there is no obligation notice"),
        (LAW, "harm_record: harm_determination", "harm_record: harm", "there is no record harm"),
        (LAW, "more_than: {value: substitute_cost}", "more_than: {value: cost}", "there is no value cost"),
        (LAW, "more_than: {value: substitute_cost}", "more_than: much", "must be a number"),
        (LAW, "- {reading: key_taken}", "- {reading: key}", "there is no reading key"),
        (LAW, "{taken: harm_unlikely}", "{taken: harm}", "there is no exemption harm"),
        (LAW, "depends_on: consumer_notice", "depends_on: notice", "there is no obligation notice"),
        (LAW, "when: {fact: accessed}", "when: {step: breach}", "leads back to itself"),
        (LAW, "requires: [more_than_limit]", "requires: [more_than_limit]\n    colour: red", "not a known key"),
        (LAW, "depends_on: consumer_notice", "depends_on: ag_notice", "leads back to itself"),
        (LAW, "confidence: debatable", "confidence: sure", "sure is not one of"),
        (LAW, "verified_on: 2026-11-21", "verified_on: 21.11.2026", "must be a date"),
        (LAW, "source: MO1", "source: MO9", "MO9 is not one of"),
        (LAW, "kind: immediately", "kind: soon", "soon is not one of"),
        (LAW, "by: [step elements]", "by: [stepp elements]", "is no kind of part"),
        (LAW, "name: us_mo_407_1500", "name: us_mo", "but the file is"),
        (LAW, "roles: [CCO]", "roles: [CEO]", "CEO is not one of"),
        (LAW, "dated: [{from: 2009-08-28, value: 1000}]", "dated: []", "holds no period"),
        (
            LAW,
            "dated: [{from: 2009-08-28, value: 1000}]",
            "dated: [{from: 2009-08-28, value: 1000}, {from: 2020-01-01, value: 500}]",
            "overlaps",
        ),
        (LAW, "dated: [{from: 2009-08-28, value: 1000}]", "dated: [{from: 2009-08-28}]", "a repeal is written null"),
        ("laws/us_mo_insurance.yaml", "calendar: us_mo", "calendar: us_ks", "there is no calendar us_ks"),
        ("laws/us_mo_insurance.yaml", "earliest_of: [determined_at]", "earliest_of: [accessed]", "is not a fact that"),
        ("laws/us_federal.yaml", "id: FED-FTI", "id: FED-IRS", "FED-IRS is not one of"),
        (POLICY, "roles: [REP]", "roles: [XX]", "XX is not one of"),
        (POLICY, "id: POL-4.1", "id: POL-3", "stands twice"),
        (POLICY, "row POL-11.A1", "row POL-12", "there is no row POL-12"),
        (POLICY, "fact incident_kinds", "fact incident_kind", "there is no fact incident_kind"),
        (POLICY, "kind: task", "kind: chore", "chore is not one of"),
        (POLICY, "when: {fact: message_board_control}", "when: {step: breach}", "reads facts and obligations"),
        (POLICY, "when: {fact: message_board_control}", "when: {any: []}", "not empty"),
        (POLICY, "when: {fact: message_board_control}", "when: perhaps", "must be a condition"),
        (POLICY, "question: Which methods of notification are used?", "notes: None.", "without its question"),
        (POLICY, "title: Establish the root cause", "title: " + "very " * 20 + "long", "a checklist line holds 75"),
        ("roles.yaml", "code: AI,", "code: CCO,", "stands twice"),
        ("calendars/us_mo.yaml", "timezone: America/Chicago", "zone: America/Chicago", "timezone: is missing"),
        ("sentences.yaml", "no_pack:", "no_packs:", "no_pack"),
        (SEVERITY, "version:", "edition:", "version: is missing"),
        (SEVERITY, "  ENISA:\n    title:", "  ENISA:\n    name:", "sources.ENISA.title: is missing"),
        (SEVERITY, "sources:", "source:", "sources: is missing"),
        (SEVERITY, "score: 1, text", "score: 5, text", "5 is not a score from 1 to 4"),
        (SEVERITY, "{score: 1, text", "{score: 2, text", "must have the scores 1, 2, 3 and 4"),
        (SEVERITY, "id: behavioural", "id: simple", "data.categories: holds an id twice"),
        (SEVERITY, "  malice:\n    question", "  motive:\n    question", "motive is not one of"),
        (SEVERITY, "  malice:\n    question", "  motive:\n    question", "the term malice is missing"),
        (SEVERITY, "id: limited, value: 0.5", "id: limited, value: 0.05", "must rise from level to level"),
        (SEVERITY, "id: limited, value: 0.5", "id: limited", "terms.ei.levels[1].value: is missing"),
        (SEVERITY, "id: maximum, value: 1", "id: maximum, value: 2", "must lie between 0 and 1"),
        (SEVERITY, "id: intended, value: 0.5", "id: intended, value: 0.75", "must lie between 0 and 0.5"),
        (SEVERITY, "id: limited,", "id: maximum,", "maximum stands twice"),
        (SEVERITY, "id: very_high", "id: critical", "critical is not one of"),
        (SEVERITY, "{id: medium, from", "{id: high, from", "bands: must be low, medium, high, very_high"),
        (SEVERITY, "id: low, from: 0", "id: low, from: 1", "must begin at 0 and rise"),
        (SEVERITY, "id: high, from: 3", "id: high, from: 2", "must begin at 0 and rise"),
        (SEVERITY, "id: high, from: 3", "id: high", "bands[2].from: is missing"),
        (SEVERITY, "people_more_than: 100", "people_more_than: many", "must be a whole number"),
        (SEVERITY, "people_more_than: 100", "people_more_than: 100\n    when: {fact: encrypted}", "must stand without"),
        (SEVERITY, "    people_more_than: 100\n", "", "flags[0].when: is missing"),
        (SEVERITY, "- id: unintelligible", "- id: many_people", "many_people stands twice"),
        (SEVERITY, "  functional:\n    question", "  services:\n    question", "must have functional, information"),
        (SEVERITY, "medium: medium", "middling: medium", "middling: is not a known key"),
        (SEVERITY, "medium: medium", "medium: severe", "severe is not one of"),
        (SEVERITY, "when: {fact: message_board_control}", "when: {step: breach}", "something other than facts"),
        (SEVERITY, "when: {fact: message_board_control}", "when: {obligations: [required]}", "other than facts"),
        (SEVERITY, "when: {fact: message_board_control}", "when: {fact: boards}", "there is no fact boards"),
        (SEVERITY, "at_least: high", "at_least: severe", "severe is not one of"),
        (SEVERITY, "input: restricted_class", "input: weather", "weather is not one of"),
        (SEVERITY, "- id: restricted_class", "- id: the_class", "must stand without when, in a floor of the same id"),
        (SEVERITY, "      input: restricted_class\n", "", "floors.rules[2].when: is missing"),
        (SEVERITY, "category: sensitive", "category: secret", "secret is not one of"),
        (SEVERITY, "dpc: 3", "dpc: 4.5", "must be a whole number"),
        (SEVERITY, "category: sensitive\n      dpc: 4", "category: sensitive\n      dpc: 1", "the highest first"),
        (
            SEVERITY,
            "value: unknown_recipients\n",
            "value: exposed\n",
            "confidentiality: must stand with the highest first",
        ),
        (SEVERITY, "- value: maximum", "- value: total", "total is not one of"),
        (SEVERITY, "    ei:\n      - value", "    eye:\n      - value", "proposals.terms.eye: is not a known key"),
    ],
)
def test_a_fault_names_its_file_and_says_what_is_wrong(folder: Path, file: str, old: str, new: str, said: str) -> None:
    line = change(folder, file, old, new)
    with pytest.raises(PackErrors) as refused:
        load_packs(folder)
    faults = [fault for fault in refused.value.faults if said in str(fault)]
    assert faults, str(refused.value)
    assert Path(file).name in faults[0].file
    assert faults[0].line >= 1
    if said.startswith(("unquoted", "number of", "another", "not a known", "must be a number")):
        assert abs(faults[0].line - line) <= 1


def test_every_fault_is_reported_at_once(folder: Path) -> None:
    change(folder, LAW, "residents_of: MO", "residents_of: XX\ncolour: red")
    change(folder, "laws/us_mo_sunshine.yaml", "source: R2", "source: R9")
    with pytest.raises(PackErrors) as refused:
        load_packs(folder)
    assert {fault.file for fault in refused.value.faults} == {LAW, "laws/us_mo_sunshine.yaml"}
    assert len(refused.value.faults) >= 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "did not find"),
        ("? [a]: 1", "plain word"),
        ("a: !!python/object/apply:os.system [ls]", "is not allowed"),
        ("NO: 1", "unquoted key NO"),
        ("a: .inf", "another number"),
        ("a: 010", "another number"),
    ],
)
def test_yaml_that_could_be_read_in_two_ways_is_refused(text: str, said: str) -> None:
    with pytest.raises(PackErrors, match=said):
        read_text(text, "facts.yaml")


def test_an_alias_that_repeats_itself_is_read_once() -> None:
    text = "a: &a [x, x]\n" + "\n".join(f"b{i}: &b{i} [*{'a' if i == 0 else f'b{i - 1}'}, *a]" for i in range(60))
    assert read_text(text, "facts.yaml") is not None


def test_a_missing_file_is_a_fault(folder: Path) -> None:
    (folder / "roles.yaml").unlink()
    with pytest.raises(PackErrors, match=r"roles\.yaml:1: there is no such file"):
        load_packs(folder)


def test_a_file_that_is_not_text_is_a_fault(folder: Path) -> None:
    (folder / "roles.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackErrors, match="cannot be read"):
        load_packs(folder)
