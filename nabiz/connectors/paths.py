"""Find a value in nested dictionaries and lists by a dotted path, as `data.object.items.0.price`."""

from typing import Any


def at_path(value: Any, path: str) -> Any:
    """What stands there, or None. A leading `$` is taken for the whole, so that simple JSONPath works too."""
    for step in _steps(path):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _steps(path: str) -> list[str]:
    """`$.data.items[0]` and `data.items.0` are one path."""
    plain = path.strip().removeprefix("$").replace("[", ".").replace("]", "")
    return [step.strip("'\"") for step in plain.split(".") if step]
