"""The gold cases of the folder that GOLD names, and the adapters that answer them."""

import importlib
import json
import os
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent


def is_asked_for():
    """Whether GOLD names the folder; the usual one may be absent."""
    return bool(os.environ.get("GOLD"))


def gold_folder():
    return Path(os.environ.get("GOLD") or REPOSITORY / "../shared/gold")


def read_files():
    """The cases of each file of the folder, by its name. GOLD may name a single file too."""
    folder = gold_folder()
    files = [folder] if folder.is_file() else sorted(folder.glob("*.json"))
    return {path.name: _cases_of(path) for path in files}


def read_cases():
    """(file name, case) of every case; a case that points to another one's input gets it here."""
    return [(name, case) for name, cases in read_files().items() for case in cases]


def _cases_of(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    cases = content.get("cases", []) if isinstance(content, dict) else []
    inputs = {case["id"]: case["input"] for case in cases}
    return [{"params": {}, "tolerance": {}, **case, "input": _followed(case["input"], inputs)} for case in cases]


def _followed(given, inputs):
    """What `given` points to, from one case to the next; the pointer itself where that leads nowhere."""
    for _ in inputs:
        if not is_pointer(given):
            break
        given = inputs.get(given["input_ref"], given)
    return given


def is_pointer(given):
    return isinstance(given, dict) and "input_ref" in given


def pending_methods():
    """Methods that have no adapter yet, one a line; # begins a comment."""
    lines = (line.partition("#")[0].strip() for line in (HERE / "pending.txt").read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def adapter_of(method):
    """The function (params, given) -> dict for a method id, or None: `nps.ci` is `ci` in `adapters/nps.py`."""
    family, _, name = method.partition(".")
    if name.startswith("_") or not (family.isidentifier() and (HERE / "adapters" / f"{family}.py").is_file()):
        return None
    found = getattr(importlib.import_module(f".adapters.{family}", __package__), name, None)
    return found if getattr(found, "__module__", "").endswith(f".adapters.{family}") else None
