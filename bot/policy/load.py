"""The only place that reads pack files. A broken pack is refused with every fault at once."""

from pathlib import Path

from bot.policy.fields import Fields
from bot.policy.rows import read_policy, read_roles
from bot.policy.schema import Policy
from bot.policy.source import Fault, Faults, Located, PackErrors, parse

__all__ = ["Fault", "PackErrors", "load_policy"]

FOLDER = Path(__file__).parent
_LARGEST = 2_000_000  # characters; a pack is a text that people read


def load_policy(folder: Path | None = None) -> Policy:
    """The department's policy and its roles, from `department_policy.yaml` and `roles.yaml`.

    Raises PackErrors with every fault of both files (file, line, key, sentence).
    """
    folder = folder or FOLDER
    roles_file, policy_file = Faults(file="roles.yaml"), Faults(file="department_policy.yaml")
    roles_node = _read(folder / "roles.yaml", roles_file)
    policy_node = _read(folder / "department_policy.yaml", policy_file)
    roles = read_roles(Fields(roles_node, "", roles_file))
    policy = read_policy(Fields(policy_node, "", policy_file), roles)
    found = [*roles_file.found, *policy_file.found]
    if found:
        raise PackErrors(found)
    return policy


def _read(path: Path, faults: Faults) -> Located:
    """The tree of one file; unreadable files become a fault and an empty tree."""
    empty = Located(value={}, line=1)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.add(1, "", "there is no such file")
        return empty
    except (OSError, UnicodeDecodeError) as error:
        faults.add(1, "", f"cannot be read: {type(error).__name__}")
        return empty
    if len(text) > _LARGEST:
        faults.add(1, "", f"holds more than {_LARGEST} characters")
        return empty
    return parse(text, faults) or empty
