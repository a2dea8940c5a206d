"""The department's policy as data says what the policy says, all of it."""

from pathlib import Path

import pytest

from bot.policy.load import load_policy
from bot.policy.schema import Policy

POLICY_TEXT = Path(__file__).parent.parent / "policy" / "sources" / "department_policy.txt"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy()


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def test_all_fifty_seven_rows_are_there(policy: Policy) -> None:
    definitions = [row for row in policy.rows if row.id.startswith(("POL-PS", "POL-DEF"))]
    assert (len(definitions), len(policy.rows) - len(definitions)) == (10, 47)


def test_every_quote_is_the_policys_own_words(policy: Policy) -> None:
    text = plain(POLICY_TEXT.read_text(encoding="utf-8"))
    assert [row.id for row in policy.rows if plain(row.quote) not in text] == []


def test_every_time_word_stands_in_the_policy(policy: Policy) -> None:
    text = plain(POLICY_TEXT.read_text(encoding="utf-8")).lower()
    assert {row.id: row.time_word for row in policy.rows if row.time_word} == {
        "POL-3": "immediately",
        "POL-7.1": "as soon as possible",
        "POL-11.B1": "throughout the breach lifecycle",
        "POL-11.B2": "until incident closure",
    }
    assert all(row.time_word in text for row in policy.rows if row.time_word)


def test_the_report_line_is_the_policys_telephone(policy: Policy) -> None:
    assert policy.report_line.phone == "573-751-7446"
    assert policy.report_line.phone in policy.row("POL-3").title


def test_the_seven_tensions_are_recorded(policy: Policy) -> None:
    assert len(policy.tensions) == 7


@pytest.mark.parametrize(
    ("role", "rows"),
    [
        ("REP", ["POL-3"]),
        (
            "AI",
            ["POL-1.3", "POL-4.1", "POL-4.3", "POL-6.1", "POL-6.2", "POL-7.1", "POL-7.2", "POL-7.3", "POL-11.C1"],
        ),
        ("CCO", ["POL-1.3", "POL-4.3", "POL-11.C1"]),
        ("CR", ["POL-8.B2"]),
        ("OCS", ["POL-11.B3", "POL-11.C2", "POL-11.C3"]),
        ("DEPT", []),
        ("DE", []),
    ],
)
def test_every_report_gives_each_role_its_unconditional_tasks(policy: Policy, role: str, rows: list[str]) -> None:
    assert [row.id for row in policy.checklist(role)] == rows


def test_the_technical_lead_has_every_technical_task(policy: Policy) -> None:
    rows = {row.id for row in policy.checklist("IS")}
    assert {f"POL-11.A{i}" for i in range(1, 8)} | {"POL-10", "POL-11.B1", "POL-11.C4"} <= rows


def test_a_duty_without_an_office_falls_to_the_default_owner_once(policy: Policy) -> None:
    assert policy.row("POL-6.1").lead == "AI"
    assert policy.row("POL-11.E1").lead == "DEPT"


def test_an_unknown_role_or_row_is_an_error(policy: Policy) -> None:
    with pytest.raises(KeyError):
        policy.checklist("XX")
    with pytest.raises(KeyError):
        policy.row("POL-99")
