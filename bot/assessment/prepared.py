"""Packs made ready for one day: values in force chosen, conditions ready to be asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from itertools import groupby

from bot.assessment.combinations import Node
from bot.assessment.nodes import ready
from bot.assessment.result import DecisionAnswer, Item, PackAnswer, Reason, TaskAnswer
from bot.calendars import Calendar
from bot.condition import Condition
from bot.kleene import Kleene
from bot.policy.law import Clock, Content, Ground, Law, LawDecision, LawTask, Obligation, RecordRule, Start
from bot.policy.schema import Policy, Row

BREACH = "breach"
EACH = {"infrastructure_locations": "infrastructure_locations", "contractors": "exposed_contractors"}
"""Which fact names those for whom a row of the policy stands once each."""

Amounts = Mapping[str, int | Decimal | None]


@dataclass(frozen=True, kw_only=True)
class PreparedLaw:
    """One law on one day."""

    law: Law
    amounts: Amounts
    obligations: Mapping[str, Obligation]
    in_force: Mapping[str, bool]
    steps: Mapping[str, Node]
    said: Mapping[str, Mapping[Kleene, Reason]]
    variants: Mapping[str, tuple[tuple[Kleene, Node, Reason], ...]]
    bearing: Mapping[str, tuple[str, ...]]
    exemptions: Mapping[str, tuple[Node, tuple[Node, ...]]]
    grounds: Mapping[str, tuple[tuple[Ground, Node], ...]]
    starts: Mapping[str, tuple[tuple[Start, Node | None], ...]]
    contents: Mapping[str, tuple[tuple[Item, ...], tuple[Item, ...]]]
    decisions: tuple[tuple[LawDecision, Node], ...]
    tasks: tuple[tuple[LawTask, Node], ...]
    records: tuple[tuple[RecordRule, Node], ...]


@dataclass(frozen=True, kw_only=True)
class RowGroup:
    """Neighbouring rows of the policy with one condition (None: every report), and what they then ask for.

    `each` is the row that stands once for each place or contractor of the facts; it is alone in its group.
    """

    node: Node | None
    rows: tuple[Row, ...]
    decisions: tuple[DecisionAnswer, ...]
    tasks: tuple[TaskAnswer, ...]
    each: Row | None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Everything an assessment asks: policy, enabled laws in their order, flags, calendars and zone.

    `answerable` holds the ids of every reading that CCO may answer, of all shipped packs; `obligation_ids` those of
    every obligation that a determination may name.
    """

    policy: Policy
    laws: tuple[PreparedLaw, ...]
    flags: tuple[str, ...]
    federal: PreparedLaw | None
    calendars: Mapping[str, Calendar]
    zone: tzinfo
    on: date
    incident: Node
    rows: tuple[RowGroup, ...]
    states: frozenset[str]
    answerable: frozenset[str]
    obligation_ids: frozenset[str]
    closed_days: frozenset[date]
    policy_used: PackAnswer
    packs_used: tuple[PackAnswer, ...]


def prepare(
    *,
    policy: Policy,
    laws: tuple[Law, ...],
    on: date,
    zone: tzinfo,
    calendars: Mapping[str, Calendar],
    flags: tuple[str, ...] = (),
    federal: Law | None = None,
    answerable: frozenset[str] = frozenset(),
    obligation_ids: frozenset[str] = frozenset(),
    closed_days: tuple[date, ...] = (),
) -> Rules:
    """Makes packs ready for the law in force on a day."""
    prepared = tuple(prepare_law(law, on, zone) for law in laws)
    own = {name for law in laws for name in law.readings}
    return Rules(
        policy=policy,
        laws=prepared,
        flags=flags,
        federal=prepare_law(federal, on, zone) if federal is not None else None,
        calendars=calendars,
        zone=zone,
        on=on,
        incident=ready(policy.incident.when, {}, zone),
        rows=tuple(_row_groups(policy.rows, zone)),
        states=frozenset(law.residents_of for law in laws if law.residents_of is not None),
        answerable=answerable | own,
        obligation_ids=obligation_ids | {rule.id for law in laws for rule in law.obligations},
        closed_days=frozenset(closed_days),
        policy_used=PackAnswer(name=policy.name, version=policy.version, verified_on=policy.verified_on),
        packs_used=tuple(PackAnswer(name=law.name, version=law.version, verified_on=law.verified_on) for law in laws),
    )


def prepare_law(law: Law, on: date, zone: tzinfo) -> PreparedLaw:
    """One law on one day."""
    amounts = {name: value.on(on) for name, value in law.values.items()}

    def node(condition: Condition) -> Node:
        return ready(condition, amounts, zone)

    def starts(clock: Clock) -> tuple[tuple[Start, Node | None], ...]:
        return tuple((start, None if start.when is None else node(start.when)) for start in clock.starts)

    return PreparedLaw(
        law=law,
        amounts=amounts,
        obligations={rule.id: rule for rule in law.obligations},
        in_force={rule.id: rule.start <= on and (rule.end is None or on < rule.end) for rule in law.obligations},
        steps={name: node(step.when) for name, step in law.steps.items()},
        said={
            name: {
                value: Reason(cite=step.origin.cite, text=text)
                for value, text in ((True, step.met), (False, step.unmet), (None, step.unknown))
            }
            for name, step in law.steps.items()
        },
        variants={
            name: tuple(
                (found.of, node(found.when), Reason(cite=step.origin.cite, text=found.text)) for found in step.variants
            )
            for name, step in law.steps.items()
        },
        bearing={rule.id: _bearing(law, rule) for rule in law.obligations},
        exemptions={
            name: (node(found.made), tuple(node(check.when) for check in found.checks))
            for name, found in law.exemptions.items()
        },
        grounds={rule.id: tuple((ground, node(ground.when)) for ground in rule.grounds) for rule in law.obligations},
        starts={
            **{rule.id: starts(rule.clock) for rule in law.obligations},
            **{flag.id: starts(flag.clock) for flag in law.flags},
        },
        contents={rule.id: (_items(rule.contents), _items(rule.forbidden)) for rule in law.obligations},
        decisions=tuple((rule, node(rule.when)) for rule in law.decisions),
        tasks=tuple((rule, node(rule.when)) for rule in law.tasks),
        records=tuple((rule, node(rule.when)) for rule in law.records),
    )


def _row_groups(rows: tuple[Row, ...], zone: tzinfo) -> Iterator[RowGroup]:
    # Prepared once: half of an assessment would otherwise go into writing the same tasks again.
    active = [row for row in rows if row.kind in ("task", "decision")]
    for (when, each), found in groupby(active, key=lambda row: (row.when, row.for_each)):
        group = tuple(found)
        yield RowGroup(
            node=None if when is None else ready(when, {}, zone),
            rows=group,
            decisions=tuple(_decision(row) for row in group if row.question is not None),
            tasks=tuple(row_task(row, None) for row in group if row.kind == "task"),
            each=group[0] if each else None,
        )


def _decision(row: Row) -> DecisionAnswer:
    roles = row.bearers or ("DEPT",)
    return DecisionAnswer(id=row.id, question=row.question or "", roles=roles, guidance=row.helps, cite=row.cite)


def row_task(row: Row, subject: str | None) -> TaskAnswer:
    """The task of a row, for one place or contractor where it stands once for each."""
    return TaskAnswer(
        id=row.id,
        role=row.lead,
        modal=row.modal,
        time_word=row.time_word,
        for_each=subject,
        title=row.title,
        cite=row.cite,
    )


def _bearing(law: Law, rule: Obligation) -> tuple[str, ...]:
    """The exemptions that bear on an obligation: those of the breach, of what it depends on, its own."""
    names: list[str] = []
    if BREACH in rule.requires and law.breach is not None:
        names.extend(law.breach.exemptions)
    for above in law.obligations:
        if above.id == rule.depends_on:
            names.extend(_bearing(law, above))
    return tuple(dict.fromkeys([*names, *rule.exemptions]))


def _items(contents: tuple[Content, ...]) -> tuple[Item, ...]:
    return tuple(Item(id=content.id, cite=content.cite, text=content.text) for content in contents)
