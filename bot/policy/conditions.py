"""The condition language of the packs: small enough to read on a page.

    all: [..]   any: [..]   not: {..}                                  combinations
    {fact: encrypted}                                                  the fact is true
    {fact: data_role, is: owns}                                        equality
    {fact: pi_elements, includes: ssn}   includes_any: [..]            membership
    {fact: residents.MO, more_than: 0}   at_least, less_than, at_most  comparison
    {sum_of: notices_at_one_time, more_than: {value: limit}}           also largest_of, count_of
    {sum_of: notices_at_one_time, plus: substitute_recipients, ..}     with one more count
    {some_element: {fact: element.kind, is: ssn}}                      some data element meets it by itself
    {shown: {..}}                                                      known to hold; never unknown
    {open_until: {..}, first: notices_at_one_time}                     unknown until it holds, then false
    {fact: delay.recorded_at, same_day_as: delay.requested_at}         also not_before
    {absent: ssn_digits_visible}                                       not given, where that says something
    {known: determined_at}                                             given; not given leaves it unknown
    {claimed: own_procedures_followed}                                 recorded as true; never unknown
    {determined: harm_unlikely}                                        CCO determined that it is so
    {step: breach}  {taken: harm_unlikely}  {reading: key_taken}       other parts of the same pack
    {obligations: [required, delayed]}                                 some obligation has such a status

A number on the right may be `{value: name}` (a dated value of the pack) or `{fact: path}`.
"""

from collections.abc import Iterator
from decimal import Decimal

from bot.condition import (
    _OF_FACTS,
    COMPARISONS,
    MEASURES,
    NEVER,
    REFERENCES,
    STATUSES,
    Combination,
    Comparison,
    Condition,
    OpenUntil,
    Operand,
    Owed,
    Reference,
    facts_of,
)
from bot.policy.fields import Fields
from bot.policy.source import Faults, Located
from bot.vocabulary import DETERMINED_QUESTIONS, FACTS, fact_at

_SINGLE = ("not", "some_element", "shown")
_COMBINATIONS = ("all", "any", *_SINGLE)
_MEMBERSHIP = ("includes", "includes_any")
_MOMENTS = ("same_day_as", "not_before")
_OPERATORS = ("is", *_MEMBERSHIP, *_MOMENTS, *COMPARISONS)
# Which operators suit which kind of fact: `{fact: residents.MO}` alone is a mistake, not a truth.
_SUITS = {
    "flag": ("true", "is"),
    "word": ("is",),
    "text": ("is",),
    "words": _MEMBERSHIP,
    "count": COMPARISONS,
    "amount": COMPARISONS,
    "instant": _MOMENTS,
}


def read_condition(node: Located, key: str, faults: Faults) -> Condition:
    """A condition from its tree. Faults are reported; what cannot be read becomes `NEVER`."""
    condition = _read(node, key, faults)
    if stray := next((path for path in _outside_elements(condition) if path.startswith("element.")), None):
        faults.add(node.line, key, f"{stray} stands outside some_element, so it has no answer")
        return NEVER
    return condition


def _outside_elements(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Combination):
        for part in condition.parts if condition.operator != "some_element" else ():
            yield from _outside_elements(part)
    elif isinstance(condition, OpenUntil):
        yield from _outside_elements(condition.until)
    else:
        yield from facts_of(condition)


def _read(node: Located, key: str, faults: Faults) -> Condition:
    if not isinstance(node.value, dict):
        faults.add(node.line, key, "must be a condition")
        return NEVER
    for operator in _COMBINATIONS:
        if operator in node.value:
            return _read_combination(operator, node, key, faults)
    fields = Fields(node, key, faults)
    condition = _read_leaf(fields, node.value, faults)
    fields.close()
    return condition


def _read_combination(operator: str, node: Located, key: str, faults: Faults) -> Condition:
    assert isinstance(node.value, dict)  # noqa: S101  (the caller looked)
    if len(node.value) != 1:
        faults.add(node.line, key, f"{operator} must stand alone in its mapping")
        return NEVER
    inner = node.value[operator]
    path = f"{key}.{operator}"
    if operator in _SINGLE:
        return Combination(operator=operator, parts=(_read(inner, path, faults),))
    if not isinstance(inner.value, list) or not inner.value:
        faults.add(inner.line, path, "must be a list of conditions, not empty")
        return NEVER
    parts = tuple(_read(part, f"{path}[{i}]", faults) for i, part in enumerate(inner.value))
    return Combination(operator=operator, parts=parts)


def _read_leaf(fields: Fields, keys: dict[str, Located], faults: Faults) -> Condition:
    for kind in REFERENCES:
        if kind in keys:
            name = fields.text(kind)
            if kind in _OF_FACTS and name and fact_at(name) is None:
                fields.fault(kind, f"there is no fact {name}")
            if kind == "determined" and name not in DETERMINED_QUESTIONS:
                fields.fault(kind, f"{name} is not one of {', '.join(DETERMINED_QUESTIONS)}")
            if kind == "claimed" and (found := fact_at(name)) is not None and found.kind != "flag":
                fields.fault(kind, f"{name} is not a yes-or-no fact")
            return Reference(kind=kind, name=name)
    if "open_until" in keys:
        until = fields.required("open_until")
        return OpenUntil(
            until=_read(until, fields.path("open_until"), faults) if until else NEVER,
            first=fields.word("first", FACTS),
        )
    if "obligations" in keys:
        return Owed(statuses=fields.words("obligations", STATUSES))
    measure = next((measure for measure in MEASURES if measure in keys), None)
    if measure is None and "fact" not in keys:
        fields.fault("", "is not a condition: it has none of fact, all, any, not, known, step and their like")
        return NEVER
    path = fields.text(measure or "fact")
    return _read_comparison(path, measure, fields, keys, faults)


def _read_comparison(
    path: str, measure: str | None, fields: Fields, keys: dict[str, Located], faults: Faults
) -> Condition:
    fact = fact_at(path)
    if fact is None:
        fields.fault(measure or "fact", f"there is no fact {path}")
        return NEVER
    given = [operator for operator in _OPERATORS if operator in keys]
    if len(given) > 1:
        fields.fault("", f"has {' and '.join(given)}: one comparison each")
        return NEVER
    operator = given[0] if given else "true"
    plus = fields.maybe_text("plus") if measure else None
    if plus is not None and ((more := fact_at(plus)) is None or more.kind != "count"):
        fields.fault("plus", f"{plus} is not a fact that counts")
    suits = COMPARISONS if measure else _SUITS.get(fact.kind, ())
    if operator not in suits:
        fields.fault(operator if given else "fact", f"{path} cannot be compared with {operator}")
        return NEVER
    if operator == "true":
        return Comparison(fact=path, measure=measure)
    if operator == "includes_any":
        literal = fields.words(operator, fact.words)
        return Comparison(fact=path, operator=operator, operand=Operand(literal=literal))
    node = fields.required(operator)
    operand = _read_operand(node, operator, fact.words, fields) if node else Operand()
    return Comparison(fact=path, measure=measure, operator=operator, operand=operand, plus=plus)


def _read_operand(node: Located, operator: str, words: tuple[str, ...], fields: Fields) -> Operand:
    if operator in _MOMENTS:
        other = fact_at(node.value) if isinstance(node.value, str) else None
        if other is None or other.kind != "instant":
            fields.fault(operator, "must name a fact that is a date-time", node.line)
        return Operand(fact=str(node.value))
    if isinstance(node.value, dict):
        inner = Fields(node, fields.path(operator), fields.faults)
        value, fact = inner.maybe_text("value"), inner.maybe_text("fact")
        inner.close()
        if (value is None) == (fact is None):
            fields.fault(operator, "must have one of value and fact", node.line)
        if fact is not None and ((found := fact_at(fact)) is None or found.kind != "count"):
            fields.fault(operator, f"{fact} is not a fact that counts", node.line)
        return Operand(value=value, fact=fact)
    if operator in COMPARISONS:
        if isinstance(node.value, bool) or not isinstance(node.value, int | Decimal):
            fields.fault(operator, "must be a number", node.line)
        return Operand(literal=node.value if isinstance(node.value, int | Decimal) else 0)
    if isinstance(node.value, list) or (words and node.value not in words):
        fields.fault(operator, f"{node.value} is not one of {', '.join(words)}", node.line)
        return Operand(literal="")
    return Operand(literal=node.value)
