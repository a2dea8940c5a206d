"""Two versions of a pack compared, in plain words."""

from collections.abc import Iterator

from bot.policy.source import Located, Scalar

_NAMES = ("id", "code", "of", "kind", "part", "from")


def differences(old: Located, new: Located, at: str = "") -> Iterator[str]:
    """One sentence for each difference between two trees, in the order of the new one."""
    before, after = old.value, new.value
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _maps(before, after, at)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, at)
    elif _plain(old) != _plain(new):
        yield f"{at}: was {_plain(old)}; is now {_plain(new)}."


def _maps(before: dict[str, Located], after: dict[str, Located], at: str) -> Iterator[str]:
    for name, value in after.items():
        path = f"{at}, {name}" if at else name
        if name not in before:
            yield f"{path}: added: {_plain(value)}."
        else:
            yield from differences(before[name], value, path)
    for name, value in before.items():
        if name not in after:
            path = f"{at}, {name}" if at else name
            yield f"{path}: removed; it was: {_plain(value)}."


def _lists(before: list[Located], after: list[Located], at: str) -> Iterator[str]:
    old, new = _named(before), _named(after)
    if old is not None and new is not None:
        yield from _maps(old, new, at)
        return
    was, now = [_plain(item) for item in before], [_plain(item) for item in after]
    if was != now:
        yield f"{at}: was {'; '.join(was) or 'empty'}; is now {'; '.join(now) or 'empty'}."


def _named(items: list[Located]) -> dict[str, Located] | None:
    """A list of entries that name themselves, by name; None for any other list."""
    named: dict[str, Located] = {}
    for item in items:
        if not isinstance(item.value, dict):
            return None
        entry = item.value
        name = next((str(entry[key].value) for key in _NAMES if key in entry and _is_plain(entry[key])), None)
        if name is None or name in named:
            return None
        named[name] = item
    return named


def _is_plain(node: Located) -> bool:
    return not isinstance(node.value, dict | list)


def _plain(node: Located) -> str:
    if isinstance(node.value, dict):
        return ", ".join(f"{name} {_plain(item)}" for name, item in node.value.items())
    if isinstance(node.value, list):
        return " and ".join(_plain(item) for item in node.value) or "empty"
    return _word(node.value)


def _word(value: Scalar) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split())
