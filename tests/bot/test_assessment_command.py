"""`breach assess` and `breach policy`, as a person types them."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from handlers.cli.assess import assess
from handlers.cli.policy import policy

KEYS = ["policy_incident", "statutory_breach", "obligations", "decisions", "tasks", "flags", "records", "packs"]

app = typer.Typer()
app.command("assess")(assess)
app.add_typer(policy, name="policy")


def run(*words: str, given: str = "", env: dict[str, str] | None = None) -> tuple[int, str, str]:
    told = CliRunner().invoke(
        app, list(words), input=given, env={"BREACH_DEPARTMENT": "", "COLUMNS": "200", **(env or {})}
    )
    return told.exit_code, told.stdout, told.stderr


def answer(given: str, *words: str) -> dict[str, Any]:
    code, out, err = run("assess", "-", "--json", *words, given=given)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_lacks_letters_gets_the_page_all_the_same(encoding: str) -> None:
    import subprocess
    import sys

    words = [sys.executable, "-m", "handlers.cli", "policy", "coverage"]
    told = subprocess.run(words, env={"PYTHONIOENCODING": encoding, "COLUMNS": "200"}, capture_output=True, check=False)
    assert b"0 without anything" in told.stdout
    assert told.stderr == b""


def test_the_example_of_facts_is_assessed() -> None:
    code, out, err = run("assess", "examples/facts.yaml", "--json", "--on", "2026-11-21")
    assert (code, err) == (0, "")
    notices = {(o["id"], o["subject"]): (o["status"], o["reading"]) for o in json.loads(out)["obligations"]}
    assert notices["consumer_notice", None] == ("unresolved", None)  # of Kansas, which has no pack
    assert notices["owner_notice", "dor"] == ("required", None)


def test_no_facts_are_an_answer_too() -> None:
    found = answer("")
    assert set(KEYS) <= set(found)
    assert found["statutory_breach"]["status"] == "unresolved"
    assert {o["status"] for o in found["obligations"]} == {"unresolved"}
    assert [pack["name"] for pack in found["packs"]] == ["us_mo_407_1500", "us_mo_1csr10_2_020"]


def test_an_obligation_has_every_field_of_the_contract() -> None:
    notice = answer("{}")["obligations"][0]
    wanted = "id law recipient status count clock due alternatives contents methods_refused debatable reading reasons"
    assert set(f"{wanted} needs could_change".split(" ")) <= set(notice)


def test_named_packs_replace_the_enabled_ones() -> None:
    found = answer("residents: {MO: 5}", "--pack", "us_mo_sunshine")
    assert [(o["id"], o["law"]) for o in found["obligations"]] == [
        ("sunshine_response", "us_mo_sunshine"),
        ("consumer_notice", "us_mo"),
    ]
    assert found["statutory_breach"]["law"] is None


def test_several_packs_may_follow_one_option() -> None:
    for words in (
        ["--pack", "us_mo_sunshine", "us_mo_insurance"],
        ["--pack", "us_mo_sunshine", "--pack", "us_mo_insurance"],
    ):
        assert [pack["name"] for pack in answer("{}", *words)["packs"]] == ["us_mo_sunshine", "us_mo_insurance"]


def test_the_departments_configuration_enables_packs_and_flags(tmp_path: Path) -> None:
    file = tmp_path / "department.yaml"
    file.write_text("timezone: America/Chicago\npacks: [us_mo_sunshine]\nflags: [FED-FTI]\n")
    code, out, _ = run("assess", "-", "--json", given="federal_data: [fti]", env={"BREACH_DEPARTMENT": str(file)})
    found = json.loads(out)
    assert code == 0
    assert [pack["name"] for pack in found["packs"]] == ["us_mo_sunshine"]
    assert [flag["id"] for flag in found["flags"]] == ["FED-FTI"]


def test_the_days_on_which_the_department_is_closed_give_another_date(tmp_path: Path) -> None:
    file = tmp_path / "department.yaml"
    file.write_text('packs: [us_mo_sunshine]\nclosed_days: ["2026-11-27"]\n')
    env = {"BREACH_DEPARTMENT": str(file)}
    given = "sunshine_request_received_at: 2026-11-24T09:00:00-06:00"
    (notice,) = json.loads(run("assess", "-", "--json", given=given, env=env)[1])["obligations"]
    assert (notice["due"], [other["due"] for other in notice["alternatives"]]) == ("2026-11-30", ["2026-12-01"])
    file.write_text("closed_days: [soon]\n")
    assert run("assess", "-", given="{}", env=env)[0] == 2


def test_the_law_of_the_named_day_is_used() -> None:
    facts = "{accessed: true, acquired: true, computerized: true}"
    found = answer(facts, "--on", "2009-08-27")
    assert {o["status"] for o in found["obligations"]} == {"not_required"}


@pytest.mark.parametrize(
    ("given", "words", "said"),
    [
        ("colour: red", [], "colour"),
        ("accessed: yes", [], "accessed"),
        ("accessed: true\naccessed: false", [], "standard input:2: accessed"),
        ("[1]", [], "facts"),
        ("a: [", [], "standard input:"),
        ("readings: [{rule: papers, holds: true, reason: so}]", [], "readings[0].rule"),
        ("delay: {reason: because}", [], "delay.reason"),
        ("{}", ["--pack", "us_ks"], "us_ks"),
        ("{}", ["--flag", "FED-IRS"], "FED-IRS"),
        ("{}", ["--on", "tomorrow"], "--on"),
        ("{}", ["--on", "20261121"], "--on"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(given: str, words: list[str], said: str) -> None:
    code, out, err = run("assess", "-", "--json", *words, given=given)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


LAUGHS = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "\n".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"[" * 100_000, "nested deeper"),
        (b"{a: " * 100_000, "nested deeper"),
        (b"a: &a [*a]", "stands inside what it repeats"),
        (LAUGHS.encode(), "more than 200000 values"),
        (b"accessed: true\x00", "standard input:"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b'accessed: "\\ud800"', "standard input:1"),
        (b"a" * 8_000_001, "more than 2000000 characters"),
        (b"occurred_at: 0001-01-01T00:00:00+14:00", "occurred_at: lies in the year 1"),
        (b"occurred_at: 9999-12-31T23:59:59-14:00", "occurred_at: lies in the year 9999"),
        (b"closed_days: [9999-12-31]", "closed_days[0]: lies in the year 9999"),
        (b"reachable: " + b"9" * 5000, "reachable: must be a whole number"),
    ],
    ids=range(12),
)
def test_whatever_the_bytes_are_it_is_one_line(given: bytes, said: str) -> None:
    told = CliRunner().invoke(app, ["assess", "-", "--json"], input=given, env={"BREACH_DEPARTMENT": ""})
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert told.stderr.count("\n") == 1


def test_all_faults_of_a_file_are_named_at_once_each_with_its_line() -> None:
    given = "datasets:\n  - id: a\n    elements:\n      - kind: shoe_size\nencrypted: 1\nresidents: {MO: -1}\n"
    _, _, err = run("assess", "-", given=given)
    for said in (
        *(
            "standard input:4: datasets[0].elements[0].kind: must be one of",
            "standard input:5: encrypted: must be true",
        ),
        "standard input:6: residents.MO: cannot be negative",
    ):
        assert said in err


def test_a_day_on_which_no_calendar_counts_is_refused() -> None:
    code, _, err = run("assess", "-", "--on", "9999-12-31", given="{}")
    assert (code, err.count("\n")) == (2, 1)
    assert "--on" in err


def test_a_missing_file_of_facts_is_one_line(tmp_path: Path) -> None:
    code, _, err = run("assess", str(tmp_path / "facts.yaml"))
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "text", ["packs: [us_ks]", "packs: us_mo_sunshine", "timezone: Mars/Olympus", "a: [", "[1]", "flags: [FED-IRS]"]
)
def test_a_wrong_configuration_is_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "department.yaml"
    file.write_text(text)
    code, _, err = run("assess", "-", given="{}", env={"BREACH_DEPARTMENT": str(file)})
    assert (code, err.count("\n")) == (2, 1)


def test_the_page_for_people_says_two_verdicts() -> None:
    code, out, _ = run("assess", "-", given="incident_kinds: [paper_lost]\ncomputerized: false")
    assert code == 0
    assert "Policy incident: yes" in out
    assert "Statutory breach (us_mo_407_1500): no" in out
    assert "debatable: paper" in out


def test_an_odd_date_is_marked_and_not_repaired() -> None:
    found = answer("discovered_at: 2026-12-24T09:00:00-06:00", "--on", "2026-11-21")
    assert [mark["fact"] for mark in found["marks"]] == ["discovered_at"]
    assert answer("discovered_at: 2026-11-21T23:00:00-06:00", "--on", "2026-11-21")["marks"] == []


def test_the_cases_print_a_table_to_sign() -> None:
    code, out, _ = run("policy", "cases", "tests/policy/us_federal.yaml")
    assert code == 0
    assert "9 cases, 0 do not hold" in out
    assert "Signed for the Chief Counsel's Office" in out


def test_a_case_that_does_not_hold_fails(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(
        'packs: [us_mo_407_1500]\nday: "2026-11-21"\ncases:\n'
        "  - {case: Wrong, facts: {accessed: false}, expect: {consumer_notice: required}}\n"
    )
    code, out, _ = run("policy", "cases", str(file))
    assert code == 1
    assert "NO: consumer_notice, status: not_required, not required" in " ".join(out.split())


@pytest.mark.parametrize(
    "text", ["cases: [{expect: {}}]", "colour: red", "cases: [{case: a, expects: 1, expect: {a: b}}]"]
)
def test_a_file_that_is_not_cases_is_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text)
    code, _, err = run("policy", "cases", str(file))
    assert (code, err.count("\n")) == (2, 1)


def test_a_changed_number_is_told_in_plain_words(tmp_path: Path) -> None:
    from bot.policy.load import FOLDER

    old = FOLDER / "laws" / "us_mo_407_1500.yaml"
    new = tmp_path / "us_mo_407_1500.yaml"
    new.write_text(
        old.read_text().replace("value: 1000}", "value: 500}").replace("kind: immediately", "kind: promptly")
    )
    code, out, _ = run("policy", "diff", str(old), str(new))
    assert code == 0
    assert out.splitlines() == [
        "us_mo_407_1500.yaml: values, at_one_time_limit, dated, 2009-08-28, value: was 1000; is now 500.",
        "us_mo_407_1500.yaml: obligations, owner_notice, clock, kind: was immediately; is now promptly.",
    ]
    assert run("policy", "diff", str(old), str(old))[1] == "Nothing changed.\n"
    assert run("policy", "diff", str(old), str(tmp_path / "none.yaml"))[0] == 2
