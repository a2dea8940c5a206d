"""Reading a whole law pack, and checking that every name in it points at something."""

from datetime import date

from bot.condition import MEASURES
from bot.policy.fields import Fields
from bot.policy.law import (
    FOR_EACH,
    Carrier,
    DeterminationRule,
    FlagRule,
    Law,
    LawDecision,
    LawTask,
    Obligation,
    RecordRule,
    StandingDuty,
)
from bot.policy.law_names import check_names
from bot.policy.law_parts import (
    Defaults,
    condition,
    read_breach,
    read_clock,
    read_contents,
    read_exemption,
    read_grounds,
    read_methods,
    read_origin,
    read_reading,
    read_step,
    read_value,
)
from bot.policy.source import Located
from bot.vocabulary import DETERMINED_QUESTIONS, FEDERAL_DATA, FLAGS, STATES, fact_at

_NOTHING = Located(value={}, line=1)


def read_law(fields: Fields, codes: frozenset[str]) -> Law:
    """A law pack. `codes` are the roles of the department. Every fault goes to the file's faults."""
    name, title, version = fields.text("name"), fields.text("title"), fields.text("version")
    verified_on = fields.day("verified_on")
    jurisdiction, residents_of = fields.text("jurisdiction"), fields.maybe_word("residents_of", STATES)
    node = fields.required("sources")
    sources: dict[str, str] = {}
    if node is not None and isinstance(node.value, dict):
        listed = Fields(node, "sources", fields.faults)
        sources = {code: listed.text(code) for code in node.value}
    defaults = Defaults(verified_on=verified_on, sources=frozenset(sources))
    breach = fields.node("breach")
    law = Law(
        name=name,
        title=title,
        version=version,
        verified_on=verified_on,
        jurisdiction=jurisdiction,
        residents_of=residents_of,
        sources=sources,
        values={key: read_value(key, item, defaults) for key, item in fields.entries("values").items()},
        readings={key: read_reading(key, item, defaults) for key, item in fields.entries("readings").items()},
        steps={key: read_step(key, item, defaults) for key, item in fields.entries("steps").items()},
        exemptions={k: read_exemption(k, item, defaults) for k, item in fields.entries("exemptions").items()},
        breach=read_breach(Fields(breach, "breach", fields.faults), defaults) if breach else None,
        obligations=tuple(_read_obligation(item, defaults) for item in fields.items("obligations")),
        determinations=tuple(_read_determination(item, defaults) for item in fields.items("determinations")),
        decisions=tuple(_read_decision(item, defaults, codes) for item in fields.items("decisions")),
        tasks=tuple(_read_task(item, defaults, codes) for item in fields.items("tasks")),
        records=tuple(_read_record(item, defaults) for item in fields.items("records")),
        flags=tuple(_read_flag(item, defaults) for item in fields.items("flags")),
        standing=tuple(_read_standing(item, defaults, codes) for item in fields.items("standing")),
        consumer_obligation=fields.maybe_text("consumer_obligation"),
        harm_record=fields.maybe_text("harm_record"),
        coverage=tuple(_read_carrier(item) for item in fields.items("coverage")),
    )
    fields.close()
    check_names(law, fields)
    return law


def _read_obligation(item: Fields, defaults: Defaults) -> Obligation:
    origin = read_origin(item, defaults)
    count = measure = plus = None
    node = item.node("count")
    if node is not None:
        inner = Fields(node, item.path("count"), item.faults)
        measure = next((m for m in MEASURES if inner.has(m)), None)
        count = inner.text(measure or "fact")
        plus = inner.maybe_text("plus") if measure else None
        inner.close()
        wanted = "counts" if measure else "count"
        if (found := fact_at(count)) is None or found.kind != wanted:
            item.fault("count", f"{count} is not a fact that counts")
    dependent = None
    depends_on = item.maybe_text("depends_on")
    if depends_on is not None:
        dependent = (item.text("not_owed"), item.text("open"))
    start, end = item.maybe_day("from"), item.maybe_day("until")
    clock = item.required("clock") or _NOTHING
    grounds = read_grounds(item)
    obligation = Obligation(
        id=item.text("id"),
        rule=item.text("rule"),
        origin=origin,
        for_each=item.maybe_word("for_each", FOR_EACH),
        start=start or date.min,
        end=end,
        not_in_force=item.text("not_in_force") if start or end else "",
        recipient=item.text("recipient"),
        count=count,
        measure=measure,
        plus=plus,
        depends_on=depends_on,
        dependent=dependent,
        requires=item.words("requires"),
        exemptions=item.words("exemptions"),
        grounds=grounds,
        no_ground=item.text("no_ground") if grounds else None,
        clock=read_clock(Fields(clock, item.path("clock"), item.faults)),
        contents=read_contents(item, "contents"),
        forbidden=read_contents(item, "forbidden"),
        methods=read_methods(item),
    )
    item.close()
    return obligation


def _read_determination(item: Fields, defaults: Defaults) -> DeterminationRule:
    rule = DeterminationRule(
        question=item.word("question", DETERMINED_QUESTIONS),
        origin=read_origin(item, defaults),
        ends=item.flag("ends"),
        obligations=item.words("obligations"),
        about_breach=item.flag("about_breach"),
        ended=item.text("ended"),
        found=item.maybe_text("found"),
    )
    item.close()
    return rule


def _read_decision(item: Fields, defaults: Defaults, codes: frozenset[str]) -> LawDecision:
    decision = LawDecision(
        id=item.text("id"),
        origin=read_origin(item, defaults),
        when=condition(item, "when"),
        question=item.text("question"),
        roles=item.words("roles", codes),
        guidance=item.words("guidance", codes),
    )
    item.close()
    return decision


def _read_task(item: Fields, defaults: Defaults, codes: frozenset[str]) -> LawTask:
    task = LawTask(
        id=item.text("id"),
        origin=read_origin(item, defaults),
        when=condition(item, "when"),
        role=item.word("role", codes),
        modal=item.text("modal"),
        time_word=item.maybe_text("time_word"),
        title=item.text("title"),
        text=item.text("text"),
        statement=item.maybe_text("statement"),
    )
    if len(task.statement or "") > 150:
        item.fault("statement", "holds at most 150 characters")
    item.close()
    return task


def _read_record(item: Fields, defaults: Defaults) -> RecordRule:
    record = RecordRule(
        id=item.text("id"),
        origin=read_origin(item, defaults),
        when=condition(item, "when"),
        years=item.text("years"),
        since=item.text("since"),
        text=item.text("text"),
    )
    if (found := fact_at(record.since)) is None or found.kind != "instant":
        item.fault("since", f"{record.since} is not a fact that is a date-time")
    item.close()
    return record


def _read_flag(item: Fields, defaults: Defaults) -> FlagRule:
    clock = item.required("clock") or _NOTHING
    flag = FlagRule(
        id=item.word("id", FLAGS),
        origin=read_origin(item, defaults),
        data=item.word("data", FEDERAL_DATA),
        text=item.text("text"),
        unknown=item.text("unknown"),
        clock=read_clock(Fields(clock, item.path("clock"), item.faults)),
    )
    item.close()
    return flag


def _read_standing(item: Fields, defaults: Defaults, codes: frozenset[str]) -> StandingDuty:
    standing = StandingDuty(
        id=item.text("id"),
        origin=read_origin(item, defaults),
        title=item.text("title"),
        text=item.text("text"),
        role=item.word("role", codes),
        every=item.maybe_text("every"),
        evidence=item.maybe_text("evidence"),
        modal=item.maybe_text("modal"),
        register=item.maybe_text("register"),
    )
    item.close()
    return standing


def _read_carrier(item: Fields) -> Carrier:
    carrier = Carrier(cite=item.text("of"), parts=item.words("by"), none=item.maybe_text("none"))
    item.close()
    return carrier
