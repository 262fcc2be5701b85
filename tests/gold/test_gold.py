import pytest

from .cases import adapter_of, gold_folder, is_asked_for, is_pointer, pending_methods, read_cases, read_files
from .comparison import disagreements

ABSENT = pytest.param(None, marks=pytest.mark.skip(reason=f"no gold files in {gold_folder()} (set GOLD)"), id="absent")
PENDING = set(pending_methods())  # named in pending.txt, to be built with the metrics that need them
WANTED = [(file, case) for file, case in read_cases() if case["method"] not in PENDING]
CASES = [pytest.param(case, id=f"{file}:{case['id']}") for file, case in WANTED] or [ABSENT]


@pytest.mark.shared
@pytest.mark.parametrize("case", CASES)
def test_the_gold_value_is_reproduced(case):
    method = case["method"]
    adapter = adapter_of(method)
    assert adapter, f"{method} is neither adapted nor listed in pending.txt"
    assert not is_pointer(case["input"]), f"no case of this file has the input {case['input']}"

    got = adapter(case["params"], case["input"])

    assert disagreements(got, case["expected"], case["tolerance"]) == []


def test_a_folder_that_is_asked_for_holds_cases():
    assert WANTED or not is_asked_for(), f"there are no gold cases in {gold_folder()}"
    assert [name for name, cases in read_files().items() if not cases] == []


def test_no_method_is_both_adapted_and_pending():
    assert [method for method in pending_methods() if adapter_of(method)] == []


def test_no_method_is_pending_twice():
    pending = pending_methods()

    assert len(pending) == len(set(pending))
