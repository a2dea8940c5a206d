"""What CCO determined: it governs, and beside it stands what the rules alone say."""

from collections.abc import Mapping
from typing import Any

from bot.assessment.result import Reason, SettledBy
from bot.policy.law import Law, Obligation


def in_force(known: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The determination in force on each question: the latest; without times, the last that was given."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in known.get("determinations") or ():
        before = found.get(one["question"])
        if before is None or before["at"] is None or one["at"] is None or before["at"] <= one["at"]:
            found[one["question"]] = one
    return found


def breach_ruling(
    law: Law, known: Mapping[str, Any], obligation: str | None = None
) -> tuple[bool, SettledBy, Reason] | None:
    """Whether CCO determined that there is, or is not, a breach of this law; None: nobody did.

    A determination for some obligations speaks for those only, and not for the law's verdict.
    """
    determined = in_force(known)
    for rule in law.determinations:
        one = determined.get(rule.question)
        if one is None or not rule.about_breach:
            continue
        if one["obligations"] is not None and obligation not in one["obligations"]:
            continue
        if one["outcome"] is rule.ends:
            return False, settled_by(one), Reason(cite=rule.origin.cite, text=rule.ended)
        if rule.found is not None:
            return True, settled_by(one), Reason(cite=rule.origin.cite, text=rule.found)
    return None


def ending(rule: Obligation, law: Law, known: Mapping[str, Any]) -> tuple[SettledBy, Reason] | None:
    """The determination that ends a duty, with its reason; None: none does."""
    determined = in_force(known)
    for found in law.determinations:
        one = determined.get(found.question)
        if one is None or one["outcome"] is not found.ends or rule.id not in found.obligations:
            continue
        if one["obligations"] is None or rule.id in one["obligations"]:
            return settled_by(one), Reason(cite=found.origin.cite, text=found.ended)
    return None


def settled_by(one: Mapping[str, Any]) -> SettledBy:
    """Who determined what, and when."""
    return SettledBy(question=one["question"], outcome=one["outcome"], at=one["at"], by=one["by"])
