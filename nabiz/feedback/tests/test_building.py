"""Members build surveys: questions, branching, versions, words and links."""

import pytest
from django.db import transaction

from nabiz.feedback import authoring
from nabiz.feedback.branching import path, problems
from nabiz.feedback.commands import invite
from nabiz.feedback.library import make_from_template, templates
from nabiz.feedback.lint import remarks_on
from nabiz.feedback.models import Question, Survey
from nabiz.feedback.queries import asked_version, newest_version, questions_of
from nabiz.feedback.tests.visitor import COMMENT, NPS
from nabiz.feedback.wording import missing_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in, owner):
    return sign_in(owner)


def ask(kind="scale5", key="q1", **fields):
    texts = {"en": {"title": fields.pop("en", "How was it?"), "low": "Bad", "high": "Good"}}
    texts["tr"] = {"title": fields.pop("tr", "Nasıldı?"), "low": "Kötü", "high": "İyi"}
    return Question(key=key, kind=kind, texts=fields.pop("texts", texts), **fields)


@pytest.mark.parametrize("key", sorted(templates()))
def test_every_template_can_go_live_and_is_whole_in_both_languages(ceren, key):
    survey = make_from_template(templates()[key], key, by=ceren)
    version = newest_version(survey)
    questions = questions_of(version)

    assert [missing_in(version, questions, language) for language in ("tr", "en")] == [[], []]
    assert list(problems(questions)) == []
    assert [each.text for each in remarks_on(version, questions, ["tr", "en"])] == []


def test_the_templates_cover_what_is_asked_most():
    assert set(templates()) == {
        "nps", "csat", "smileys", "ces5", "ces7", "pmf", "onboarding", "exit", "blog", "pricing", "after_chat", "after_call",
    }  # fmt: skip


def test_changing_what_was_answered_makes_the_next_version_and_answers_keep_theirs(survey, invitation, visit, ceren):
    visit(invitation.token).answer("9")

    authoring.change_question(survey, "score", texts={"en": {"title": "New"}}, by=ceren)

    assert [each.number for each in survey.versions.all()] == [1, 2]
    assert asked_version(survey).number == 1
    assert "New" not in visit(invitation.token).get().content.decode()
    with transaction.atomic():
        authoring.publish(survey, by=ceren)
    assert asked_version(survey).number == 2
    assert questions_of(survey.versions.get(number=1))[0].texts == NPS["texts"]


def test_before_the_first_answer_a_version_is_changed_in_place(survey, ceren):
    authoring.change_question(survey, "score", is_required=False, by=ceren)

    assert survey.versions.count() == 1


def test_a_removed_question_takes_along_what_led_to_it(make_live, ceren):
    shown = COMMENT | {"shown_if": {"question": "score", "op": "is", "value": 1}}
    survey = make_live(NPS, shown)

    authoring.remove_question(survey, "score", by=ceren)

    assert [(each.key, each.shown_if) for each in questions_of(newest_version(survey))] == [("why", {})]


def test_a_new_question_never_takes_the_name_of_an_old_one(survey, ceren):
    first = authoring.add_question(survey, kind="text", by=ceren)
    authoring.remove_question(survey, first.key, by=ceren)
    second = authoring.add_question(survey, kind="text", by=ceren)

    assert first.key == second.key or second.key > first.key


def test_jumps_and_conditions_choose_the_way():
    low = [{"op": "at_most", "value": 2, "to": "end"}]
    several = [
        ask(jumps=low),
        ask("text", "q2", shown_if={"question": "q1", "op": "is", "value": 5}),
        ask("text", "q3"),
    ]

    assert [each.key for each in path(several, {"q1": 1})] == ["q1"]
    assert [each.key for each in path(several, {"q1": 5})] == ["q1", "q2", "q3"]
    assert [each.key for each in path(several, {"q1": 4})] == ["q1", "q3"]


@pytest.mark.parametrize(
    "several",
    [
        [ask(jumps=[{"op": "is", "value": 1, "to": "q1"}])],
        [ask(), ask("text", "q2", jumps=[{"op": "is_answered", "to": "q1"}])],
        [ask("text", "q1", shown_if={"question": "q2", "op": "is", "value": 1}), ask(key="q2")],
        [ask(is_required=True, jumps=[{"op": "at_least", "value": 1, "to": "end"}]), ask("text", "q2")],
        [ask(), ask("text", "q2", shown_if={"question": "q1", "op": "is", "value": 9})],
    ],
    ids=["loop", "back", "before it is asked", "never reached", "never true"],
)
def test_loops_and_dead_ends_are_found(several):
    assert list(problems(several))


def test_a_survey_with_a_dead_end_does_not_go_live(ceren):
    loop = NPS | {"jumps": [{"op": "is", "value": 1, "to": "score"}]}
    survey = authoring.make_survey("Loop", questions=[loop], by=ceren)

    with pytest.raises(authoring.NotReady):
        authoring.publish(survey, by=ceren)
    assert Survey.objects.get(pk=survey.pk).status == "draft"


def test_a_survey_is_made_from_a_template_and_goes_live_in_the_browser(browser):
    made = browser.post("/feedback/new/", {"template": "nps"})
    browser.post(f"{made['Location']}publication/")

    assert Survey.objects.get().is_live
    assert browser.get("/feedback/").status_code == 200


@pytest.mark.parametrize(
    "part", ["", "words/", "preview/", "settings/", "questions/score/", "preview/tr/score/", "preview/en/thanks/"]
)
def test_each_page_of_the_builder_opens(browser, survey, part):
    assert browser.get(f"/feedback/{survey.pk}/{part}").status_code == 200


def test_questions_move_up_and_down_and_as_dragged(browser, survey):
    browser.post(f"/feedback/{survey.pk}/questions/why/place/", {"to": "up"})
    assert [each.key for each in questions_of(newest_version(survey))] == ["why", "score"]

    browser.post(f"/feedback/{survey.pk}/order/", {"key": ["score", "why"]})
    assert [each.key for each in questions_of(newest_version(survey))] == ["score", "why"]


def test_a_question_is_added_and_written_in_both_languages(browser, survey):
    address = browser.post(f"/feedback/{survey.pk}/questions/", {"kind": "choice"})["Location"]
    sent = {
        "title:tr": "Hangisi?",
        "title:en": "Which one?",
        "options-value": ["", ""],
        "options-tr": ["Kargo", "Fiyat"],
    }
    saved = browser.post(
        address,
        sent | {"options-en": ["Delivery", "Price"], "if-question": "score", "if-op": "at_most", "if-value": "6"},
    )

    question = questions_of(newest_version(survey))[-1]
    assert saved.status_code == 302
    assert [each["value"] for each in question.options] == ["o1", "o2"]
    assert question.shown_if == {"question": "score", "op": "at_most", "value": 6}


def test_a_question_without_words_is_not_saved(browser, survey):
    assert browser.post(f"/feedback/{survey.pk}/questions/why/", {}).status_code == 422


def test_all_texts_are_translated_on_one_page(browser, survey):
    browser.post(
        f"/feedback/{survey.pk}/words/", {"score.title:tr": "Yeni soru", "thanks:en": "Thanks", "why:tr": "Neden"}
    )

    version = newest_version(survey)
    assert questions_of(version)[0].texts["tr"]["title"] == "Yeni soru"
    assert version.texts["en"]["thanks"] == "Thanks"


def test_thanks_differ_by_score(browser, survey, deniz, visit):
    thanks = {
        "thanks-low": ["0"],
        "thanks-high": ["6"],
        "thanks-tr": ["Sizi arayacağız"],
        "thanks-en": ["We will call"],
    }
    browser.post(f"/feedback/{survey.pk}/words/", thanks)
    customer = visit(invite(survey, deniz, channel="email").token)
    customer.answer("2")
    customer.answer("", url=f"{customer.url}?q=why")

    assert "Sizi arayacağız" in customer.get().content.decode()


def test_the_page_of_thanks_leads_on_for_every_score_alike(browser, survey, deniz, visit):
    browser.post(f"/feedback/{survey.pk}/words/", {"thanks-link": "https://reviews.test/acme"})
    wrong = browser.post(f"/feedback/{survey.pk}/words/", {"thanks-link": "javascript:alert(1)"}, follow=True)
    visitor = visit(invite(survey, deniz, channel="email").token)
    visitor.answer("2")
    visitor.answer("Late", url=f"{visitor.url}?q=why")

    assert "The link needs https://" in wrong.content.decode()
    assert 'href="https://reviews.test/acme"' in visitor.get().content.decode()


def test_the_open_link_comes_with_its_code(browser, survey):
    browser.post(f"/feedback/{survey.pk}/link/")
    code = browser.get(f"/feedback/{survey.pk}/code.svg")

    assert code["Content-Type"] == "image/svg+xml"
    assert b"<path" in code.content


def test_only_named_sites_may_frame_the_open_link(browser, survey, link, invitation, visit):
    sites = {"allowed_sites": "https://www.acme.test", "name": "N", "purpose": "service", "languages": ["tr", "en"]}
    browser.post(f"/feedback/{survey.pk}/settings/", sites)

    assert visit(link).get()["Content-Security-Policy"].endswith("frame-ancestors https://www.acme.test")
    assert visit(invitation.token).get()["Content-Security-Policy"].endswith("frame-ancestors 'none'")


@pytest.mark.parametrize("site", ["https://a.test; script-src *", "*", "javascript:alert(1)", "https://a.test/path"])
def test_a_site_that_would_open_more_is_refused(browser, survey, site):
    sent = {"allowed_sites": site, "name": "N", "purpose": "service", "languages": ["tr"]}

    assert browser.post(f"/feedback/{survey.pk}/settings/", sent).status_code == 422


def test_a_trial_is_mailed_and_opens(browser, survey, owner, visit):
    from django.core import mail

    browser.post(f"/feedback/{survey.pk}/trial/", {"by": "mail"})

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([owner.email], "Trial: Would you recommend us?")
    assert all(f"a={score}" in sent.alternatives[0][0] for score in (0, 10))
    token = browser.post(f"/feedback/{survey.pk}/trial/")["Location"].removeprefix("/s/")
    assert "trial" in visit(token, HTTP_ACCEPT_LANGUAGE="en").get().content.decode()


def test_an_empty_survey_is_not_tried(browser, owner):
    empty = authoring.make_survey("Empty", by=owner)
    pages = [browser.post(f"/feedback/{empty.pk}/trial/", {"by": by}, follow=True) for by in ("", "mail")]

    assert all("There is no question yet." in page.content.decode() for page in pages)


def test_the_preview_shows_what_is_being_written_and_keeps_nothing(browser, survey):
    sent = {"title:en": "How was <b>it</b>?", "title:tr": "Nasıldı?", "low:tr": "Kötü", "tongue": "tr"}
    turkish = browser.post(f"/feedback/{survey.pk}/questions/score/preview/", sent)
    english = browser.post(f"/feedback/{survey.pk}/questions/score/preview/", sent | {"tongue": "en"})

    assert "Nasıldı?" in turkish.content.decode()
    assert "How was &lt;b&gt;it&lt;/b&gt;?" in english.content.decode()
    assert "form-action 'none'" in turkish["Content-Security-Policy"]
    assert questions_of(newest_version(survey))[0].texts == NPS["texts"]


def test_who_moved_a_question_stays_at_it(browser, survey):
    page = browser.post(f"/feedback/{survey.pk}/questions/why/place/", {"to": "up"}, follow=True)

    assert page.redirect_chain[-1][0].endswith("?moved=why")
    assert 'aria-label="Down: Why?" autofocus' in page.content.decode()


def test_who_may_only_look_changes_nothing(sign_in, ben, owner, survey):
    viewer = sign_in(ben)

    assert viewer.get(f"/feedback/{survey.pk}/").status_code == 200
    assert viewer.post(f"/feedback/{survey.pk}/pause/").status_code == 404
    assert Survey.objects.get().is_live


def test_a_copy_asks_the_same_and_is_not_live(browser, survey):
    browser.post(f"/feedback/{survey.pk}/copy/")

    copy = Survey.objects.exclude(pk=survey.pk).get()
    assert [each.key for each in questions_of(newest_version(copy))] == ["score", "why"]
    assert copy.status == "draft"
