"""YAML by libyaml where PyYAML was built with it: a tenth of the time, for a sandbox that starts again and again."""

from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """What the text says. Raises yaml.YAMLError."""
    return yaml.load(text, _LOADER)  # noqa: S506 - a SafeLoader either way
