"""The names in a law pack: every one points at something, stands once and leads back to nothing."""

from collections.abc import Callable, Iterator

from bot.condition import Comparison, Condition, Reference, leaves
from bot.policy.cycles import circles
from bot.policy.fields import Fields
from bot.policy.law import Law


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


def check_names(law: Law, fields: Fields) -> None:
    """Reports every name in a pack that points at nothing, stands twice or leads back to itself."""
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
    if law.consumer_obligation is not None:
        must("obligation", law.consumer_obligation, "consumer_obligation")
    if law.harm_record is not None:
        must("record", law.harm_record, "harm_record")
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
