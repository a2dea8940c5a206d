"""A mutant put into functions that are loaded already: a fraction of the time of loading everything anew."""

import sys
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from tests.mutants.mutant import Mutant

WRAPPED = ("__wrapped__", "__func__", "fget", "func")
"""Where a decorator keeps what it was given."""


def replace_code(mutant: Mutant, original: str) -> bool:
    """Give the functions of this process the mutant's code. False, and nothing done, when that is not enough."""
    module = sys.modules.get(mutant.path.removesuffix(".py").replace("/", "."))
    if module is None or not mutant.path.endswith(".py"):
        return False
    before, after = compile(original, mutant.path, "exec"), compile(mutant.text, mutant.path, "exec")
    if not _same_outside(before, after):
        return False
    found = [(_live(module, new.co_qualname), new) for old, new in _functions(before, after) if old != new]
    if any(function is None or len(function.__code__.co_freevars) != len(new.co_freevars) for function, new in found):
        return False
    for function, new in found:
        if function is not None:
            function.__code__ = new.replace(co_filename=function.__code__.co_filename)
    return bool(found)


def _functions(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions and methods of both, each with its other. What stands within a function belongs to it."""
    for old, new in zip(_codes(before), _codes(after), strict=True):
        if _is_class(old):
            yield from _functions(old, new)
        else:
            yield old, new


def _same_outside(before: CodeType, after: CodeType) -> bool:
    """Whether a module or a class differs in its functions alone."""
    olds, news = _codes(before), _codes(after)
    if len(olds) != len(news) or [one.co_qualname for one in olds] != [one.co_qualname for one in news]:
        return False
    if before.co_code != after.co_code or before.co_names != after.co_names or _others(before) != _others(after):
        return False
    return all(_same_outside(old, new) for old, new in zip(olds, news, strict=True) if _is_class(old))


def _codes(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _others(code: CodeType) -> list[str]:
    return [repr(constant) for constant in code.co_consts if not isinstance(constant, CodeType)]


def _is_class(code: CodeType) -> bool:
    return "__qualname__" in code.co_names and code.co_name.isidentifier() and "__module__" in code.co_names


def _live(module: Any, name: str) -> FunctionType | None:
    """The function of this name, behind whatever decorates it."""
    found: Any = module
    for part in name.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
        if found is None:
            return None
    while not isinstance(found, FunctionType):
        inner = next((getattr(found, place) for place in WRAPPED if getattr(found, place, None) is not None), None)
        if inner is None:
            return None
        found = inner
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found if isinstance(found, FunctionType) else None
