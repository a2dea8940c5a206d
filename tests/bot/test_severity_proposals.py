"""Which facts propose which term of the severity; an unknown fact proposes nothing."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.assessment.facts import read_facts
from bot.policy.load import load_severity
from bot.severity import Terms, propose, proposed_band
from bot.severity_method import LEVELLED
from bot.vocabulary import INCIDENT_KINDS, PI_ELEMENTS

METHOD = load_severity()


def known(**given: Any) -> dict[str, Any]:
    return dict(read_facts(given).known)


CASES: list[tuple[dict[str, Any], str, Any]] = [
    ({"pi_elements": ["medical", "ssn"]}, "category", "sensitive"),
    ({"pi_elements": ["health_insurance"]}, "dpc", 4),
    ({"pi_elements": ["ssn"]}, "category", "financial"),
    ({"pi_elements": ["ssn"]}, "dpc", 4),
    ({"pi_elements": ["financial_account"], "account_access_code_taken": True}, "dpc", 4),
    ({"pi_elements": ["electronic_identifier"], "account_access_code_taken": False}, "dpc", 3),
    ({"pi_elements": ["financial_account"]}, "dpc", None),
    ({"pi_elements": ["government_id"]}, "dpc", 3),
    ({"pi_elements": [], "names_included": True}, "category", "simple"),
    ({"pi_elements": [], "names_included": True}, "dpc", 1),
    ({"pi_elements": [], "names_included": False}, "dpc", None),
    ({"names_included": True}, "dpc", None),
    ({"names_included": True}, "ei", "maximum"),
    ({"names_included": False, "pi_elements": ["ssn"]}, "ei", "significant"),
    ({"names_included": False, "pi_elements": ["medical"]}, "ei", "limited"),
    ({"pi_elements": ["ssn"]}, "ei", None),
    ({"acquired": True, "encrypted": False}, "confidentiality", "unknown_recipients"),
    ({"acquired": True, "computerized": False}, "confidentiality", "unknown_recipients"),
    ({"acquired": True, "encrypted": True, "key_taken": True}, "confidentiality", "unknown_recipients"),
    ({"acquired": True, "encrypted": True, "key_taken": False}, "confidentiality", "exposed"),
    ({"acquired": True, "encrypted": True}, "confidentiality", None),
    ({"acquired": True}, "confidentiality", None),
    ({"acquired": False, "accessed": True, "encrypted": False}, "confidentiality", "known_recipients"),
    ({"acquired": False, "accessed": False, "encrypted": False}, "confidentiality", "exposed"),
    ({"accessed": True, "encrypted": False}, "confidentiality", None),
    ({"incident_kinds": ["edocument_accessed"]}, "availability", "available"),
    ({"incident_kinds": ["exposure", "paper_lost"]}, "availability", None),
    ({"incident_kinds": []}, "availability", None),
    ({"incident_kinds": ["tampering"]}, "integrity", None),
    ({"incident_kinds": ["device_stolen"]}, "malice", "intended"),
    ({"incident_kinds": ["tampering"]}, "malice", "intended"),
    ({"physical_criminal_conduct": True}, "malice", "intended"),
    ({"incident_kinds": ["paper_lost"], "physical_criminal_conduct": False}, "malice", "not_intended"),
    (
        {"incident_kinds": ["exposure"], "physical_criminal_conduct": False, "good_faith": True},
        "malice",
        "not_intended",
    ),
    ({"incident_kinds": ["exposure"], "physical_criminal_conduct": False}, "malice", None),
    ({"incident_kinds": ["paper_lost"]}, "malice", None),
]


@pytest.mark.parametrize(("facts", "term", "value"), CASES)
def test_facts_propose_a_term_or_leave_it_open(facts: dict[str, Any], term: str, value: Any) -> None:
    proposal = propose(METHOD, known(**facts))
    assert getattr(proposal.terms, term) == value
    reasons = [reason for reason in proposal.reasons if reason.term == term]
    assert [reason.value for reason in reasons] == ([] if value is None else [str(value)])
    assert (term in proposal.needs) == (value is None)


@pytest.mark.parametrize(
    ("facts", "term", "needs"),
    [
        ({}, "dpc", ("pi_elements",)),
        ({"pi_elements": ["financial_account"]}, "category", ("account_access_code_taken",)),
        ({"pi_elements": []}, "dpc", ("names_included",)),
        ({"acquired": True}, "confidentiality", ("encrypted", "key_taken", "computerized")),
        ({"acquired": True, "encrypted": True}, "confidentiality", ("key_taken",)),
        ({"incident_kinds": ["paper_lost"]}, "malice", ("physical_criminal_conduct",)),
        ({"incident_kinds": ["paper_lost"]}, "availability", ()),
        ({}, "integrity", ()),
    ],
)
def test_an_open_term_names_the_facts_that_would_tell(facts: dict[str, Any], term: str, needs: tuple[str, ...]) -> None:
    assert propose(METHOD, known(**facts)).needs[term] == needs


def test_nothing_known_proposes_nothing() -> None:
    proposal = propose(METHOD, {})
    assert proposal.terms == Terms()
    assert set(proposal.needs) == {"category", "dpc", *LEVELLED}
    assert proposed_band(METHOD, proposal.terms, None, ()) is None


FLAGS = (
    *("names_included", "encrypted", "key_taken", "computerized", "accessed", "acquired"),
    *("physical_criminal_conduct", "account_access_code_taken"),
)
GIVEN = {
    "incident_kinds": st.lists(st.sampled_from(INCIDENT_KINDS), unique=True),
    "pi_elements": st.lists(st.sampled_from(PI_ELEMENTS), unique=True),
    **dict.fromkeys(FLAGS, st.booleans()),
}


def contradicts(facts: dict[str, Any]) -> bool:
    """Encrypted, and not in computerized form: what can be read then depends on which of the two is believed."""
    return facts.get("encrypted") is True and facts.get("computerized") is False


@given(st.fixed_dictionaries({}, optional=GIVEN), st.sampled_from(list(GIVEN)))
def test_a_fact_that_becomes_unknown_changes_no_proposal_but_opens_it(facts: dict[str, Any], name: str) -> None:
    assume(not contradicts(facts))
    whole = propose(METHOD, known(**facts)).terms
    less = propose(METHOD, known(**{key: value for key, value in facts.items() if key != name})).terms
    for term in ("category", "dpc", *LEVELLED):
        assert getattr(less, term) in (None, getattr(whole, term))
