import pytest

from nabiz.language.aspects import clauses, read
from nabiz.language.duplicates import duplicates
from nabiz.language.spam import spam_signs
from nabiz.language.stems import stem, stem_key
from nabiz.language.theme_model import ThemeModel
from nabiz.language.themes import discover

TOPICS = {
    "delivery": ("kargo", "kurye", "paket", "teslimat"),
    "app": ("uygulama", "ekran", "şifre", "güncelleme"),
    "price": ("fiyat", "indirim", "zam", "kampanya"),
}
HOW = ("yarın", "geçen hafta", "sabah", "akşam", "dün", "pazartesi")
TEXTS = [
    f"{HOW[i % 6]} {words[i % 4]} ve {words[(i + 1) % 4]} hakkında {words[(i + 2) % 4]}"
    for words in TOPICS.values()
    for i in range(20)
]


@pytest.fixture(scope="module")
def model():
    return discover(TEXTS, count=3, language="tr")


def topic_of(model, text):
    return model.assign([text])[0].theme


def test_topics_are_found_and_named_by_their_words(model):
    named = [set(theme.words) for theme in model.topics]

    assert len(named) == 3
    assert all(any(set(words) & name for name in named) for words in TOPICS.values())


def test_no_theme_is_called_by_a_greeting_a_time_or_what_the_writer_did():
    polite = [f"Merhaba, kolay gelsin, {text} için yazmıştım, dün 3 saat aradım" for text in TEXTS]

    said = {word for theme in discover(polite, count=3, language="tr").topics for word in theme.words}

    assert "kargo" in said
    assert not said & {"merhaba", "kolay", "gelsin", "yazmıştım", "aradım", "dün", "saat"}


def test_the_same_texts_in_another_order_give_the_same_themes(model):
    assert discover(TEXTS[::-1], count=3, language="tr").to_json() == model.to_json()


def test_a_model_comes_back_from_its_file(model):
    again = ThemeModel.from_json(model.to_json())

    assert again.assign(TEXTS) == model.assign(TEXTS)
    assert again.to_json() == model.to_json()


@pytest.mark.parametrize("damaged", ["", "[]", "{}", '{"version": 99}', '{"version": 1, "themes": 3}'])
def test_a_damaged_file_is_refused(damaged):
    with pytest.raises(ValueError):
        ThemeModel.from_json(damaged)


def test_texts_that_name_no_topic_are_praise_blame_or_other(model):
    kinds = [model.theme(found.theme).kind for found in model.assign(["Çok güzel, teşekkürler", "Berbat, rezalet", ""])]

    assert kinds == ["praise", "complaint", "other"]


def test_a_correction_holds_for_the_text_and_after_new_texts_came(model):
    delivery, app = topic_of(model, "kargo kurye"), topic_of(model, "uygulama ekran")
    corrected = model.correct("kargo ekranı", app)
    updated, found = corrected.update(
        [*TEXTS, "Kargo  EKRANI"], [*(each.theme for each in model.assign(TEXTS)), delivery]
    )

    assert corrected.assign(["KARGO ekranı"])[0].is_corrected
    assert found[-1] == app == updated.assign(["kargo ekranı"])[0].theme


def test_old_texts_stay_when_new_ones_come(model):
    before = [each.theme for each in model.assign(TEXTS)]
    _, after = model.update([*TEXTS, *TEXTS[:6]], [*before, *[None] * 6])

    assert after[: len(before)] == before


def test_a_subject_that_was_not_there_before_founds_a_theme(model):
    new = [f"{HOW[i % 6]} mağazada kasiyer reyon otopark" for i in range(12)]
    updated, found = model.update([*TEXTS, *new], [*(each.theme for each in model.assign(TEXTS)), *[None] * 12])

    assert len(updated.topics) == 4
    assert set(found[-12:]) == {updated.topics[-1].id}


def test_a_name_outlives_an_update(model):
    theme = topic_of(model, "kargo kurye")
    updated, _ = model.rename(theme, "Teslimat").update(TEXTS, [each.theme for each in model.assign(TEXTS)])

    assert updated.theme(theme).title == "Teslimat"


def test_what_was_merged_is_found_under_its_new_theme(model):
    one, other = topic_of(model, "kargo kurye"), topic_of(model, "uygulama ekran")
    merged = model.merge(one, other)

    assert len(merged.topics) == 2
    assert merged.theme(one).id == other == topic_of(merged, "kargo kurye")


def test_a_theme_is_split_by_its_texts(model):
    one, other = topic_of(model, "kargo kurye"), topic_of(model, "uygulama ekran")
    parted = model.merge(one, other).split(other, TEXTS[:40])

    assert len(parted.topics) == 3
    assert topic_of(parted, "kargo kurye") != topic_of(parted, "uygulama ekran")


def test_texts_that_are_all_alike_cannot_be_split(model):
    with pytest.raises(ValueError):
        model.split(topic_of(model, "kargo"), ["kargo"] * 5)


def test_a_person_can_make_a_theme_of_words(model):
    made = model.add("Şifre sorunu", ["şifre"])

    assert made.theme(topic_of(made, "şifre")).title == "Şifre sorunu"


def test_quotes_are_of_the_theme_differ_and_are_masked(model):
    theme = topic_of(model, "kargo kurye")
    texts = ["Kargo ve kurye paket teslimat için geldi", "kargo ve kurye paket teslimat için geldi!", *TEXTS[:20]]
    quotes = model.quotes(theme, texts, 2, mask=str.upper)

    assert len(quotes) == 2
    assert all(quote.isupper() for quote in quotes)
    assert len(set(duplicates(quotes))) == 2


@pytest.mark.parametrize("texts", [[], [""], ["kargo"], ["👍"] * 3, ["kargo geldi"] * 5])
def test_few_or_empty_texts_give_a_model_that_answers(texts):
    assert len(discover(texts).assign(["kargo", ""])) == 2


def test_aspects_are_judged_each_by_its_own_clause():
    found = {each.theme: each.label for each in read("Kargo çok geç geldi, berbattı ama ürün harika", "tr")}

    assert found == {"delivery": "negative", "product": "positive"}


def test_english_aspects_are_parted_at_but():
    found = {
        each.theme: each.label
        for each in read("The delivery was terrible, never again, but I love the fabric, great quality", "en")
    }

    assert found == {"delivery": "negative", "product": "positive"}


def test_clauses_are_bounded():
    assert len(clauses("a. " * 50_000, "en")) <= 60


def test_near_doubles_point_to_the_first():
    texts = [
        "Kargo üç gün geç geldi, hiç memnun kalmadım",
        "Ürün güzel",
        "kargo üç gün GEÇ geldi; hiç memnun kalmadım!",
        "ok",
        "OK",
    ]

    assert duplicates(texts) == [0, 1, 0, 3, 3]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("asdfgh sdfghj qwert", ("gibberish",)),
        ("Casino bonusu için http://x.example/1", ("advertisement", "links")),
        ("iyi " * 20, ("repetition",)),
        ("iade\u202e edin", ("hidden",)),
        ("Kargom gelmedi, lütfen yardım edin", ()),
        ("Great service, thanks ❤️", ()),
        ("", ()),
    ],
)
def test_signs_of_spam(text, signs):
    assert spam_signs(text) == signs


def test_words_are_one_whichever_keyboard_typed_them():
    assert stem_key("ÜRÜNLER", "tr") == stem_key("urunler", "tr")
    assert stem("deliveries", "en") == stem("delivery", "en")
