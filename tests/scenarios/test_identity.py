"""People keep their identity: an account outlives its address, roles follow Slack at once, nobody waits for others."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import GiveRole
from bot.decision import Refusal
from bot.question_commands import Determine
from handlers import directory
from sandbox.people import Person, Usergroup
from sandbox.text import text_of
from tests.scenarios.moved_clock import entries, later, on_a_monday, quiet, said, take
from tests.scenes import carry_out, known, line_done
from tests.stage import DEPARTMENT, Stage, on_stage

INFOSYS = "S0INFOSYS"


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A department whose IS is a user group and names nobody, on either database."""
    named = "members: [isaac@dot.example.gov, ivy@dot.example.gov, igor@dot.example.gov, ines@dot.example.gov]"
    text = DEPARTMENT.read_text()
    assert named in text
    department = tmp_path / "department.yaml"
    department.write_text(text.replace(named, f"usergroup: {INFOSYS}"))
    async with on_a_monday(database_url, tmp_path, department) as made:
        await made.slack.until(lambda: all(made.bot.desk.team.named(f"U0{who}") for who in ("ISAAC", "INES", "RUTH")))
        yield made


def decide(stage: Stage, who: str, key: str) -> Determine:
    """A determination that nothing else speaks against."""
    return Determine(
        key=key,
        actor=stage.person(who).id,
        incident=1,
        question="POL-4.2",
        act="decide",
        outcome="no",
        seen=99,
        reason="Nothing points to a crime",
    )


async def working_days_pass(stage: Stage) -> bool:
    """Two hours go by; whether IS's holder was reminded of one thing alone."""
    await later(stage, hours=2)
    return any("nudge_done" in str(one.blocks) for one in stage.person("isaac").dm())


async def test_a_changed_address_costs_no_role_and_ai_is_told_once(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, CR="rosa")
    stage.slack.change_email("rosa", "rosa.married@example.gov", quietly=True)
    for _ in range(2):
        await directory.refresh(stage.bot.desk)
        await quiet(stage)
    assert await entries(stage, "role_lost") == []
    assert "CR" in stage.bot.desk.team.roles_of(stage.person("rosa").id)
    told = [one for one in said(stage, "alice") if "rosa@dot.example.gov" in one]
    assert len(told) == 1
    assert "BR-" not in told[0]


async def test_a_whole_domain_that_changes_still_lets_the_next_report_call_everybody(stage: Stage) -> None:
    team = ("alice", "arthur", "carla", "colin", "rosa", "ralph")
    for who in (*team, "anita", "amos", "chidi", "ruth"):
        stage.slack.change_email(who, f"{who}@new.example.gov", quietly=True)
    await directory.refresh(stage.bot.desk)
    channel = await stage.report()
    assert {stage.person(who).id for who in team} <= set(channel.members)


async def test_an_event_takes_the_role_at_once_and_names_the_person_to_ai(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, IS="isaac")
    stage.slack.change_usergroup(INFOSYS, "ivy", "igor", "ines")
    await stage.slack.until(lambda: any("holds no role any more" in one for one in said(stage, "alice")))
    assert (await known(stage)).holders.keys() == set()
    assert [one["user"] for one in await entries(stage, "role_lost")] == [stage.person("isaac").id]
    alarm = next(one for one in stage.person("alice").dm() if "holds no role any more" in text_of(one))
    await stage.person("alice").press("room_right", alarm)
    await stage.slack.until(lambda: stage.person("isaac").id not in channel.members)


async def test_whoever_becomes_a_guest_loses_the_role_by_the_event(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, CR="rosa")
    stage.slack.make_guest("rosa")
    await stage.slack.until(lambda: any("holds no role any more" in one for one in said(stage, "alice")))
    assert "CR" not in (await known(stage)).holders


async def test_whoever_comes_into_a_group_is_invited_to_open_incidents_and_told(stage: Stage) -> None:
    channel = await stage.report("A laptop with the payroll was stolen")
    stage.slack.change_usergroup(INFOSYS, "isaac", "ivy", "igor", "ines", "dana")
    await stage.slack.until(lambda: stage.person("dana").id in channel.members)
    await stage.slack.until(lambda: any("you belong to Systems now" in one for one in said(stage, "dana")))
    assert "payroll" not in "".join(said(stage, "dana"))
    assert not any("dana" in one.lower() for one in said(stage, "alice"))


async def test_a_weighty_act_of_somebody_who_lost_the_role_quietly_is_refused(stage: Stage) -> None:
    await stage.report()
    stage.slack.make_guest("alice", quietly=True)
    await later(stage, minutes=2)
    told = await stage.bot.desk.execute(decide(stage, "alice", "k"))
    assert isinstance(told, Refusal)
    assert told.name == "role_needed"


async def test_what_slack_said_counts_for_a_while_when_it_is_silent_and_then_no_more(stage: Stage) -> None:
    await stage.report()
    await later(stage, minutes=3)
    stage.slack.faults.add("users.info", "error", times=None, error="internal_error")
    assert not isinstance(await stage.bot.desk.execute(decide(stage, "arthur", "a")), Refusal)
    await later(stage, minutes=16)
    told = await stage.bot.desk.execute(replace(decide(stage, "arthur", "b"), act="amend", outcome="yes"))
    assert isinstance(told, Refusal)
    assert told.name == "not_known_now"
    stage.slack.faults.clear()
    after = await stage.bot.desk.execute(replace(decide(stage, "arthur", "c"), act="amend", outcome="yes"))
    assert not (isinstance(after, Refusal) and after.name == "not_known_now")


async def test_a_group_of_which_slack_tells_no_more_stands_for_a_limited_time(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, IS="isaac")
    stage.slack.faults.add("usergroups.users.list", "error", times=None, error="no_such_subteam")
    await directory.refresh(stage.bot.desk)
    assert "IS" in (await known(stage)).holders
    stage.slack.clock.advance(timedelta(minutes=62).total_seconds())
    await stage.slack.until(lambda: stage.bot.desk.clock.now() >= stage.slack.clock.now() - timedelta(seconds=2))
    await directory.refresh(stage.bot.desk)
    await quiet(stage)
    assert "IS" not in (await known(stage)).holders
    assert any(INFOSYS in one for one in said(stage, "alice"))
    assert INFOSYS not in str((await stage.bot.health.seen())["directory"])
    assert "not known to Slack" in str((await stage.bot.health.seen())["directory"])


@pytest.mark.long_on_postgres
async def test_after_a_hand_over_the_former_holder_s_reminder_has_no_buttons(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, IS="isaac")
    for item in [one for one in (await known(stage)).items if one.role == "IS"][1:]:
        await carry_out(stage, line_done(stage, "IS", item.id, "Found out", "alice", item.subject))
    await stage.slack.until(lambda: working_days_pass(stage), timeout=60)
    (shown,) = [one for one in stage.person("isaac").dm() if "nudge_done" in str(one.blocks)]
    isaac, ivy = stage.person("isaac").id, stage.person("ivy").id
    await stage.bot.desk.execute(GiveRole(key="g", actor=isaac, incident=1, role="IS", user=ivy))
    await later(stage, seconds=4)
    await stage.slack.until(lambda: "not yours any more" in str(shown.blocks), timeout=30)
    assert not any(block["type"] == "actions" for block in shown.blocks)


@pytest.mark.parametrize("many", [300, pytest.param(1000, marks=pytest.mark.long)])
async def test_a_large_group_does_not_stand_before_the_reporter(tmp_path: Path, sqlite_url: str, many: int) -> None:
    named = "members: [isaac@dot.example.gov, ivy@dot.example.gov, igor@dot.example.gov, ines@dot.example.gov]"
    department = tmp_path / "department.yaml"
    department.write_text(DEPARTMENT.read_text().replace(named, "usergroup: S0MANY"))
    async with on_stage(sqlite_url, bots=0, department=department) as made:
        people = made.slack.workspace.people
        ids = [f"U0MANY{number:04d}" for number in range(many)]
        for one in ids:
            people[one] = Person(
                id=one,
                handle=one.lower(),
                name=one,
                email=f"{one.lower()}@dot.example.gov",
                team_id=made.slack.workspace.team_id,
            )
        made.slack.workspace.usergroups["S0MANY"] = Usergroup(id="S0MANY", handle="many", name="Many", users=ids)
        made.slack.faults.add("*", "delay", times=None, seconds=0.3)
        async with made.bot_inside():
            await made.slack.connected()
            await made.person("olga").command("/breach", "report A laptop was stolen")
            await made.slack.until(lambda: made.slack.calls("conversations.invite"), timeout=20)
            await made.slack.until(lambda: made.person("olga").id in made.channels()[0].members, timeout=5)
            assert ids[0] in made.channels()[0].members
            await made.slack.until(lambda: set(ids) <= set(made.channels()[0].members), timeout=60)
        assert len(made.slack.calls("users.info")) < 100
        assert not made.slack.violations
