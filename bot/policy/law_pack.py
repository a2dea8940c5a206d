"""Reading a whole law pack, and checking that every name in it points at something."""

from collections.abc import Callable, Iterator
from datetime import date

from bot.assessment.vocabulary import DETERMINED_QUESTIONS, FEDERAL_DATA, FLAGS, STATES, fact_at
from bot.policy.conditions import MEASURES, Comparison, Condition, Reference, leaves
from bot.policy.cycles import circles
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
    Standing,
)
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
        coverage=tuple(_read_carrier(item) for item in fields.items("coverage")),
    )
    fields.close()
    _check_names(law, fields)
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
    )
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


def _read_standing(item: Fields, defaults: Defaults, codes: frozenset[str]) -> Standing:
    standing = Standing(
        id=item.text("id"),
        origin=read_origin(item, defaults),
        title=item.text("title"),
        text=item.text("text"),
        role=item.word("role", codes),
        every=item.maybe_text("every"),
        evidence=item.maybe_text("evidence"),
    )
    item.close()
    return standing


def _read_carrier(item: Fields) -> Carrier:
    carrier = Carrier(cite=item.text("of"), parts=item.words("by"), none=item.maybe_text("none"))
    item.close()
    return carrier


def conditions_of(law: Law) -> Iterator[tuple[str, Condition]]:
    """Every condition of a pack with the name of what holds it."""
    for step in law.steps.values():
        yield f"steps.{step.id}", step.when
        yield from ((f"steps.{step.id}", variant.when) for variant in step.variants)
    for exemption in law.exemptions.values():
        yield f"exemptions.{exemption.id}", exemption.made
        yield from ((f"exemptions.{exemption.id}", check.when) for check in exemption.checks)
    for obligation in law.obligations:
        yield from ((f"obligations.{obligation.id}", ground.when) for ground in obligation.grounds)
        for start in obligation.clock.starts:
            if start.when is not None:
                yield f"obligations.{obligation.id}", start.when
    yield from ((rule.id, rule.when) for rule in law.decisions)
    yield from ((rule.id, rule.when) for rule in law.tasks)
    yield from ((rule.id, rule.when) for rule in law.records)


def parts_of(law: Law) -> dict[str, list[str]]:
    """The names that coverage and references may use, by kind."""
    return {
        "value": list(law.values),
        "reading": list(law.readings),
        "step": [*law.steps, *(["breach"] if law.breach else [])],
        "exemption": list(law.exemptions),
        "obligation": [rule.id for rule in law.obligations],
        "determination": [rule.question for rule in law.determinations],
        "decision": [rule.id for rule in law.decisions],
        "task": [rule.id for rule in law.tasks],
        "record": [rule.id for rule in law.records],
        "flag": [rule.id for rule in law.flags],
        "standing": [rule.id for rule in law.standing],
    }


def _check_names(law: Law, fields: Fields) -> None:
    parts = parts_of(law)

    def must(kind: str, name: str, where: str) -> None:
        if name not in parts[kind]:
            fields.fault(where, f"there is no {kind} {name} in this pack")

    for kind, names in parts.items():
        for twice in sorted({name for name in names if names.count(name) > 1}):
            fields.fault(kind, f"{twice} stands twice")
    _check_conditions(law, must)
    for part in circles(law):
        fields.fault(part, "leads back to itself, so it has no answer")
    for obligation in law.obligations:
        where = f"obligations.{obligation.id}"
        for step in obligation.requires:
            must("step", step, where)
        for exemption in obligation.exemptions:
            must("exemption", exemption, where)
        if obligation.depends_on is not None:
            must("obligation", obligation.depends_on, where)
        if obligation.clock.value is not None:
            must("value", obligation.clock.value, where)
        if obligation.clock.reading is not None:
            must("reading", obligation.clock.reading, where)
    for rule in law.determinations:
        for name in rule.obligations:
            must("obligation", name, f"determinations.{rule.question}")
    for asked in law.steps.values():
        if asked.follows is not None:
            must("step", asked.follows, f"steps.{asked.id}")
    for name in law.breach.steps if law.breach else ():
        must("step", name, "breach")
    for name in law.breach.exemptions if law.breach else ():
        must("exemption", name, "breach")
    for record in law.records:
        must("value", record.years, f"records.{record.id}")
    for carrier in law.coverage:
        for part in carrier.parts:
            kind, _, name = part.partition(" ")
            if kind not in parts:
                fields.fault(f"coverage.{carrier.cite}", f"{part}: {kind} is no kind of part")
            else:
                must(kind, name, f"coverage.{carrier.cite}")


def _check_conditions(law: Law, must: Callable[[str, str, str], None]) -> None:
    kinds = {"step": "step", "taken": "exemption", "reading": "reading"}
    for where, found in conditions_of(law):
        for leaf in leaves(found):
            if isinstance(leaf, Reference) and leaf.kind in kinds:
                must(kinds[leaf.kind], leaf.name, where)
            if isinstance(leaf, Comparison) and leaf.operand is not None and leaf.operand.value is not None:
                must("value", leaf.operand.value, where)
