"""From the report until the reporter is inside the channel, and how many Slack calls an opening takes."""

from collections import Counter

from tests.bench.load import REPORTER, Answered, one_by_one, report
from tests.bench.processes import Place, Running, Slack, bot, sandbox, wait_until
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError

ROUNDS = 5
CALL_SECONDS = 0.2
PATIENCE, REST_SECONDS = 15.0, 0.5
_LAST = ("bookmarks.add", "pins.add", "conversations.setTopic")


def measure(place: Place) -> list[Row]:
    """Every call of the sandbox takes 0.2 s while the reporter waits; the calls of each opening are counted."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
        return open_some(slack, ours)


def open_some(slack: Slack, ours: Running) -> list[Row]:
    """The rows of some openings. Raises WrongError when one does not end, or leaves its reporter outside."""
    wait_until(lambda: slack.count("users.lookupByEmail") > 0, 10)
    one_by_one(ours.url, [report()])  # warms up; it also waits until the directory was read
    _opened(slack, 0)
    slack.add_delay(CALL_SECONDS)
    inside, single, counts = [], [], []
    for _ in range(ROUNDS):
        single.append(slack.call("auth.test"))
        _, after = slack.calls()
        asked = one_by_one(ours.url, [report()])[0]
        counts.append(_opened(slack, after))
        inside.append(_inside(slack, after, asked))
    ratios = [whole / one for whole, one in zip(inside, single, strict=True)]
    call = f"one API call with {CALL_SECONDS} s of delay ({sorted(single)[ROUNDS // 2] * 1000:.0f} ms)"
    methods = ", ".join(f"{name} {times}" for name, times in sorted(counts[-1].items()))
    return [
        row("reporter inside the channel, from sending the report", [one * 1000 for one in inside], "ms", call),
        row("reporter inside the channel, ratio", ratios, "x", f"{call}; at most 2.2"),
        row("Slack calls per opening", [sum(one.values()) for one in counts], "calls", methods),
    ]


def _opened(slack: Slack, after: int) -> Counter[str]:
    """Wait until an opening has made its last call and then nothing more; answer its calls by method."""
    calls: Counter[str] = Counter()

    def at_rest() -> bool:
        nonlocal calls
        before = calls
        calls = Counter(one["method"] for one in slack.calls(after)[0])
        return calls == before and all(calls[method] for method in _LAST)

    if not wait_until(at_rest, PATIENCE, every=REST_SECONDS):
        raise WrongError(f"the incident did not open: {dict(calls)}")
    return calls


def _inside(slack: Slack, after: int, asked: Answered) -> float:
    """When the reporter's invitation was carried out. `at` is a monotonic reading, the same in every process here."""
    invitations = [one for one in slack.calls(after)[0] if one["method"] == "conversations.invite"]
    of_reporter = (one for one in invitations if REPORTER in str(one["args"]["users"]) and one["answer"].get("ok"))
    invited = next(of_reporter, None)
    if invited is None:
        raise WrongError("the reporter was not let into the channel")
    return float(invited["at"] + invited["seconds"] - asked.began)
