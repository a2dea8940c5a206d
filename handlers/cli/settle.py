"""`breach assess --settle`: the unknown facts, those first that decide most."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.assessment.prepared import Rules


def show_settling(given: Mapping[str, Any], rules: "Rules", as_json: bool) -> None:
    """Prints each unknown fact with what it would settle, as a list or as JSON."""
    import json

    from bot.assessment.result import as_json as values
    from bot.assessment.settling import rank_unknowns

    found = rank_unknowns(given, rules)
    if as_json:
        print(json.dumps(values(found), indent=2))
        return
    for one in found:
        maybe = [name for name in one.sometimes if name not in one.always]
        said = [f"settles {', '.join(one.always)}"] if one.always else []
        said += [f"may settle {', '.join(maybe)}"] if maybe else []
        print(f"{one.fact}: {'; '.join(said)}")
    if not found:
        print("No unknown fact settles anything by itself.")
