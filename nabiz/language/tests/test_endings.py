import pytest

from nabiz.language.endings import is_denied, is_denied_verb, is_noun_ending, is_verb_ending, is_without


@pytest.mark.parametrize("rest", ["", "ler", "lerimizden", "ydi", "siniz", "si", "yle", "lik", "dir"])
def test_endings_of_a_noun(rest):
    assert is_noun_ending(rest)


@pytest.mark.parametrize("rest", ["lenmedi", "leniyor", "xyz", "mazlar"])
def test_what_makes_a_verb_of_a_noun_is_none(rest):
    assert not is_noun_ending(rest)


@pytest.mark.parametrize("rest", ["siz", "suz", "sizdi", "sizlik"])
def test_the_ending_that_says_that_it_is_missing(rest):
    assert is_without(rest)


@pytest.mark.parametrize("rest", ["dim", "iyorum", "ecegim", "ilmis", "ebilirim", "en", "ip"])
def test_a_verb_affirmed(rest):
    assert is_verb_ending(rest)
    assert not is_denied(rest)


@pytest.mark.parametrize("rest", ["medim", "miyorum", "meyecegim", "ilmemis", "emedik", "mez", "mem", "meyin", "meden"])
def test_a_verb_denied(rest):
    assert is_verb_ending(rest)
    assert is_denied(rest)


@pytest.mark.parametrize("rest", ["mesi", "mesini", "me", "meye"])
def test_the_noun_of_a_verb_denies_nothing(rest):
    assert not is_denied(rest)


@pytest.mark.parametrize("word", ["gelmedi", "ulasamiyorum", "bakmazlar", "vermediniz", "olmayan"])
def test_a_verb_denied_is_seen_without_knowing_it(word):
    assert is_denied_verb(word)


@pytest.mark.parametrize("word", ["tamam", "geldi", "firmam", "memnun", "program", "merdiven", "problemdi"])
def test_other_words_are_not_taken_for_one(word):
    assert not is_denied_verb(word)
