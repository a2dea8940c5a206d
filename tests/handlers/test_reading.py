"""Everything that people read is grade 8 or below, measured by textstat, and calls offices by their names."""

import re

import pytest
import textstat

from tests.house.sources import ROOT

MOST = 8.0
"""The grade of MESSAGES that people can read on a bad day (Flesch-Kincaid)."""
FEWEST = 8
"""Words: the formula says nothing of less."""
BLOCK = re.compile(r"{% block (\w+) %}(.*?){% endblock %}", re.S)
FILES = sorted((ROOT / "templates" / "messages").glob("*.j2"))
SENTENCES = [(file.stem, name, text) for file in FILES for name, text in BLOCK.findall(file.read_text("utf-8"))]
QUOTED = {("roles", "given"), ("help", "text")}
"""They hold the Policy Statement's own words."""
ABBREVIATION = re.compile(r"(?<![A-Za-z_\"'])(AI|CCO|IS|CR)\b(?!['\"])")


def said(text: str) -> str:
    """The sentence without markup, citations and tags; what is filled in is one short word."""
    text = re.sub(r'{{\s*"[^"]*"\s*\|\s*office\s*}}', "Counsel", text)
    text = re.sub(r"{%.*?%}", " ", text, flags=re.S)
    text = re.sub(r"{{.*?}}|`[^`]*`", "it", text, flags=re.S)
    text = re.sub(r"RSMo [\d.()a-z]+|\d[\d.()a-z]*|[*_~>•▢✓⚠☎✗–]|&gt;", " ", text)
    return " ".join(re.sub(r"\n| · ", ". ", text).split())


READ = [one for one in SENTENCES if one[:2] not in QUOTED and len(re.findall("[A-Za-z]+", said(one[2]))) >= FEWEST]


@pytest.mark.parametrize(("file", "name", "text"), READ, ids=[f"{file}:{name}" for file, name, _ in READ])
def test_a_sentence_is_grade_8_or_below(file: str, name: str, text: str) -> None:
    assert textstat.flesch_kincaid_grade(said(text)) <= MOST, said(text)


@pytest.mark.parametrize(("file", "name", "text"), SENTENCES, ids=[f"{file}:{name}" for file, name, _ in SENTENCES])
def test_no_sentence_calls_an_office_by_its_abbreviation(file: str, name: str, text: str) -> None:
    """The policy's abbreviations stand in citations, and once, in brackets, on the card."""
    assert not ABBREVIATION.search(re.sub(r"{{.*?}}|{%.*?%}", "", text)), text
    loose = re.findall(r"{{\s*(?:role|roles|guidance|drafter|approver)\s*}}", text)
    assert not loose, "an office is called by its short name: {{ role | office }}"


@pytest.mark.parametrize(("file", "name", "text"), SENTENCES, ids=[f"{file}:{name}" for file, name, _ in SENTENCES])
def test_a_sentence_is_in_american_spelling_and_says_optional_nowhere_by_hand(file: str, name: str, text: str) -> None:
    assert not re.search(r"\b(licen[c]e|colour|behaviour|organis|recognis|cancell[e]d|centre)\w*", text, re.I), text
    assert "(optional)" not in text, "Slack says so itself where it is so"
