"""The gold cases of the folder that GOLD names, and the adapters that answer them."""

import importlib
import json
import os
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent


def gold_folder():
    return Path(os.environ.get("GOLD") or REPOSITORY / "../shared/gold")


def read_cases():
    """(file name, case) of every case; a case that points to another one's input gets it here."""
    return [(path.name, case) for path in sorted(gold_folder().glob("*.json")) for case in _cases_of(path)]


def _cases_of(path):
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    inputs = {case["id"]: case["input"] for case in cases}
    for case in cases:
        if isinstance(case["input"], dict) and "input_ref" in case["input"]:
            case["input"] = inputs[case["input"]["input_ref"]]
    return cases


def pending_methods():
    """Methods that have no adapter yet, one a line; # begins a comment."""
    lines = (line.partition("#")[0].strip() for line in (HERE / "pending.txt").read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def adapter_of(method):
    """The function (params, given) -> dict for a method id, or None: `nps.ci` is `ci` in `adapters/nps.py`."""
    family, _, name = method.partition(".")
    if not (family.isidentifier() and (HERE / "adapters" / f"{family}.py").is_file()):
        return None
    found = getattr(importlib.import_module(f".adapters.{family}", __package__), name, None)
    return found if getattr(found, "__module__", "").endswith(f".adapters.{family}") else None
