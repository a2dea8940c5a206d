"""From sending "Update facts" to the new card: what a person in the channel waits for."""

import time
from typing import Any

from sandbox.text import text_of
from tests.bench.processes import Place, Slack, bot, sandbox, wait_until
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError
from tests.scenes import BREACH

ROUNDS = 6
PATIENCE, REST_SECONDS = 10.0, 1.5
REQUIRED = "Tell affected Missouri consumers*: required"


def measure(place: Place) -> list[Row]:
    """Over Socket Mode: the forms are those that the bot opened, sent back by the sandbox."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack, transport="socket"):
        return change_facts(slack)


def change_facts(slack: Slack) -> list[Row]:
    """The rows of some changes that turn the verdict each time. Raises WrongError when the card does not say so."""
    slack.act("olga", "command", name="/breach", text="report A laptop was stolen")
    if not wait_until(lambda: _card(slack) is not None, PATIENCE):
        raise WrongError("the incident did not open")
    for who, section in (("rosa", "people"), ("alice", "what")):
        _say(slack, who, section, BREACH[section])
    acknowledged, shown = [], []
    for number in range(ROUNDS):
        time.sleep(REST_SECONDS)  # until the card may be updated again
        so = number % 2 == 0
        _open(slack, "isaac", "data")
        _, after = slack.calls()
        began = time.monotonic()
        _send(slack, "isaac", {**BREACH["data"], "accessed": "yes" if so else "no", "acquired": "yes" if so else "no"})
        acknowledged.append((time.monotonic() - began) * 1000)
        shown.append((_seen_at(slack, after, so) - began) * 1000)
    return [
        row(
            "update facts: the form is acknowledged", acknowledged, "ms", "the record, its tasks and reminders with it"
        ),
        row("update facts: the new card stands there", shown, "ms", "one update a second and message; at most 3,000"),
    ]


def _seen_at(slack: Slack, after: int, required: bool) -> float:
    """When Slack had the card that says so; a monotonic reading."""
    ts = (_card(slack) or {}).get("ts")
    if not wait_until(lambda: (REQUIRED in text_of(_card(slack) or {})) is required, PATIENCE):
        raise WrongError(f"the card does not say that the notice is {'' if required else 'not '}required")
    calls = [one for one in slack.calls(after)[0] if one["method"] == "chat.update" and one["args"]["ts"] == ts]
    told = [one for one in calls if (REQUIRED in str(one["args"])) is required]
    if not told:
        raise WrongError("the card was not updated")
    return float(told[0]["at"] + told[0]["seconds"])


def _say(slack: Slack, who: str, section: str, values: Any) -> None:
    _open(slack, who, section)
    _send(slack, who, values)


def _open(slack: Slack, who: str, section: str) -> None:
    slack.act(who, "press", action_id="update_facts", ts=(_card(slack) or {})["ts"])
    slack.act(who, "press", action_id=f"facts_{section}")


def _send(slack: Slack, who: str, values: Any) -> None:
    answer = slack.act(who, "submit", values=dict(values))
    if answer.get("errors"):
        raise WrongError(f"the form was refused: {answer['errors']}")
    slack.act(who, "close", everything=True)


def _card(slack: Slack) -> dict[str, Any] | None:
    keyed = ((one.get("metadata") or {}, one) for one in slack.messages("isaac"))
    return next((one for meta, one in keyed if meta.get("event_payload", {}).get("key") == "1:assessment"), None)
