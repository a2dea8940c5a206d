"""Data sets and third parties in the channel: lists with a form each, and a notice for each party."""

from typing import Any

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.notice_scenes import DOING, HAPPENED, begin, inputs, list_of, made, press, state_of
from tests.scenes import known, list_shown, say, shown
from tests.stage import Stage

EVERYWHERE = {"computerized": "yes", "names_included": "yes", "public_source": "no"}
REVENUE = "Department of Revenue"
OWNER_ANSWERS = {
    "field:incident_in_general_terms": HAPPENED,
    "field:what_is_not_known": "none",
    "field:other_information": "none",
    "field:what_we_are_doing": DOING,
    "field:notice_date": "2026-12-01",
    "field:signer": "Dana Director\nDirector of Human Resources",
    "field:contact": "Audits and Investigations Division\n573-751-7446",
    f"field:owner_data@{REVENUE}": "the claim files of the plan year 2025",
    f"field:addressee@{REVENUE}": "Department of Revenue\n301 West High Street\nJefferson City, MO 65101",
}


async def opened(stage: Stage, who: str, listed: str) -> Channel:
    """The list of data sets or of third parties, from "Update facts"."""
    (channel,) = stage.channels()
    await stage.person(who).press("update_facts", stage.surface(channel, "assessment"))
    await stage.person(who).press(listed)
    return channel


async def add_set(stage: Stage, pages: list[dict[str, Any]], **values: Any) -> None:
    """Add a data set as IS: its form, then a page for each kind of personal information."""
    isaac = stage.person("isaac")
    await opened(stage, "isaac", "datasets")
    await isaac.press("dataset_add")
    for sent in ({**EVERYWHERE, **values}, *pages):
        answer = await isaac.submit(sent)
        assert answer.errors == {}
    assert isaac.view is not None
    assert isaac.view["callback_id"] == "datasets", "the list stands there again"
    await isaac.close(everything=True)


async def add_party(stage: Stage, **values: Any) -> None:
    """Add a third party as AI."""
    alice = stage.person("alice")
    await opened(stage, "alice", "parties")
    await alice.press("party_add")
    assert (await alice.submit(values)).errors == {}
    await alice.close(everything=True)


async def three_sets(stage: Stage) -> Channel:
    """An incident with two own data sets, and one that is kept for another agency."""
    channel = await stage.report()
    what = {"occurred_at": 1_789_900_000, "discovered_at": 1_790_000_000, "location": "Central District"}
    assert await say(stage, "alice", "what", what) == {}
    assert await say(stage, "isaac", "data", {"accessed": "yes", "acquired": "yes"}) == {}
    await add_set(stage, [{"protection": "encrypted", "key_taken": "no"}], name="Payroll", role="owns", kinds=["ssn"])
    await add_set(stage, [], name="Permits", role="owns", kinds=["none"], residents="40")
    clear = {"protection": "none"}
    kept = {"name": "Claims", "role": "maintains", "owner_name": REVENUE, "kinds": ["medical"], "residents": "120"}
    await add_set(stage, [clear], **kept)
    return channel


async def test_three_sets_one_kept_for_another_agency_which_alone_is_told_and_the_proof_stands(stage: Stage) -> None:
    channel = await three_sets(stage)
    await stage.slack.until(lambda: "owner or licensee" in shown(stage, channel, "assessment"))
    facts = await known(stage)
    assert [one["name"] for one in facts.plain["datasets"]] == ["Payroll", "Permits", "Claims"]
    assert facts.plain["datasets"][2]["elements"] == [{"kind": "medical", "protection": "none"}]
    told = await list_of(stage)
    assert f"Notice to the owner of the data: {REVENUE}" in told
    assert "Notice to the owner of the data: Payroll" not in told
    await stage.person("rosa").close(everything=True)
    kind = "owner_notice"
    assert await begin(stage, OWNER_ANSWERS, kind=kind) == {}
    await press(stage, "rosa", "notice_ask", kind=kind, shows="is asked to approve")
    await press(stage, "carla", "notice_approve", kind=kind)
    assert (await stage.person("carla").submit({"reason": "Read against the facts"})).errors == {}
    await stage.slack.until(lambda: "Approved by" in state_of(stage, kind))
    await press(stage, "rosa", "notice_release", kind=kind, shows="Released by")
    await press(stage, "rosa", "notice_batch", kind=kind)
    assert (await stage.person("rosa").submit({"method": "written", "receipt": "Handed over"})).errors == {}
    await stage.slack.until(lambda: "✉ 1." in state_of(stage, kind))
    assert (await made(stage, kind)).each == REVENUE
    (revenue,) = (await known(stage)).plain["parties"]
    given = f"given:us_mo_407_1500:owner_notice:{revenue['id']}"
    assert (await known(stage)).in_force(given) is not None


async def test_bridge_drawings_with_two_counties_and_two_contractors_have_a_notice_each(stage: Stage) -> None:
    channel = await stage.report("Bridge drawings and contractor payroll were opened")
    places = {"infrastructure_data": "yes", "infrastructure_locations": "Cole County\nBoone County"}
    assert await say(stage, "isaac", "infrastructure", places) == {}
    for name in ("Bridge Builders", "Road Menders"):
        await add_party(stage, name=name, kind="contractor", involved="yes", impacted="yes", data_exposed="yes")
    await stage.slack.until(lambda: "Road Menders" in list_shown(stage, channel, "POL-8.C"))
    lines = {item.subject for item in (await known(stage)).items if item.id == "POL-8.C" and item.state == "open"}
    assert lines == {"Bridge Builders", "Road Menders"}
    told = await list_of(stage)
    for whom in ("Bridge Builders", "Road Menders", "Cole County", "Boone County"):
        assert f": {whom}" in told, told


async def test_naming_third_parties_settles_the_lines_of_policy_6(stage: Stage) -> None:
    channel = await stage.report()
    await add_party(stage, name="Bridge Builders", kind="contractor", involved="yes", impacted="yes")
    await stage.slack.until(lambda: list_shown(stage, channel, "POL-6.1").count("✓ Name the third parties") == 2)
    settled = {item.id: item.reason for item in (await known(stage)).items if item.id in ("POL-6.1", "POL-6.2")}
    assert settled == {"POL-6.1": "Bridge Builders", "POL-6.2": "Bridge Builders"}


async def test_only_ai_signs_that_there_is_no_third_party(stage: Stage) -> None:
    await stage.report()
    for who in ("isaac", "alice"):
        await opened(stage, who, "parties")
        await stage.person(who).press("parties_none")
    alice = stage.person("alice")
    await stage.slack.until(lambda: "Signed: no third party" in text_of(alice.view))
    assert (await known(stage)).known["no_third_parties"].by == alice.id


async def test_what_was_said_before_becomes_the_first_data_set(stage: Stage) -> None:
    await stage.report()
    assert await say(stage, "isaac", "data", {"pi_elements": ["ssn"], "encrypted": "no", "data_role": "owns"}) == {}
    await add_set(stage, [], name="Claims", role="maintains")
    first, second = (await known(stage)).plain["datasets"]
    assert first["elements"] == [{"kind": "ssn", "protection": "none"}]
    assert second["name"] == "Claims"
    assert (await known(stage)).plain["pi_elements"] is None
    isaac = stage.person("isaac")
    await opened(stage, "isaac", "datasets")
    assert "The data recorded so far" in text_of(isaac.view)
    await isaac.press("dataset_open", value="1|first")
    await isaac.submit({"name": "Payroll"})
    assert "Social Security numbers* in Payroll (1 of 1)" in text_of(isaac.view)


async def test_two_people_in_one_data_set_do_not_overwrite_each_other(stage: Stage) -> None:
    await stage.report()
    await add_set(stage, [], name="Payroll", role="owns")
    isaac, ivy = stage.person("isaac"), stage.person("ivy")
    for who in ("isaac", "ivy"):
        await opened(stage, who, "datasets")
        await stage.person(who).press("dataset_open")
    assert (await isaac.submit({"name": "Payroll 2025"})).errors == {}
    answer = await ivy.submit({"name": "Wages"})
    assert "Nothing was overwritten" in answer.errors["name"]


async def test_a_data_set_is_taken_out_with_its_reason(stage: Stage) -> None:
    await stage.report()
    await add_set(stage, [], name="Payroll", role="owns")
    isaac = stage.person("isaac")
    await opened(stage, "isaac", "datasets")
    await isaac.press("dataset_open")
    await isaac.press("dataset_remove")
    assert (await isaac.submit({"reason": "It was another server"})).errors == {}
    assert (await known(stage)).plain["datasets"] is None
    await stage.slack.until(lambda: "Payroll" not in text_of(isaac.view))


async def test_a_party_that_is_renamed_keeps_its_task_and_its_contact_is_proposed_in_its_notice(stage: Stage) -> None:
    channel = await stage.report("Contractor payroll was opened")
    builders = {"name": "Builders", "kind": "contractor", "involved": "yes", "impacted": "yes", "data_exposed": "yes"}
    await add_party(stage, **builders, contact="Olaf Office\n573-555-0190")
    await stage.slack.until(lambda: "affected contractors: Builders" in list_shown(stage, channel, "POL-8.C"))
    alice = stage.person("alice")
    await opened(stage, "alice", "parties")
    assert "Contact: Olaf Office" in text_of(alice.view)
    await alice.press("party_open")
    assert (await alice.submit({"name": "Bridge Builders"})).errors == {}
    await alice.close(everything=True)
    await stage.slack.until(lambda: "affected contractors: Bridge Builders" in list_shown(stage, channel, "POL-8.C"))
    lines = [(item.subject, item.state) for item in (await known(stage)).items if item.id == "POL-8.C"]
    assert lines == [("Bridge Builders", "open")]
    await list_of(stage)
    rosa = stage.person("rosa")
    await rosa.press("notice_begin_contractor_notice_0")
    typed = {one["block_id"]: one["element"].get("initial_value") for one in inputs(stage, "rosa")}
    assert typed["field:addressee@Bridge Builders"] == "Bridge Builders\nOlaf Office\n573-555-0190"
