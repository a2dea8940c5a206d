"""The mistakes that are made in Python: Cosmic Ray's, and subtler ones that a rule of law can hide."""

from collections.abc import Callable, Iterator
from typing import Any

import cosmic_ray.plugins
import parso

Variants = Callable[[Any], list[str]]
"""What a node of the syntax tree may become: the code of each possibility, without the blanks before it."""

# Left out of Cosmic Ray's: `==` for `is` and back (the same answer for every word and None), and arithmetic that can
# only raise (`tuple ** tuple`), which any test kills.
COSMIC = (
    *("core/AddNot", "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue"),
    *("core/ReplaceAndWithOr", "core/ReplaceOrWithAnd", "core/ReplaceUnaryOperator_Delete_Not"),
    *("core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/ZeroIterationForLoop"),
    *("core/ExceptionReplacer", "core/NumberReplacer"),
    *("core/ReplaceComparisonOperator_Eq_NotEq", "core/ReplaceComparisonOperator_NotEq_Eq"),
    *("core/ReplaceComparisonOperator_Is_IsNot", "core/ReplaceComparisonOperator_IsNot_Is"),
    *("core/ReplaceComparisonOperator_Lt_LtE", "core/ReplaceComparisonOperator_Lt_GtE"),
    *("core/ReplaceComparisonOperator_LtE_Lt", "core/ReplaceComparisonOperator_LtE_Gt"),
    *("core/ReplaceComparisonOperator_Gt_GtE", "core/ReplaceComparisonOperator_Gt_LtE"),
    *("core/ReplaceComparisonOperator_GtE_Gt", "core/ReplaceComparisonOperator_GtE_Lt"),
    *("core/ReplaceBinaryOperator_Sub_Add", "core/ReplaceBinaryOperator_BitAnd_BitOr"),
    *("core/ReplaceBinaryOperator_Mul_Add", "core/ReplaceBinaryOperator_FloorDiv_Mul"),
)
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}
JOINED = ("and_test", "or_test", "arith_expr")


class Rewriting:
    """An operator as Cosmic Ray's visitor calls it."""

    def __init__(self, variants: Variants) -> None:
        self.variants = variants

    def mutation_positions(self, node: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Where the node may be rewritten: once for each possibility."""
        for _ in self.variants(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """The node in its new form."""
        parse: Callable[[str], Any] = parso.parse
        return parse(node.get_first_leaf().prefix + self.variants(node)[index])


def settle_condition(node: Any) -> list[str]:
    """A condition that always holds, or never does."""
    parent, before = node.parent, node.get_previous_sibling()
    asks = getattr(before, "value", None) in ("if", "elif") and parent.type in ("if_stmt", "test", "comp_if", "ternary")
    return ["True", "False"] if asks else []


def drop_operand(node: Any) -> list[str]:
    """`a and b` without one of them; the same of `or` and `+`."""
    if node.type not in JOINED:
        return []
    parts, signs = node.children[::2], node.children[1::2]
    if any(sign.value == "-" for sign in signs):
        return []
    joint = f" {signs[0].value} "
    return [joint.join(_code(part) for part in parts if part is not dropped) for dropped in parts]


def swap_membership(node: Any) -> list[str]:
    """`in` for `not in`, and back."""
    if node.type != "comparison" or len(node.children) != 3:
        return []
    left, sign, right = (_code(child) for child in node.children)
    words = " ".join(sign.split())
    swapped = {"in": "not in", "not in": "in"}.get(words)
    return [f"{left} {swapped} {right}"] if swapped else []


def swap_quantity(node: Any) -> list[str]:
    """`any` for `all`, `min` for `max`, and back."""
    called = node.type == "name" and node.get_next_sibling() is not None and node.get_next_sibling().type == "trailer"
    first = called and node.parent.type == "atom_expr" and node.parent.children[0] is node
    return [SWAPPED[node.value]] if first and node.value in SWAPPED else []


def drop_replacement(node: Any) -> list[str]:
    """`replace(facts, a=1, b=2)` without one of its changes."""
    if node.type != "arglist" or node.parent.type != "trailer":
        return []
    called = node.parent.get_previous_sibling()
    if getattr(called, "value", None) != "replace":
        return []
    given = [child for child in node.children if child.type != "operator"]
    return [", ".join(_code(one) for one in given if one is not dropped) for dropped in given[1:]]


def _code(node: Any) -> str:
    code: str = node.get_code(include_prefix=False)
    return code


OPERATORS: dict[str, Any] = {
    **{name.removeprefix("core/"): cosmic_ray.plugins.get_operator(name)() for name in COSMIC},
    **{
        one.__name__: Rewriting(one)
        for one in (settle_condition, drop_operand, swap_membership, swap_quantity, drop_replacement)
    },
}
