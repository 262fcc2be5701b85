from nabiz.customers.traits import edited, traits_of


def test_what_was_not_touched_keeps_its_type():
    kept = {"seats": 5, "vip": True, "note": "5", "tags": ["a"]}

    assert edited(kept, [(trait.name, trait.value) for trait in traits_of(kept) if trait.is_plain]) == kept


def test_a_line_without_a_value_removes_the_trait():
    assert edited({"a": "x", "b": "y"}, [("a", ""), ("b", "z")]) == {"b": "z"}


def test_a_number_stays_a_number():
    assert edited({"seats": 5}, [("seats", "12"), ("new", "12")]) == {"seats": 12, "new": "12"}
