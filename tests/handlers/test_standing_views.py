"""Whom to call and which plan to work by, on the lines and in the forms that need them."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.department import Team
from bot.standing import Partner, Plan
from handlers.render import Words
from handlers.views.phase_form import phase_form
from handlers.views.question_form import question_form
from handlers.views.question_message import question_message
from handlers.views.standing import named_at, standing_lines
from sandbox.rules.blocks import block_faults
from sandbox.rules.messages import BLOCKS_MAX
from sandbox.text import text_of
from tests.given import DEPARTMENT, FACTS, LAW, NOW, TEAM, situated

OCS = Partner(code="OCS", name="Office of <Cyber> Security", phone="573-555-0150", email="soc@oa.example.gov")
PLAN: dict[str, Any] = {"id": "continuity", "title": "Continuity plan", "link": "https://dot.example.gov/plan"}
CONTINUITY = Plan(**PLAN, version="2026", owner="IS", reviewed_on=date(2026, 3, 15), provisions=("POL-10",))
KNOWING = replace(DEPARTMENT, partners=(OCS,), plans=(CONTINUITY,))
WORDS = Words(KNOWING)
PEOPLE: Team = replace(TEAM, department=KNOWING)
POLICY, ANSWER = LAW.packs.policy, LAW.assess({}, NOW)
CALL = "Office of &lt;Cyber&gt; Security · <tel:+15735550150|573-555-0150> · <mailto:soc@oa.example.gov"


def test_a_line_with_the_office_of_cyber_security_shows_whom_to_call() -> None:
    made = tuple(replace(FACTS.items[0], id=one, role="IS", state="open") for one in ("POL-11.A2", "POL-11.A3"))
    law = replace(LAW, department=replace(LAW.department, partners=(OCS,)))
    form = phase_form(WORDS, situated(replace(FACTS, items=made), team=PEOPLE, law=law), "role:IS")
    assert form is not None
    assert block_faults(form["blocks"], surface="modal", maximum=BLOCKS_MAX) == []
    lines = {one["block_id"]: one["text"]["text"] for one in form["blocks"] if "block_id" in one}
    assert CALL in lines["line:IS:POL-11.A2:"]
    assert "☎" not in lines["line:IS:POL-11.A3:"]


def test_the_question_of_continuity_shows_its_plan_in_the_channel_and_in_its_form() -> None:
    question = LAW.packs.questions.named["POL-10"]
    told = "<https://dot.example.gov/plan|Continuity plan> · version 2026 · kept by IS · last reviewed March 15, 2026"
    _, blocks = question_message(WORDS, FACTS, PEOPLE, LAW, question, ANSWER)
    assert told in str(blocks)
    assert told in str(question_form(WORDS, FACTS, PEOPLE, ANSWER, question))


def test_a_department_that_names_nobody_shows_nothing() -> None:
    assert standing_lines(Words(DEPARTMENT), DEPARTMENT, "POL-11.B2", named_at(POLICY, "POL-11.B2")) == ()


def test_the_form_of_a_question_on_guidance_of_the_office_shows_its_telephone() -> None:
    question = LAW.packs.questions.named["POL-11.D"]
    assert "573-555-0150" in text_of(question_form(WORDS, FACTS, PEOPLE, ANSWER, question))
