"""Partners and plans of the department's file: read strictly, and shown where an incident needs them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.policy.department import parse_department
from bot.policy.source import PackErrors
from bot.standing import Partner, Plan
from tests.given import DEPARTMENT

EXAMPLE = (Path(__file__).parents[2] / "examples" / "department.yaml").read_text(encoding="utf-8")
OCS = Partner(code="OCS", name="Office of Cyber Security", phone="573-555-0150")
GUARD = Partner(code="GUARD", name="National Guard", phone="573-555-0151", provisions=("POL-11.A8",))
CONTINUITY = Plan(
    id="continuity",
    title="Continuity plan",
    link="https://dot.example.gov/plan",
    version="2",
    owner="IS",
    reviewed_on=date(2026, 3, 15),
    provisions=("POL-10",),
)


def test_the_examples_partners_and_plans_are_read() -> None:
    department = parse_department(EXAMPLE, "department.yaml")
    assert [(one.code, one.phone) for one in department.partners] == [("OCS", "573-555-0150")]
    assert [(one.id, one.owner, one.reviewed_on.isoformat()) for one in department.plans] == [
        ("social_media", "CR", "2026-09-01"),
        ("continuity", "IS", "2026-03-15"),
    ]


@pytest.mark.parametrize(
    ("provision", "named", "codes"),
    [
        ("POL-11.B2", ("IS", "OCS"), ["OCS"]),
        ("POL-11.B2", (), []),
        ("POL-11.A8", ("IS",), ["GUARD"]),
        ("POL-11.A8", ("IS", "OCS"), ["OCS", "GUARD"]),
    ],
)
def test_a_partner_is_shown_where_the_policy_or_the_file_names_it(
    provision: str, named: tuple[str, ...], codes: list[str]
) -> None:
    assert [one.code for one in replace(DEPARTMENT, partners=(OCS, GUARD)).partners_at(provision, named)] == codes


@pytest.mark.parametrize(("provision", "shown"), [("POL-10", True), ("POL-10.backup", True), ("POL-1", False)])
def test_a_plan_is_shown_at_its_provision_and_what_follows_from_it(provision: str, shown: bool) -> None:
    assert bool(replace(DEPARTMENT, plans=(CONTINUITY,)).plans_at(provision)) is shown


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("phone: 573-555-0150, ", "phone: call us, ", "partners.OCS.phone: call us is not a telephone number"),
        ("email: soc@oa.example.gov", "email: soc", "partners.OCS.email: soc is not an e-mail address"),
        ('{name: "Office of Cyber Security', '{title: "Office of Cyber Security', "partners.OCS.name: is missing"),
        ("phone: 573-555-0150, email: soc@oa.example.gov", "", "partners.OCS: needs at least one of phone, email"),
        ("  OCS: {name", "  ocs: {name", "partners.ocs: ocs is no code of a partner"),
        ("  OCS: {name", "  IS: {name", "partners.IS: IS is no code of a partner"),
        ("  OCS: {name", "  FBI: {name", "partners.FBI.provisions: is missing: the policy names no FBI"),
        ("owner: CR,", "owner: OCS,", "plans.social_media.owner: OCS is not one of AI, CCO, CR, IS"),
        ('version: "3", ', "", "plans.social_media.version: is missing"),
        ("reviewed_on: 2026-09-01", "reviewed_on: lately", "plans.social_media.reviewed_on: must be a date"),
        ("provisions: [POL-8.B2]", "provisions: [POL-99]", "plans.social_media.provisions: POL-99 is not one of"),
        (", provisions: [POL-10]", "", "plans.continuity.provisions: is missing"),
        ('"https://dot.example.gov/plans/social-media"', '"our wiki"', "plans.social_media.link: our wiki is not"),
        ('link: "https://dot.example.gov/plans/social-media", ', "", "plans.social_media.link: is missing"),
        ("  social_media:", "  Social:", "plans.Social: Social is no name of a plan"),
    ],
)
def test_a_wrong_partner_or_plan_is_named_by_file_line_and_key(old: str, new: str, fault: str) -> None:
    assert old in EXAMPLE
    with pytest.raises(PackErrors) as refused:
        parse_department(EXAMPLE.replace(old, new, 1), "department.yaml")
    (line,) = [str(one) for one in refused.value.faults if fault in str(one)]
    file, number, _ = line.split(":", 2)
    assert file == "department.yaml"
    assert abs(int(number) - EXAMPLE[: EXAMPLE.index(old)].count("\n") - 1) <= 1
