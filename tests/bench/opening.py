"""From the report until the reporter is inside the channel, and how many Slack calls an opening takes."""

from collections import Counter

from tests.bench.load import Answered, one_by_one, report
from tests.bench.processes import Place, Slack, bot, sandbox, wait_until
from tests.bench.row import Row, row

ROUNDS = 5
CALL_SECONDS = 0.2
_LAST = ("bookmarks.add", "pins.add", "conversations.setTopic")


def measure(place: Place) -> list[Row]:
    """Every call of the sandbox takes 0.2 s while the reporter waits; the calls of each opening are counted."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
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

    if not wait_until(at_rest, 15, every=0.5):
        raise RuntimeError(f"the incident did not open: {dict(calls)}")
    return calls


def _inside(slack: Slack, after: int, asked: Answered) -> float:
    """When the invitation had been carried out. `at` is a monotonic reading, the same in every process of a machine."""
    invited = next(one for one in slack.calls(after)[0] if one["method"] == "conversations.invite")
    return float(invited["at"] + invited["seconds"] - asked.began)
