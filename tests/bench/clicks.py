"""Thirty clicks in a second on one checklist: how many updates Slack gets, and whether the last state stands there."""

import re
import time
from collections.abc import Collection
from typing import Any

from bot.policy.load import load_packs
from bot.rules.items import LEADER_ITEM
from sandbox.text import text_of
from tests.bench.load import one_by_one, press, report
from tests.bench.processes import Place, Running, Slack, bot, sandbox, wait_until
from tests.bench.row import Row, row

ROUNDS = 3
CLICKS = 30
CLICKING_SECONDS = 1.0
PATIENCE, REST_SECONDS = 5.0, 1.5
WHO = "U0ISAAC"
ROLE = "IS"


def measure(place: Place) -> list[Row]:
    """One person ticks every item of the list and takes ticks back, a click every 33 ms."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
        return click_lists(slack, ours)


def click_lists(slack: Slack, ours: Running) -> list[Row]:
    """The rows of some rounds, each in an incident of its own."""
    rounds = [_click(slack, ours, incident) for incident in range(1, ROUNDS + 1)]
    return [
        row("30 clicks in a second: updates of the checklist", [one for one, _ in rounds], "calls", "30 clicks"),
        row("30 clicks in a second: the last state stands there", [one for _, one in rounds], "%", "every round"),
    ]


def _click(slack: Slack, ours: Running, incident: int) -> tuple[float, float]:
    """Open an incident and click; answers the updates of the checklist, and 100 when it shows the last state."""
    one_by_one(ours.url, [report()])
    # the first hour's lines ask for words; the list of the second phase appears with the first fact
    wait_until(lambda: "unasked_confirm_pick" in str(slack.messages("isaac")), 20)
    asked = next(one for one in slack.messages("isaac") if "unasked_confirm_pick" in str(one))
    pick = press(WHO, "unasked_confirm_pick", f"{incident}|physical_criminal_conduct|0", str(asked["channel"]))
    one_by_one(ours.url, [pick])
    if not wait_until(lambda: _checklist(slack, incident) is not None, 20):
        raise RuntimeError("the incident did not open")
    time.sleep(REST_SECONDS)  # until the list may be updated again
    items = [item for item in offered(_checklist(slack, incident), incident, "done") if item not in needing_words()]
    if not items:
        raise RuntimeError("the list offers nothing to click")
    place = str((_checklist(slack, incident) or {})["channel"])
    _, after = slack.calls()
    done: set[str] = set()
    for click in range(CLICKS):
        began = time.monotonic()
        # the first is a double click, so that the list ends in another state than it began: an odd number are done
        item, double = items[max(0, click - 1) % len(items)], click == 1
        act = "undo" if item in done and not double else "done"
        done = done | {item} if double else done ^ {item}
        one_by_one(ours.url, [press(WHO, f"item_{act}", f"{incident}|{ROLE}|{item}|{act}", place)])
        time.sleep(max(0.0, CLICKING_SECONDS / CLICKS - (time.monotonic() - began)))
    right = wait_until(lambda: last_state_stands(_checklist(slack, incident), incident, done), PATIENCE)
    time.sleep(REST_SECONDS)  # an update too many would come now
    ts = (_checklist(slack, incident) or {}).get("ts")
    calls, _ = slack.calls(after)
    updates = [one for one in calls if one["method"] == "chat.update" and one["args"]["ts"] == ts]
    return float(len(updates)), 100.0 if right and last_state_stands(
        _checklist(slack, incident), incident, done
    ) else 0.0


def _checklist(slack: Slack, incident: int) -> dict[str, Any] | None:
    key = f"{incident}:phase:assess"
    keyed = ((one.get("metadata") or {}, one) for one in slack.messages("isaac"))
    return next((one for metadata, one in keyed if metadata.get("event_payload", {}).get("key") == key), None)


def needing_words() -> set[str]:
    """Lines that a click alone does not settle: a form asks for words first."""
    return {LEADER_ITEM} | {one.id for one in load_packs().policy.rows if one.statement}


def last_state_stands(message: dict[str, Any] | None, incident: int, done: Collection[str]) -> bool:
    """Whether the list counts exactly these lines as done, and offers exactly these to be taken back."""
    counted = f" · {len(done)} of " in text_of(message or {})
    return counted and set(offered(message, incident, "undo")) == set(done)


def offered(message: dict[str, Any] | None, incident: int, act: str) -> list[str]:
    """The lines that the list offers for an act, in its order."""
    return re.findall(rf"'{incident}\|{ROLE}\|([^'|]+)\|{act}'", str(message))
