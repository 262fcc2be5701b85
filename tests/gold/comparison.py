"""When a result agrees with a gold value.

Only keys in `expected` are compared. A number passes when |got - expected| <= max(abs, rel |expected|), which `per_key`
overrides by key; two whole numbers must be equal, and so must strings, booleans and null. Lists are compared element by
element, objects by the keys expected. `min_*` keys are floors for the measured value of the rest of the name.
"""

import math

import numpy as np


def disagreements(got, expected, tolerance, where=""):
    """One sentence per value that does not agree; empty is a pass."""
    got = plain(got)
    if isinstance(expected, dict):
        return _object(got, expected, tolerance, where)
    if isinstance(expected, list):
        return _list(got, expected, tolerance, where)
    return [] if _agrees(got, expected, tolerance) else [f"{where or 'result'}: got {got!r}, expected {expected!r}"]


def plain(value):
    """Numbers and lists of the language, as JSON has them: NaN, which is how undefined leaves the code, is null."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, tuple):
        value = list(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def _object(got, expected, tolerance, where):
    if not isinstance(got, dict):
        return [f"{where or 'result'}: got {got!r}, expected an object"]
    found = []
    for key, value in expected.items():
        here = f"{where}.{key}" if where else key
        rule = {**tolerance, **tolerance.get("per_key", {}).get(key, {})}
        if key.startswith("min_"):
            measured = plain(got.get(key.removeprefix("min_")))
            is_number = isinstance(measured, int | float) and not isinstance(measured, bool)
            found += (
                [] if is_number and measured >= value else [f"{here}: got {measured!r}, at least {value!r} expected"]
            )
        elif key not in got:
            found.append(f"{here}: missing")
        else:
            found += disagreements(got[key], value, rule, here)
    return found


def _list(got, expected, tolerance, where):
    if not isinstance(got, list) or len(got) != len(expected):
        return [f"{where or 'result'}: got {got!r}, expected a list of {len(expected)}"]
    pairs = enumerate(zip(got, expected, strict=True))
    return [line for i, (a, b) in pairs for line in disagreements(a, b, tolerance, f"{where}[{i}]")]


def _agrees(got, expected, tolerance):
    if expected is None or isinstance(expected, str | bool):
        return type(got) is type(expected) and got == expected
    if got is None or isinstance(got, bool) or not isinstance(got, int | float):
        return False
    if isinstance(got, int) and isinstance(expected, int):
        return got == expected
    return abs(got - expected) <= max(tolerance.get("abs", 0), tolerance.get("rel", 0) * abs(expected))
