"""What holds of every assessment, whatever the facts."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assessment.assess import assess
from bot.assessment.facts import read_facts
from bot.assessment.prepared import Rules, prepare
from bot.assessment.result import Assessment
from bot.policy.law import Law
from bot.policy.load import load_packs
from bot.vocabulary import DATA_ROLES, DELAY_REASONS, FEDERAL_DATA, INCIDENT_KINDS, PI_ELEMENTS

PACKS = load_packs()
SHIPPED = tuple(PACKS.laws[name] for name in ("us_mo_407_1500", "us_mo_insurance", "us_mo_sunshine"))


def rules(laws: tuple[Law, ...] = SHIPPED) -> Rules:
    return prepare(
        policy=PACKS.policy,
        laws=laws,
        on=date(2026, 11, 21),
        zone=ZoneInfo("America/Chicago"),
        calendars=PACKS.calendars,
        flags=("FED-FTI",),
        federal=PACKS.federal,
        answerable=PACKS.readings,
    )


RULES = rules()
flags = st.booleans()
instants = st.integers(1, 28).flatmap(
    lambda day: st.integers(0, 23).map(lambda hour: f"2026-10-{day:02}T{hour:02}:15:00-05:00")
)
counts = st.sampled_from([0, 1, 249, 250, 1000, 1001, 5000, 150000, 150001])


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts)


# What somebody records to be freed from a duty, or what absent says something by itself (digits: not redacted).
RECORDED: dict[str, st.SearchStrategy[Any]] = {
    "good_faith": flags,
    "public_source": flags,
    "harm_unlikely": flags,
    "delay": some(
        officer=st.just("Sgt. A. Doe"),
        agency=st.just("FBI"),
        reason=st.sampled_from(DELAY_REASONS),
        in_writing=flags,
        requested_at=instants,
        recorded_at=instants,
    ),
    "ssn_digits_visible": st.integers(4, 7),
    "id_digits_visible": st.integers(3, 6),
    "encrypted": flags,
    "key_taken": flags,
    "otherwise_unreadable": flags,
    "compromised": flags,
    "substitute_recipients": counts,
    "disrupted_or_misused": flags,
    "returned_unused": flags,
}
LEARNED: dict[str, st.SearchStrategy[Any]] = {
    "incident_kinds": st.lists(st.sampled_from(INCIDENT_KINDS), max_size=2),
    "computerized": flags,
    "accessed": flags,
    "acquired": flags,
    "names_included": flags,
    "pi_elements": st.lists(st.sampled_from(PI_ELEMENTS), max_size=3),
    "account_access_code_taken": flags,
    "code_required": flags,
    "financial_access": flags,
    "id_digits_are_last": flags,
    "all_told": flags,
    "financial_institution": flags,
    "residents": st.fixed_dictionaries({}, optional={"MO": counts, "KS": counts}),
    "data_role": st.sampled_from(DATA_ROLES),
    "contractor_data_exposed": flags,
    "investigated": flags,
    "law_enforcement_consulted": flags,
    "notices_at_one_time": st.lists(counts, max_size=3),
    "reachable": counts,
    "unidentifiable": counts,
    "notice_cost": st.fixed_dictionaries(
        {"amount": st.sampled_from(["100000.00", "100000.01"]), "demonstrated": flags}
    ),
    "infrastructure_data": flags,
    "attack_enabling": flags,
    "message_board_control": flags,
    "physical_criminal_conduct": flags,
    "third_party_system": flags,
    "determined_at": instants,
    "vendor_notified_at": instants,
    "sunshine_request_received_at": instants,
    "federal_data": st.lists(st.sampled_from(FEDERAL_DATA), max_size=2),
    "licensee": st.fixed_dictionaries(
        {
            "is_licensee": flags,
            "missouri_domiciled": flags,
            "consumers": counts,
            "other_notice_required": flags,
            "material_harm_likely": flags,
        }
    ),
}
everything = st.fixed_dictionaries(LEARNED)
partial = some(**LEARNED, **RECORDED)


def possible(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without mailings to more people than are affected, which are refused."""
    people = (facts.get("residents") or {}).get("MO", 400_000_000)
    told = {
        name: value for name, value in facts.items() if name not in ("notices_at_one_time", "substitute_recipients")
    }
    if mailings := [mailing for mailing in facts.get("notices_at_one_time", ()) if mailing <= people]:
        told["notices_at_one_time"] = mailings
    if facts.get("substitute_recipients", people + 1) <= people:
        told["substitute_recipients"] = facts["substitute_recipients"]
    return told


def statuses(answer: Assessment) -> dict[str, str]:
    found = {f"{o.law} {o.id}": o.status for o in answer.obligations}
    return {**found, "breach": answer.statutory_breach.status, "incident": answer.policy_incident.status}


@settings(max_examples=150, deadline=None)
@given(known=partial, later=everything)
def test_learning_an_unknown_fact_never_turns_a_settled_answer(known: dict[str, Any], later: dict[str, Any]) -> None:
    full = possible({**later, **known})
    before = assess(read_facts({name: full[name] for name in known if name in full}), RULES)
    after = assess(read_facts(full), RULES)
    now = statuses(after)
    # A state named in residents brings its own open answer; what was there and settled stays as it was.
    changed = {k: (v, now[k]) for k, v in statuses(before).items() if v != "unresolved" and now.get(k) != v}
    assert changed == {}


@settings(max_examples=150, deadline=None)
@given(known=partial, later=everything)
def test_a_task_is_withdrawn_only_when_it_was_still_open(known: dict[str, Any], later: dict[str, Any]) -> None:
    full = possible({**later, **known})
    before = assess(read_facts({name: full[name] for name in known if name in full}), RULES)
    after = assess(read_facts(full), RULES)
    was = {task.id for task in before.tasks}
    now = {task.id for task in after.tasks}
    open_before = {entry.id for entry in before.unsettled}
    assert was <= now
    assert now - was <= open_before


@settings(max_examples=150, deadline=None)
@given(known=partial, later=everything)
def test_what_an_answer_needs_is_enough_to_settle_it(known: dict[str, Any], later: dict[str, Any]) -> None:
    whole = possible({**later, **known})
    known = {name: whole[name] for name in known if name in whole}
    answer = assess(read_facts(known), RULES)
    full = {**later, "encrypted": False, "key_taken": False}
    full["notices_at_one_time"] = whole.get("notices_at_one_time", [0])
    written = {"officer": "Sgt. A. Doe", "agency": "FBI", "reason": "other", "in_writing": True}
    for obligation in answer.obligations:
        if obligation.status != "unresolved" or obligation.law == "us_ks":
            continue
        assert obligation.needs
        told = {name: full.get(name, written) for name in obligation.needs}
        told["all_told"] = True  # a mailing that may still come leaves open whether there are more than 1,000
        again = assess(read_facts({**known, **told}), RULES)
        assert statuses(again)[f"{obligation.law} {obligation.id}"] != "unresolved"


@settings(max_examples=100, deadline=None)
@given(known=partial, later=everything)
def test_what_an_answer_does_not_need_does_not_settle_it(known: dict[str, Any], later: dict[str, Any]) -> None:
    whole = possible({**later, **known})
    known = {name: whole[name] for name in known if name in whole}
    answer = assess(read_facts(known), RULES)
    for obligation in answer.obligations:
        if obligation.status == "unresolved":
            later = {name: value for name, value in whole.items() if name in later}
            told = {name: value for name, value in later.items() if name not in obligation.needs}
            again = assess(read_facts({**told, **known}), RULES)
            assert statuses(again).get(f"{obligation.law} {obligation.id}", "unresolved") == "unresolved"


@settings(max_examples=60, deadline=None)
@given(known=some(**RECORDED))
def test_nothing_known_is_never_not_required_unless_somebody_recorded_an_exemption(known: dict[str, Any]) -> None:
    freed = known.get("good_faith") or known.get("public_source") or known.get("harm_unlikely")
    freed = freed or known.get("encrypted") or known.get("otherwise_unreadable") or known.get("returned_unused")
    answer = assess(read_facts(known), RULES)
    if not freed:
        assert "not_required" not in {obligation.status for obligation in answer.obligations}


@settings(max_examples=60, deadline=None)
@given(known=partial, order=st.randoms())
def test_the_order_of_facts_and_rules_does_not_matter(known: dict[str, Any], order: Any) -> None:
    names = list(known)
    order.shuffle(names)
    turned = tuple(
        replace(
            law,
            steps=dict(reversed(law.steps.items())),
            readings=dict(reversed(law.readings.items())),
            obligations=tuple(reversed(law.obligations)),
            breach=replace(law.breach, steps=tuple(reversed(law.breach.steps))) if law.breach else None,
        )
        for law in SHIPPED
    )
    known = possible(known)
    names = [name for name in names if name in known]
    straight = assess(read_facts(known), RULES)
    shuffled = assess(read_facts({name: known[name] for name in names}), rules(turned))
    assert statuses(straight) == statuses(shuffled)
    by_id = {(o.law, o.id): o for o in shuffled.obligations}
    for obligation in straight.obligations:
        other = by_id[obligation.law, obligation.id]
        assert set(obligation.needs) == set(other.needs)
        assert (obligation.reading, obligation.due) == (other.reading, other.due)
