"""Where reminders stand: the newest of a duty has the buttons, an older one is over, once for each message."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import ReminderSent, SnoozeReminder
from bot.decision import Decision, EndReminder, Send, ShowReminder, Step
from bot.duty import Reminder, Shown
from bot.incident import IncidentFacts
from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from bot.rules.duties import subject_of
from bot.rules.reminding import expire_messages, record_reminder_sent, snooze_reminder
from tests.given import DEPARTMENT, FACTS, IS_LEAD, IS_OTHER, NOW, situated

LAW = Rulebook(packs=load_packs(), department=DEPARTMENT)
SUBJECT = subject_of(FACTS.items[0])


def shown(user: str, ts: str, *, over: bool = False) -> Shown:
    return Shown(user=user, channel=f"D{user}", ts=ts, over=over)


def known(*messages: Shown) -> IncidentFacts:
    reminder = Reminder(id=5, kind="task", subject=SUBJECT, due_at=NOW + timedelta(days=1), sent=1, shown=messages)
    return replace(FACTS, reminders=(reminder,))


def sent(ts: str = "2.0", *, alone: bool = True, subject: str = SUBJECT) -> ReminderSent:
    about = (("task", subject),)
    channel = f"D{IS_LEAD}"
    return ReminderSent(key="k", incident=7, user=IS_LEAD, about=about, channel=channel, ts=ts, alone=alone)


def taken_back(sends: tuple[Send, ...]) -> list[object]:
    return [step.payload["ts"] for step in sends if isinstance(step, Step) and step.name == "nudge_over"]


def test_the_first_message_is_remembered() -> None:
    decided = record_reminder_sent(sent(), situated(known()))
    assert decided.changes == (ShowReminder(kind="task", subject=SUBJECT, shown=shown(IS_LEAD, "2.0")),)
    assert decided.sends == ()


def test_a_newer_message_to_the_same_person_ends_the_older_and_nobody_elses() -> None:
    decided = record_reminder_sent(
        sent(),
        situated(known(shown(IS_LEAD, "1.0"), shown(IS_OTHER, "1.1"))),
    )
    assert taken_back(decided.sends) == ["1.0"]
    assert decided.changes == (ShowReminder(kind="task", subject=SUBJECT, shown=shown(IS_LEAD, "2.0")),)


def test_a_message_that_is_over_is_left_alone() -> None:
    assert taken_back(record_reminder_sent(sent(), situated(known(shown(IS_LEAD, "1.0", over=True)))).sends) == []


def test_a_list_has_no_buttons_of_its_own_and_ends_an_older_message() -> None:
    assert record_reminder_sent(sent(alone=False), situated(known())).changes == ()
    decided = record_reminder_sent(sent(alone=False), situated(known(shown(IS_LEAD, "1.0"))))
    assert decided.changes == (ShowReminder(kind="task", subject=SUBJECT, shown=shown(IS_LEAD, "2.0", over=True)),)
    assert taken_back(decided.sends) == ["1.0"]


def test_what_was_settled_while_its_message_was_under_way_is_over_at_once() -> None:
    decided = record_reminder_sent(sent(subject="IS|POL-0|"), situated(known()))
    assert taken_back(decided.sends) == ["2.0"]
    assert decided.changes == ()


def test_a_settled_duty_ends_every_message_about_it() -> None:
    facts = known(shown(IS_LEAD, "1.0"), shown(IS_OTHER, "1.1"), shown("UIGOR", "1.2", over=True))
    assert taken_back(expire_messages(facts, [EndReminder(kind="task", subject=SUBJECT, at=NOW)])) == ["1.0", "1.1"]
    assert expire_messages(facts, [EndReminder(kind="question", subject="", at=NOW)]) == ()


def test_a_reminder_that_was_put_off_ends_every_message_about_it() -> None:
    command = SnoozeReminder(key="k", actor=IS_LEAD, incident=7, reminder=5, until=NOW + timedelta(hours=1))
    decided = snooze_reminder(command, situated(known(shown(IS_LEAD, "1.0"), shown(IS_OTHER, "1.1")), law=LAW))
    assert isinstance(decided, Decision)
    assert taken_back(decided.sends) == ["1.0", "1.1"]


def test_one_message_is_changed_once_whatever_ends_it() -> None:
    facts = known(shown(IS_LEAD, "1.0"))
    (by_newer,) = record_reminder_sent(sent(), situated(facts)).sends
    (by_end,) = expire_messages(facts, [EndReminder(kind="task", subject=SUBJECT, at=NOW)])
    assert isinstance(by_newer, Step)
    assert by_newer.key == by_end.key
