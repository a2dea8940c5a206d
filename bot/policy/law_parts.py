"""Reading the parts of a law pack: values, steps, exemptions, clocks, contents, methods, grounds."""

from dataclasses import dataclass
from datetime import date

from bot.condition import NEVER, Condition, Period
from bot.policy.conditions import read_condition
from bot.policy.fields import Fields
from bot.policy.law import (
    CONFIDENCE,
    COUNTED_CLOCKS,
    EFFECTS,
    QUALITATIVE_CLOCKS,
    Clock,
    Content,
    Ground,
    MethodRule,
    Start,
)
from bot.policy.law_steps import Breach, Check, Exemption, Origin, Reading, Step, Value, Variant
from bot.vocabulary import METHOD_KINDS, PARTS, fact_at


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What a rule inherits from its pack: the day of the check and the known source codes."""

    verified_on: date
    sources: frozenset[str]


def read_origin(item: Fields, defaults: Defaults) -> Origin:
    """Citation, source, confidence, day of the check and quote of a rule."""
    return Origin(
        cite=item.text("cite"),
        source=item.word("source", defaults.sources),
        confidence=item.maybe_word("confidence", CONFIDENCE) or "firm",
        verified_on=item.maybe_day("verified_on") or defaults.verified_on,
        quote=item.maybe_text("quote"),
    )


def condition(item: Fields, name: str) -> Condition:
    """The condition at a key; its absence is a fault."""
    node = item.required(name)
    return read_condition(node, item.path(name), item.faults) if node else NEVER


def read_value(name: str, item: Fields, defaults: Defaults) -> Value:
    """A number with its periods, which follow each other without overlap. No `from`: the start was not read."""
    origin = read_origin(item, defaults)
    unit = item.text("unit")
    periods: list[Period] = []
    for part in item.items("dated"):
        if not part.has("value"):
            part.fault("value", "is missing; a repeal is written null")
        period = Period(
            start=part.maybe_day("from") or date.min, end=part.maybe_day("until"), amount=part.number("value")
        )
        if period.end is not None and period.end <= period.start:
            part.fault("until", "is not after from")
        if periods and (periods[-1].end is None or periods[-1].end > period.start):
            part.fault("from", "overlaps the period before it")
        periods.append(period)
        part.close()
    if not periods:
        item.fault("dated", "holds no period")
    item.close()
    return Value(name=name, unit=unit, origin=origin, periods=tuple(periods))


def read_reading(name: str, item: Fields, defaults: Defaults) -> Reading:
    """A debatable reading."""
    reading = Reading(
        id=name,
        origin=read_origin(item, defaults),
        text=item.text("text"),
        question=item.text("question"),
    )
    item.close()
    return reading


def read_step(name: str, item: Fields, defaults: Defaults) -> Step:
    """A step of a rule."""
    step = Step(
        id=name,
        origin=read_origin(item, defaults),
        when=condition(item, "when"),
        met=item.text("met"),
        unmet=item.text("unmet"),
        unknown=item.text("unknown"),
        follows=item.maybe_text("follows"),
        variants=_read_variants(item),
    )
    item.close()
    return step


def _read_variants(item: Fields) -> tuple[Variant, ...]:
    answers = {"met": True, "unmet": False, "unknown": None}
    variants: list[Variant] = []
    for part in item.items("variants"):
        of = part.word("of", answers)
        variants.append(Variant(of=answers.get(of), when=condition(part, "when"), text=part.text("text")))
        part.close()
    return tuple(variants)


def read_exemption(name: str, item: Fields, defaults: Defaults) -> Exemption:
    """An exemption with its preconditions."""
    origin = read_origin(item, defaults)
    checks: list[Check] = []
    for part in item.items("checks"):
        cite = part.maybe_text("cite") or origin.cite
        when = condition(part, "when")
        checks.append(Check(when=when, cite=cite, unmet=part.text("unmet"), unknown=part.text("unknown")))
        part.close()
    fact = item.text("fact")
    if fact and fact_at(fact) is None:
        item.fault("fact", f"there is no fact {fact}")
    exemption = Exemption(
        id=name,
        rule=item.text("rule"),
        origin=origin,
        fact=fact,
        made=condition(item, "made"),
        checks=tuple(checks),
        effect=item.word("effect", EFFECTS),
        taken=item.text("taken"),
    )
    item.close()
    return exemption


def read_breach(item: Fields, defaults: Defaults) -> Breach:
    """When the law finds a breach."""
    breach = Breach(
        origin=read_origin(item, defaults),
        steps=item.words("steps"),
        exemptions=item.words("exemptions"),
        met=item.text("met"),
        unmet=item.text("unmet"),
        unknown=item.text("unknown"),
    )
    item.close()
    return breach


def read_clock(item: Fields) -> Clock:
    """`{kind: immediately, cite: ..}` or `{business_days: 4, from: [..]}`; `{value: name}` when dated."""
    counted = [kind for kind in COUNTED_CLOCKS if item.has(kind)]
    starts = _read_starts(item)
    if not counted:
        clock = Clock(
            kind=item.word("kind", QUALITATIVE_CLOCKS),
            cite=item.text("cite"),
            starts=starts,
            spent_on=read_contents(item, "spent_on"),
        )
        item.close()
        return clock
    amount, value = _read_amount(item, counted[0])
    if not starts:
        item.fault("from", "a counted clock needs a start")
    clock = Clock(
        kind=counted[0],
        cite=item.text("cite"),
        amount=amount,
        value=value,
        starts=starts,
        calendar=item.maybe_text("calendar"),
        reading=item.maybe_text("reading"),
        no_start=item.text("no_start"),
    )
    if clock.kind == "business_days" and clock.calendar is None:
        item.fault("calendar", "business days need a calendar")
    item.close()
    return clock


def _read_starts(item: Fields) -> tuple[Start, ...]:
    starts: list[Start] = []
    for part in item.items("from"):
        facts = part.words("earliest_of")
        when = condition(part, "when") if part.has("when") else None
        starts.append(Start(facts=facts, when=when, text=part.text("text")))
        for fact in facts:
            if (found := fact_at(fact)) is None or found.kind != "instant":
                part.fault("earliest_of", f"{fact} is not a fact that is a date-time")
        part.close()
    return tuple(starts)


def _read_amount(item: Fields, kind: str) -> tuple[int | None, str | None]:
    node = item.required(kind)
    if node is not None and isinstance(node.value, dict):
        inner = Fields(node, item.path(kind), item.faults)
        value = inner.text("value")
        inner.close()
        return None, value
    if node is None or isinstance(node.value, bool) or not isinstance(node.value, int) or node.value < 1:
        item.fault(kind, "must be a whole number of one or more, or the name of a dated value")
        return 1, None
    return node.value, None


def read_contents(item: Fields, name: str) -> tuple[Content, ...]:
    """What a notice must, or must not, say."""
    contents: list[Content] = []
    for part in item.items(name):
        contents.append(Content(id=part.text("id"), cite=part.text("cite"), text=part.text("text")))
        part.close()
    if len({content.id for content in contents}) != len(contents):
        item.fault(name, "holds the same id twice")
    return tuple(contents)


def read_methods(item: Fields) -> tuple[MethodRule, ...]:
    """Which methods are accepted, and on what."""
    methods: list[MethodRule] = []
    for part in item.items("methods"):
        needs: list[tuple[str, str]] = []
        for need in part.items("needs"):
            needs.append((need.word("part", PARTS["planned_methods"]), need.text("unmet")))
            need.close()
        kind, cite = part.word("kind", METHOD_KINDS), part.text("cite")
        methods.append(MethodRule(kind=kind, cite=cite, needs=tuple(needs), never=part.maybe_text("never")))
        part.close()
    return tuple(methods)


def read_grounds(item: Fields) -> tuple[Ground, ...]:
    """The grounds for substitute notice."""
    grounds: list[Ground] = []
    for part in item.items("grounds"):
        ground = Ground(
            id=part.text("id"),
            cite=part.text("cite"),
            when=condition(part, "when"),
            whole=part.word("covers", ("all", "subset")) == "all",
            met=part.text("met"),
            unmet=part.text("unmet"),
            unknown=part.text("unknown"),
            count=part.maybe_text("count"),
            less=part.maybe_text("less"),
        )
        for name, path in (("count", ground.count), ("less", ground.less)):
            if path is not None and ((found := fact_at(path)) is None or found.kind != "count"):
                part.fault(name, f"{path} is not a fact that counts")
        part.close()
        grounds.append(ground)
    return tuple(grounds)
