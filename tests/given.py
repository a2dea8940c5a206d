"""What many tests start from: a fixed time, a small department with its people, an incident with its facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.commands import ReportIncident
from bot.department import Department, Office, Person, ReportLine, RoleMembers, Team
from bot.determination import Determination
from bot.incident import Incident, IncidentFacts, Item, KnownFact
from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from bot.situation import Situation

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)

REPORTER, STRANGER = "UOLGA", "UGUS"
AI_LEAD, AI_OTHER = "UALICE", "UARTHUR"
CCO, IS_LEAD, IS_OTHER = "UCARLA", "UISAAC", "UIVY"

DEPARTMENT = Department(
    name="Department of Transportation",
    timezone="America/Chicago",
    report_line=ReportLine(office="Audits and Investigations Division", phone="573-751-7446"),
    roles={
        "AI": RoleMembers(code="AI", members=(AI_LEAD, AI_OTHER), phone="573-555-0101"),
        "CCO": RoleMembers(code="CCO", members=(CCO,)),
        "IS": RoleMembers(code="IS", members=("isaac@example.gov", IS_OTHER)),
        "CR": RoleMembers(code="CR", members=()),
    },
    offices=(Office(name="Central District"), Office(name="Central Office")),
)
"""IS's primary is named by e-mail address; nobody holds CR."""

TEAM = Team(
    department=DEPARTMENT,
    people={
        AI_LEAD: Person(ref=AI_LEAD, user=AI_LEAD, name="Alice Abbott", status="active"),
        "isaac@example.gov": Person(ref="isaac@example.gov", user=IS_LEAD, name="Isaac Ito", status="active"),
    },
)

LAW = Rulebook(packs=load_packs(), department=replace(DEPARTMENT, packs=("us_mo_407_1500", "us_mo_sunshine")))

FACTS = IncidentFacts(
    incident=Incident(
        id=7,
        number="BR-2026-0007",
        state="investigating",
        reporter=REPORTER,
        reported_at=NOW,
        channel_name="br-2026-0007-a1b2",
        channel="C0INCIDENT",
        what="A laptop was stolen from the lobby",
    ),
    items=(
        Item(id="POL-8.1", title="Something to do", cite="Policy", role="IS", position=0),
        Item(
            id="POL-11.A",
            title="Something to do",
            cite="Policy",
            role="IS",
            position=1,
            state="done",
            by=IS_OTHER,
            at=NOW,
        ),
        Item(id="POL-8.1", title="Something to do", cite="Policy", role="AI", position=2),
    ),
)


def a_report(**more: Any) -> ReportIncident:
    """A report that nothing speaks against, with `more` of it given."""
    given: dict[str, Any] = {"key": "trigger:1", "actor": REPORTER, "what": "A laptop was stolen from the lobby"}
    return ReportIncident(**(given | more))


def situated(facts: IncidentFacts, *, team: Team = TEAM, law: Rulebook = LAW, now: datetime = NOW) -> Situation:
    """What a rule decides on, with these facts."""
    return Situation(facts=facts, team=team, law=law, now=now)


def with_incident(**more: Any) -> IncidentFacts:
    """The facts with the incident changed."""
    return replace(FACTS, incident=replace(FACTS.incident, **more))


def knowing(facts: IncidentFacts = FACTS, /, *, by: str = AI_LEAD, version: int = 2, **values: Any) -> IncidentFacts:
    """The facts with more of them known, all said by one person at one time."""
    more = {name: KnownFact(name=name, value=value, by=by, at=NOW, version=version) for name, value in values.items()}
    return replace(facts, known={**facts.known, **more})


def having(facts: IncidentFacts, /, question: str, outcome: str, **more: Any) -> IncidentFacts:
    """The facts with a question decided, in place of what was decided on it before."""
    given: dict[str, Any] = {"role": "", "by": CCO, "at": NOW, "relied_on": {}, "reason": "It was weighed"}
    made = Determination(question=question, outcome=outcome, **(given | more))
    others = (one for one in facts.determinations if (one.question, one.role) != (question, made.role))
    return replace(facts, determinations=(*others, made))


NOTICE_OWED: Mapping[str, Any] = {
    "computerized": True,
    "accessed": True,
    "acquired": True,
    "names_included": True,
    "pi_elements": ["ssn"],
    "encrypted": False,
    "data_role": "owns",
    "residents": {"MO": 200},
    "discovered_at": "2026-11-01T09:00:00-06:00",
}
"""Facts on which a notice to consumers is required."""
