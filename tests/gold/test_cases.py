import json

import pytest

from .cases import adapter_of, is_asked_for, is_pointer, read_cases, read_files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GOLD", str(tmp_path))
    return tmp_path


def write(path, *inputs, **more):
    cases = [{"id": str(place), "method": "nps.score", "input": given, **more} for place, given in enumerate(inputs)]
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")


def test_every_file_of_the_folder_is_read(folder):
    write(folder / "b.json", {"n": 1})
    write(folder / "a.json", {"n": 2}, {"n": 3})

    assert [(name, case["input"]["n"]) for name, case in read_cases()] == [("a.json", 2), ("a.json", 3), ("b.json", 1)]


def test_one_file_can_be_named(folder, monkeypatch):
    write(folder / "b.json", {"n": 1})
    monkeypatch.setenv("GOLD", str(folder / "b.json"))

    assert list(read_files()) == ["b.json"]


def test_a_pointer_is_followed_to_the_input_it_means(folder):
    write(folder / "a.json", {"input_ref": "1"}, {"input_ref": "2"}, {"n": 7})

    assert [case["input"] for _, case in read_cases()] == [{"n": 7}] * 3


def test_a_pointer_that_leads_nowhere_stays_one(folder):
    write(folder / "a.json", {"input_ref": "1"}, {"input_ref": "0"}, {"input_ref": "absent"})

    assert all(is_pointer(case["input"]) for _, case in read_cases())


def test_parameters_may_be_left_out(folder):
    write(folder / "a.json", {"n": 1})
    write(folder / "b.json", {"n": 1}, params={"confidence": 0.9})

    assert [case["params"] for _, case in read_cases()] == [{}, {"confidence": 0.9}]


def test_a_file_without_cases_is_an_empty_one(folder):
    (folder / "a.json").write_text("[1]")
    (folder / "b.json").write_text("{}")

    assert read_files() == {"a.json": [], "b.json": []}


def test_an_absent_folder_has_no_files(folder, monkeypatch):
    monkeypatch.setenv("GOLD", str(folder / "absent"))

    assert is_asked_for()
    assert read_files() == {}


@pytest.mark.parametrize(
    "method", ["nps.absent", "absent.score", "nps", "nps.", "", "nps._counts", "nps.nps", "../nps.ci"]
)
def test_what_is_no_method_has_no_adapter(method):
    assert adapter_of(method) is None
