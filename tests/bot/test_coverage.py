"""`breach policy coverage`: how each provision and subsection is carried, and what fails."""

from pathlib import Path

import pytest

from tests.bot.test_assessment_command import run


def test_the_shipped_packs_are_sound_and_leave_nothing_uncovered() -> None:
    assert run("policy", "check")[0] == 0
    assert "0 without anything" in run("policy", "coverage")[1]


def test_every_shall_and_must_of_the_policy_and_of_the_enabled_statutes_is_carried_by_more_than_text() -> None:
    from bot.policy.coverage import cover_law, cover_policy
    from bot.policy.load import load_packs

    packs = load_packs()
    laws = [row for law in packs.laws.values() for row in cover_law(law)]
    assert [row.id for row in cover_policy(packs.policy, packs.questions, packs.proposals) if row.only_text] == []
    assert [row.cite for row in laws if row.only_text and row.pack == "us_mo_407_1500"] == []
    # The register of 1 CSR 10-2.020 is not built yet: the rule stands as text, and the coverage fails on it.
    assert {row.pack for row in laws if row.only_text} == {
        *("us_mo_1csr10_2_020", "us_mo_20csr100_6_110", "us_mo_insurance", "us_mo_sunshine"),
    }


def test_a_duty_in_an_enabled_pack_that_text_alone_carries_fails(tmp_path: Path) -> None:
    file = tmp_path / "department.yaml"
    file.write_text("packs: [us_mo_407_1500]\n")
    env = {"BREACH_DEPARTMENT": str(file)}
    assert run("policy", "coverage", env=env)[0] == 0
    file.write_text("packs: [us_mo_407_1500, us_mo_1csr10_2_020]\n")
    code, out, _ = run("policy", "coverage", env=env)
    assert code == 1
    assert "TEXT ALONE" in out


def test_a_shall_that_is_made_text_alone_in_an_enabled_pack_fails(tmp_path: Path) -> None:
    copy, file = packs_copied(tmp_path), tmp_path / "department.yaml"
    file.write_text("packs: [us_mo_407_1500]\n")
    env = {"BREACH_DEPARTMENT": str(file)}
    assert run("policy", "coverage", str(copy), env=env)[0] == 0
    policy = copy / "department_policy.yaml"
    text = policy.read_text()
    planted = text.replace("    kind: standing\n    modal: should\n", "    kind: standing\n    modal: shall\n", 1)
    assert planted != text
    policy.write_text(planted)
    code, out, _ = run("policy", "coverage", str(copy), env=env)
    assert code == 1
    assert "TEXT ALONE" in out
    assert "1 of them in enabled packs" in out
    policy.write_text(text)
    law = copy / "laws" / "us_mo_407_1500.yaml"
    law.write_text(law.read_text().replace("{id: MO-PI-15,", "{id: MO-PI-15, modal: must,"))
    assert run("policy", "coverage", str(copy), env=env)[0] == 1


def test_coverage_tells_closing_tests_apart_and_lists_what_waits_for_a_register() -> None:
    from bot.policy.coverage import cover_law, cover_policy
    from bot.policy.load import load_packs

    packs = load_packs()
    rows = {row.id: row for row in cover_policy(packs.policy, packs.questions, packs.proposals)}
    assert {name for name, row in rows.items() if "closing test" in row.how} >= {"POL-4.1", "POL-8.C", "POL-11.E1"}
    assert "closing test" not in rows["POL-10"].how
    assert [name for name, row in rows.items() if "register" in row.how] == [
        *("POL-11", "POL-11.C2", "POL-11.C3", "POL-11.C4"),
    ]
    assert [name for name, row in rows.items() if row.waits_for] == ["POL-DEF-DATA", "POL-1.1", "POL-1.2", "POL-1.4"]
    law = {row.cite: row for row in cover_law(packs.laws["us_mo_1csr10_2_020"])}
    assert [row.waits_for for row in law.values()] == [(), *[("data",)] * 5, ()]
    _, out, _ = run("policy", "coverage")
    assert "9 wait for a register that this program does not keep, and are not carried: POL-DEF-DATA" in out
    assert "1 CSR 10-2.020 (certification)" in out.splitlines()[-1]


def test_a_register_that_is_kept_carries_what_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.policy import coverage
    from bot.policy.load import load_packs

    monkeypatch.setattr(coverage, "REGISTERS", frozenset({"data"}))
    law = {row.cite: row for row in coverage.cover_law(load_packs().laws["us_mo_1csr10_2_020"])}
    row = law["1 CSR 10-2.020 (description)"]
    assert (row.how, row.waits_for, row.only_text) == (("register",), (), False)


def packs_copied(tmp_path: Path) -> Path:
    """The shipped packs, to change."""
    import shutil

    from bot.policy.load import FOLDER

    copy = tmp_path / "policy"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def test_a_provision_that_nothing_carries_fails_in_red(tmp_path: Path) -> None:
    copy = packs_copied(tmp_path)
    law = copy / "laws" / "us_mo_407_1500.yaml"
    text = law.read_text()
    law.write_text(text.replace(", by: [decision MO-PI-12]", ""))
    code, out, _ = run("policy", "coverage", str(copy))
    assert code == 1
    assert out.count("NOTHING") == 2  # the subsection, and the decision that no subsection names
    law.write_text(text.replace("colour", "").replace("residents_of: MO", "residents_of: NO"))
    code, out, err = run("policy", "check", str(copy))
    assert code == 2
    assert "laws/us_mo_407_1500.yaml:8: residents_of" in out
    assert err.count("\n") == 1
