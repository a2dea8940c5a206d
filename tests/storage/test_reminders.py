"""Reminders in the database: counted anew when a duty is open again, and never under a key that was used."""

from datetime import timedelta

from bot.decision import EndReminder, PutReminder, ShowReminder
from bot.duty import Reminder, Shown
from bot.rulebook import Rulebook
from storage import reminders
from storage.engine import Store
from tests.given import IS_LEAD, IS_OTHER, NOW
from tests.storage.steps import report

IS = {"kind": "role_unclaimed", "subject": "IS"}


async def put(store: Store, *, sent: bool = False, snoozed: bool = False) -> Reminder:
    """The next reminder of IS, set; answers how it stands then."""
    change = PutReminder(**IS, due_at=NOW + timedelta(minutes=5), sent=sent, snoozed=snoozed)
    await store.write(lambda conn: reminders.put(conn, 1, [change]))
    return await of_is(store)


async def of_is(store: Store) -> Reminder:
    found = await store.read(lambda conn: reminders.of_incident(conn, 1))
    return next(one for one in found if one.subject == "IS")


async def end(store: Store) -> None:
    await store.write(lambda conn: reminders.end(conn, 1, [EndReminder(**IS, at=NOW)]))


async def show(store: Store, *messages: Shown) -> None:
    for shown in messages:
        change = ShowReminder(**IS, shown=shown)
        await store.write(lambda conn: reminders.show(conn, 1, change))  # noqa: B023 - run at once


async def test_a_duty_that_is_open_again_is_counted_anew(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    await put(store)
    keys = {(await put(store, sent=True)).key for _ in range(4)}
    assert (await of_is(store)).sent == 4
    for round_ in range(2):
        await end(store)
        assert (await put(store)).sent == 0
        again = await put(store, sent=True)
        assert again.sent == 1
        assert again.key not in keys, round_
        keys.add(again.key)


async def test_the_newest_message_to_each_person_is_known(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    await put(store)
    old, new, other = (
        Shown(user=user, channel=f"D{user}", ts=ts) for user, ts in ((IS_LEAD, "1"), (IS_LEAD, "2"), (IS_OTHER, "3"))
    )
    await show(store, old, other, new)
    assert set((await of_is(store)).shown) == {new, other}


async def test_what_is_settled_or_put_off_has_no_message_with_buttons(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    await put(store)
    await show(store, Shown(user=IS_LEAD, channel="D", ts="1"))
    assert [one.over for one in (await put(store, snoozed=True)).shown] == [True]
    await show(store, Shown(user=IS_LEAD, channel="D", ts="2"))
    assert [one.over for one in (await put(store, sent=True)).shown] == [False]
    await end(store)
    assert [one.over for one in (await put(store)).shown] == [True]
