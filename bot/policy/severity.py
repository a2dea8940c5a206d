"""Reading `severity.yaml`: strict, every fault with file, line and key."""

from decimal import Decimal

from bot.condition import NEVER, Condition, Owed, Reference, leaves
from bot.policy.conditions import read_condition
from bot.policy.fields import Fields
from bot.policy.source import Located
from bot.severity_method import (
    BANDS,
    CIRCUMSTANCES,
    DPC_SCORES,
    IMPACTS,
    LEVELLED,
    Band,
    BandStep,
    Category,
    DataProposal,
    FlagRule,
    FloorRule,
    ImpactScale,
    ImpactValue,
    Level,
    LevelProposal,
    Method,
    Source,
    Term,
)

RESTRICTED_CLASS = "restricted_class"
"""The one input that is no fact: people answer it when they vote (Policy 1)."""
_HIGHEST_PART = {**dict.fromkeys(CIRCUMSTANCES, Decimal("0.5")), "ei": Decimal(1)}


def read_severity(fields: Fields) -> Method:
    """The method; faults go to the file's faults."""
    data = _inner(fields, "data")
    categories = _categories(data)
    terms = _terms(fields)
    impact = _impact(fields)
    lifts, floors, proposals = _inner(fields, "lifts"), _inner(fields, "floors"), _inner(fields, "proposals")
    method = Method(
        name=fields.text("name"),
        version=fields.text("version"),
        verified_on=fields.day("verified_on"),
        sources=_sources(fields),
        data_question=data.text("question"),
        data_cite=data.text("cite"),
        categories=categories,
        terms=terms,
        bands=_bands(fields),
        flags=tuple(_flag(item) for item in fields.items("flags")),
        impact=impact,
        lifts_label=lifts.text("label"),
        lifts=_lifts(lifts, impact),
        floors_label=floors.text("label"),
        floors=tuple(_floor(item) for item in floors.items("rules")),
        proposals_label=proposals.text("label"),
        data_proposals=_data_proposals(proposals, categories),
        level_proposals=_level_proposals(proposals, terms),
    )
    _once(fields, "flags", [flag.id for flag in method.flags])
    _once(floors, "rules", [floor.id for floor in method.floors])
    for inner in (data, lifts, floors, proposals, fields):
        inner.close()
    return method


def _inner(fields: Fields, name: str) -> Fields:
    node = fields.required(name) or Located(value={}, line=fields.line)
    return Fields(node, fields.path(name), fields.faults)


def _once(fields: Fields, name: str, ids: list[str]) -> None:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        fields.fault(name, f"{one} stands twice")


def _sources(fields: Fields) -> dict[str, Source]:
    sources = {}
    for name, inner in fields.entries("sources").items():
        sources[name] = Source(title=inner.text("title"), checked=inner.text("checked"))
        inner.close()
    if not sources:
        fields.fault("sources", "is missing")
    return sources


def _dpc(fields: Fields, name: str) -> int:
    score = fields.whole(name)
    if score not in DPC_SCORES:
        fields.fault(name, f"{score} is not a score from 1 to 4")
    return score


def _categories(fields: Fields) -> dict[str, Category]:
    found = {}
    items = fields.items("categories")
    for item in items:
        levels = {}
        for inner in item.items("levels"):
            levels[_dpc(inner, "score")] = inner.text("text")
            inner.close()
        if tuple(levels) != DPC_SCORES:
            item.fault("levels", "must have the scores 1, 2, 3 and 4, in this order")
        category = Category(
            id=item.text("id"),
            score=_dpc(item, "score"),
            cite=item.text("cite"),
            text=item.text("text"),
            levels=levels,
        )
        found[category.id] = category
        item.close()
    if len(found) != len(items):
        fields.fault("categories", "holds an id twice")
    if not items:
        fields.fault("categories", "is missing")
    return found


def _terms(fields: Fields) -> dict[str, Term]:
    found = {}
    for name, inner in fields.entries("terms").items():
        if name not in LEVELLED:
            inner.fault("", f"{name} is not one of {', '.join(LEVELLED)}")
        found[name] = _term(name, inner)
    for name in LEVELLED:
        if name not in found:
            fields.fault("terms", f"the term {name} is missing")
    return found


def _term(name: str, fields: Fields) -> Term:
    cite = fields.text("cite")
    levels = []
    for item in fields.items("levels"):
        value = item.number("value")
        if value is None:
            item.fault("value", "is missing")
        levels.append(Level(id=item.text("id"), value=Decimal(value or 0), cite=cite, text=item.text("text")))
        item.close()
    values = [level.value for level in levels]
    if not levels or values != sorted(set(values)):
        fields.fault("levels", "must rise from level to level")
    most = _HIGHEST_PART.get(name, Decimal(1))
    if any(not 0 <= value <= most for value in values):
        fields.fault("levels", f"must lie between 0 and {most}")
    _once(fields, "levels", [level.id for level in levels])
    term = Term(question=fields.text("question"), cite=cite, levels=tuple(levels))
    fields.close()
    return term


def _band(fields: Fields, name: str) -> Band:
    word = fields.word(name, BANDS)
    return next((band for band in BANDS if band == word), "low")


def _bands(fields: Fields) -> tuple[BandStep, ...]:
    steps = []
    for item in fields.items("bands"):
        least = item.number("from")
        if least is None:
            item.fault("from", "is missing")
        steps.append(
            BandStep(id=_band(item, "id"), least=Decimal(least or 0), cite=item.text("cite"), text=item.text("text"))
        )
        item.close()
    starts = [step.least for step in steps]
    if tuple(step.id for step in steps) != BANDS:
        fields.fault("bands", f"must be {', '.join(BANDS)}, in this order")
    elif starts != sorted(set(starts)) or starts[0] != 0:
        fields.fault("bands", "must begin at 0 and rise from band to band")
    return tuple(steps)


def _condition(fields: Fields, name: str) -> Condition:
    node = fields.required(name)
    if node is None:
        return NEVER
    condition = read_condition(node, fields.path(name), fields.faults)
    for leaf in leaves(condition):
        if isinstance(leaf, Owed) or (isinstance(leaf, Reference) and leaf.kind in ("step", "taken", "reading")):
            # Severity never hangs on what a statute asks, nor the other way round.
            fields.fault(name, "reads something other than facts", node.line)
    return condition


def _flag(fields: Fields) -> FlagRule:
    people = fields.whole("people_more_than") if fields.has("people_more_than") else None
    when = _condition(fields, "when") if people is None or fields.has("when") else None
    if people is not None and when is not None:
        fields.fault("when", "must stand without people_more_than")
    flag = FlagRule(
        id=fields.text("id"),
        when=when,
        people_more_than=people,
        cite=fields.text("cite"),
        met=fields.text("met"),
        unmet=fields.text("unmet"),
        unknown=fields.text("unknown"),
    )
    fields.close()
    return flag


def _impact(fields: Fields) -> dict[str, ImpactScale]:
    found = {}
    for name, inner in fields.entries("impact").items():
        values = []
        for item in inner.items("levels"):
            values.append(ImpactValue(id=item.text("id"), text=item.text("text"), alone=item.flag("alone")))
            item.close()
        _once(inner, "levels", [value.id for value in values])
        if not values:
            inner.fault("levels", "is missing")
        found[name] = ImpactScale(question=inner.text("question"), cite=inner.text("cite"), values=tuple(values))
        inner.close()
    if set(found) != set(IMPACTS):
        fields.fault("impact", f"must have {', '.join(IMPACTS)}")
    return found


def _lifts(fields: Fields, impact: dict[str, ImpactScale]) -> dict[str, Band]:
    inner = _inner(fields, "functional")
    values = [value.id for value in impact["functional"].values] if "functional" in impact else []
    lifts = {name: _band(inner, name) for name in values if inner.has(name)}
    inner.close()
    return lifts


def _floor(fields: Fields) -> FloorRule:
    answered = fields.maybe_word("input", (RESTRICTED_CLASS,))
    when = _condition(fields, "when") if answered is None or fields.has("when") else None
    floor = FloorRule(
        id=fields.text("id"),
        at_least=_band(fields, "at_least"),
        when=when,
        cite=fields.text("cite"),
        question=fields.text("question"),
        text=fields.text("text"),
    )
    if answered is not None and (when is not None or floor.id != answered):
        fields.fault("input", "must stand without when, in a floor of the same id")
    fields.close()
    return floor


def _data_proposals(fields: Fields, categories: dict[str, Category]) -> tuple[DataProposal, ...]:
    found = []
    for item in fields.items("data"):
        found.append(
            DataProposal(
                category=item.word("category", tuple(categories)),
                dpc=_dpc(item, "dpc"),
                when=_condition(item, "when"),
                cite=item.text("cite"),
                text=item.text("text"),
            )
        )
        item.close()
    _falling(fields, "data", [Decimal(one.dpc) for one in found])
    return tuple(found)


def _level_proposals(fields: Fields, terms: dict[str, Term]) -> dict[str, tuple[LevelProposal, ...]]:
    inner = _inner(fields, "terms")
    found = {}
    for name in LEVELLED:
        values = {level.id: level.value for level in terms[name].levels} if name in terms else {}
        proposals = []
        for item in inner.items(name):
            value, when = item.word("value", tuple(values)), _condition(item, "when")
            proposals.append(LevelProposal(value=value, when=when, cite=item.text("cite"), text=item.text("text")))
            item.close()
        _falling(inner, name, [values.get(one.value, Decimal(0)) for one in proposals])
        found[name] = tuple(proposals)
    inner.close()
    return found


def _falling(fields: Fields, name: str, values: list[Decimal]) -> None:
    # The first that holds is proposed: a lower one in front would hide a higher one.
    if values != sorted(values, reverse=True):
        fields.fault(name, "must stand with the highest first")
