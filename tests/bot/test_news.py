"""News: what follows from a change has an entry of its own, and all of a minute is one message under one key."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.decision import Change, Entry, SetFact, SetHolder
from bot.incident import Message
from bot.rules.news import COLLECTED, NEWS, follow_news, minute_of, tell_news
from tests.given import AI_LEAD, FACTS, NOTICE_OWED, NOW, having, knowing, situated

CARD = {"card": Message(surface="card", channel="C0INCIDENT", ts="1.1")}
OPENED = replace(FACTS, messages=CARD)
FACT = (SetFact(name="computerized", value=None, by=AI_LEAD, at=NOW, version=2),)
TAKEN = Entry(kind="role_taken", actor=AI_LEAD, body={"role": "AI", "user": AI_LEAD})


def test_a_new_verdict_and_new_duties_are_entries() -> None:
    found = follow_news(situated(OPENED), situated(knowing(OPENED, **NOTICE_OWED)), FACT)
    assert {one.kind for one in found} == {"verdict_changed", "duties_changed"}
    (verdict,) = (one for one in found if one.kind == "verdict_changed")
    assert (verdict.body["was"], verdict.body["now"]) == ("unresolved", "yes")
    (duties,) = (one for one in found if one.kind == "duties_changed")
    assert "consumer_notice" in str(duties.body["more"])


def test_a_new_severity_is_an_entry() -> None:
    voted = having(OPENED, "severity", "high", role="AI")
    found = follow_news(situated(OPENED), situated(voted), FACT)
    assert [(one.kind, one.body["now"]) for one in found] == [("severity_changed", "high")]


@pytest.mark.parametrize("changes", [(), (SetHolder(role="AI", user=AI_LEAD, by=AI_LEAD, at=NOW),)])
def test_what_touches_no_fact_is_not_looked_at(changes: tuple[Change, ...]) -> None:
    assert follow_news(situated(OPENED), situated(knowing(OPENED, **NOTICE_OWED)), changes) == ()


def test_nothing_new_is_no_entry() -> None:
    assert follow_news(situated(OPENED), situated(OPENED), FACT) == ()


def test_all_of_a_minute_is_one_message_and_the_next_minute_another() -> None:
    begun = minute_of(NOW)
    keys = [
        tell_news(situated(OPENED, now=begun + timedelta(seconds=after)), (TAKEN,))[0].key for after in (0, 30, 59, 60)
    ]
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_it_is_said_when_the_minute_is_over() -> None:
    now = minute_of(NOW) + timedelta(seconds=45)
    (step,) = tell_news(situated(OPENED, now=now), (TAKEN,))
    assert now + step.wait == minute_of(NOW) + COLLECTED
    assert step.payload == {"from": int(minute_of(NOW).timestamp())}


def test_nothing_is_said_before_the_card_stands_or_of_what_is_no_news() -> None:
    assert tell_news(situated(FACTS), (TAKEN,)) == ()
    assert tell_news(situated(OPENED), (Entry(kind="reminder_sent", actor="bot"),)) == ()
    assert "advice_given" not in NEWS
    assert "reminder_sent" not in NEWS
