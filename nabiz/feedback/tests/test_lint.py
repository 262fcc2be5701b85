"""What a researcher would say to a survey before it goes out, in both languages."""

import pytest

from nabiz.feedback.lint import remarks_on
from nabiz.feedback.models import Question


def ask(kind="scale5", key="q1", **fields):
    texts = {"en": {"title": fields.pop("en", "How was it?"), "low": "Bad", "high": "Good"}}
    texts["tr"] = {"title": fields.pop("tr", "Nasıldı?"), "low": "Kötü", "high": "İyi"}
    return Question(key=key, kind=kind, texts=fields.pop("texts", texts), **fields)


def said(title, hint=""):
    return {language: {"title": title, "hint": hint, "low": "1", "high": "5"} for language in ("tr", "en")}


def option(value, label):
    return {"value": value, "texts": {language: {"label": label} for language in ("tr", "en")}}


def remarks(*questions, languages=("tr", "en")):
    from nabiz.feedback.models import Version

    return [each.text for each in remarks_on(Version(), questions, languages)]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (ask(en="How much did you enjoy our amazing service?"), "leads"),
        (ask(tr="Harika hizmetimizi ne kadar beğendiniz?"), "leads"),
        (ask(en="How satisfied are you with price and quality?"), "two things"),
        (ask(tr="Fiyattan ve kaliteden memnun musunuz?"), "two things"),
        (ask(en="How far do you agree that it was not difficult?"), "negatively"),
        (ask(tr="Sipariş vermek zor olmadı, katılıyor musunuz?"), "negatively"),
        (ask(texts={"en": {"title": "How was it?"}, "tr": {"title": "Nasıldı?"}}), "no words"),
        (ask(en=" ".join(["word"] * 40)), "long"),
        (ask("contact", is_required=True), "Contact details are required"),
        (ask("consent", is_required=True), "Consent is required"),
        (ask("consent", en="Untick this if you do not want our mails"), "turned around"),
        (ask(tr="Müthiş ekibimizden memnun kaldınız mı?"), "leads"),
        (ask(tr="Bizi neden seviyorsunuz?"), "leads"),
        (ask(texts=said("Size nasıl yardım ettik?", hint="Bildiğiniz gibi en iyisi biziz.")), "leads"),
        (ask(en="Why do you like us?"), "leads"),
        (ask(tr="Fiyatı ile kalitesinden memnun musunuz?"), "two things"),
        (ask("matrix", rows=[option("a", "Hız ve kalite"), option("b", "Fiyat")]), "two things"),
        (ask(tr="Ne kadar memnun değilsiniz?"), "negatively"),
        (ask(tr="Bize 10 puan verir misiniz?"), "good score"),
        (ask(en="Please give us a 10 so that our team gets its bonus"), "good score"),
        (ask("choice", options=[option("y", "Evet"), option("n", "Hayır, fazla ödemek istiyorum")]), "to shame"),
        (ask("consent", tr="İşareti kaldırmazsanız size yazarız"), "turned around"),
        (ask("text", is_required=True), "comment is required"),
        (ask("choice"), "fewer than two"),
        (ask(en="How was {ordr}?"), "ordr"),
        (ask(texts={"en": {"title": "Hi", "low": "a", "high": "b"}}), "missing in Turkish"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_weakness_is_named(question, said):
    assert any(said in text for text in remarks(question, ask("text", "why")))


def test_a_sound_survey_is_left_in_peace():
    assert remarks(ask(measure="csat"), ask("text", "why")) == []


SOUND = [
    ("tr", "Siparişinizden ne kadar memnun kaldınız?"),
    ("tr", "Ödeme adımı ne kadar kolaydı?"),
    ("tr", "Temsilcimiz sizi ne kadar anladı?"),
    ("tr", "{company} ile başlamak kolaydı, katılıyor musunuz?"),
    ("tr", "Değerlendirmenizi neye göre yaptınız?"),
    ("tr", "Sizin için en iyi hangi yol?"),
    ("tr", "Yokuş yukarı teslimat nasıldı?"),
    ("en", "How satisfied are you with your order?"),
    ("en", "How easy was it to order?"),
    ("en", "How likely are you to stay with us?"),
    ("en", "How well did the handover go?"),
]


@pytest.mark.parametrize(("language", "title"), SOUND)
def test_a_sound_question_is_left_in_peace(language, title):
    assert remarks(ask(**{language: title}), ask("text", "why")) == []
