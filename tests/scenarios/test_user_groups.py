"""A role that a Slack user group holds: its people are invited, asked and may take it; who leaves it loses the role."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers import directory
from handlers.outgoing import selfcheck
from sandbox.channel import Channel
from sandbox.text import text_of
from storage import roles
from tests.scenarios.moved_clock import entries, later, newest, on_a_monday, quiet, said, take
from tests.stage import DEPARTMENT, Stage

INFOSYS = "S0INFOSYS"
OF_IS = ("isaac", "ivy", "igor", "ines")


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A department whose IS is a user group and names nobody, on either database."""
    named = "members: [isaac@dot.example.gov, ivy@dot.example.gov, igor@dot.example.gov, ines@dot.example.gov]"
    text = DEPARTMENT.read_text()
    assert named in text
    department = tmp_path / "department.yaml"
    department.write_text(text.replace(named, f"usergroup: {INFOSYS}"))
    async with on_a_monday(database_url, tmp_path, department) as made:
        yield made


def card(stage: Stage, channel: Channel) -> str:
    return text_of(stage.surface(channel, "card")).replace("*", "")


async def looked(stage: Stage) -> None:
    """The directory was read again, and the self-check has run."""
    await directory.refresh(stage.bot.desk)
    await selfcheck.check_incidents(stage.bot.desk)
    stage.bot.delivery.wake()
    await quiet(stage)


async def held_by(stage: Stage, who: str) -> Channel:
    """An incident in which this person holds IS."""
    channel = await stage.report()
    await take(stage, channel, IS=who)
    assert "Systems (IS): nobody yet" not in card(stage, channel)
    return channel


async def test_the_people_of_a_group_are_invited_and_asked_and_one_of_them_takes_the_role(stage: Stage) -> None:
    channel = await stage.report()
    assert {stage.person(who).id for who in OF_IS} <= set(channel.members)
    await later(stage, minutes=5, seconds=2)
    assert [len(said(stage, who)) for who in OF_IS] == [1, 0, 0, 0]
    await later(stage, minutes=5, seconds=2)
    assert [len(said(stage, who)) for who in OF_IS] == [2, 1, 1, 1]
    await stage.person("ines").press("nudge_take", newest(stage, "ines"))
    await stage.slack.until(lambda: "Systems (IS): Ines Iglesias" in card(stage, channel))
    assert [one["user"] for one in await entries(stage, "role_taken")] == [stage.person("ines").id]


async def test_a_report_before_the_directory_was_ever_read_invites_the_group(stage: Stage) -> None:
    await stage.bot.desk.store.write(lambda conn: roles.remember_groups(conn, {INFOSYS: ()}))
    channel = await stage.report()
    assert {stage.person(who).id for who in OF_IS} <= set(channel.members)


async def test_who_is_taken_out_of_the_group_loses_the_role_at_the_next_self_check(stage: Stage) -> None:
    channel = await held_by(stage, "isaac")
    stage.slack.workspace.usergroups[INFOSYS].users.remove(stage.person("isaac").id)
    await looked(stage)
    lost = {"role": "IS", "user": stage.person("isaac").id}
    assert [{name: one[name] for name in lost} for one in await entries(stage, "role_lost")] == [lost]
    await stage.slack.until(lambda: "Systems (IS): nobody yet" in card(stage, channel))
    await later(stage, minutes=5, seconds=2)
    assert "nobody has taken Systems yet" in said(stage, "ivy")[-1]
    await looked(stage)
    assert len(await entries(stage, "role_lost")) == 1


@pytest.mark.parametrize(
    ("role", "office", "who", "next_"),
    [("IS", "Systems", "isaac", "ivy"), ("CR", "Communications", "rosa", "ralph")],
)
async def test_whoever_is_deactivated_loses_the_role_whether_of_a_group_or_named(
    stage: Stage, role: str, office: str, who: str, next_: str
) -> None:
    channel = await stage.report()
    await take(stage, channel, **{role: who})
    await stage.slack.until(lambda: f"{office} ({role}): nobody yet" not in card(stage, channel))
    stage.slack.deactivate(who)
    await looked(stage)
    assert [one["user"] for one in await entries(stage, "role_lost")] == [stage.person(who).id]
    await stage.slack.until(lambda: f"{office} ({role}): nobody yet" in card(stage, channel))
    await later(stage, minutes=5, seconds=2)
    assert f"nobody has taken {office} yet" in said(stage, next_)[-1]


async def test_a_group_that_slack_does_not_tell_of_stays_as_it_was(stage: Stage) -> None:
    channel = await held_by(stage, "isaac")
    stage.slack.faults.add("usergroups.users.list", "error", error="no_such_subteam")
    await looked(stage)
    assert await entries(stage, "role_lost") == []
    assert "Systems (IS): Isaac Ito" in card(stage, channel)
