import pytest

from nabiz.themes import commands, reading
from nabiz.themes.commands import NotPossible
from nabiz.themes.keeping import newest_model
from nabiz.themes.learning import grow_themes
from nabiz.themes.models import Correction, Theme, Verbatim
from nabiz.themes.starters import starters
from nabiz.timeline.models import Event


@pytest.fixture
def topics(many):
    return list(Theme.objects.filter(key="").order_by("number"))


def test_a_correction_holds_for_equal_words(said, ceren):
    verbatim = said("Ürün güzeldi")
    commands.correct_theme(verbatim, starters()["app"], by=ceren)

    assert said("ürün GÜZELDİ").theme.key == "app"


def test_correcting_twice_is_announced_once(said, ceren):
    verbatim = said("Ürün güzeldi")
    for _ in range(2):
        commands.correct_theme(verbatim, starters()["app"], by=ceren)

    assert Event.objects.filter(kind="theme.corrected").count() == 1
    assert Correction.objects.get().by == ceren


def test_a_correction_survives_the_night(topics, ceren):
    verbatim = Verbatim.objects.filter(theme=topics[0]).first()
    commands.correct_theme(verbatim, topics[1], by=ceren)

    grow_themes()

    verbatim.refresh_from_db()
    assert (verbatim.theme, verbatim.is_corrected) == (topics[1], True)


def test_old_comments_stay_in_their_themes_overnight(many):
    before = dict(many.values_list("pk", "theme"))

    assert grow_themes() == 0
    assert dict(many.values_list("pk", "theme")) == before


def test_a_new_name_stays(topics, ceren):
    commands.rename_theme(topics[0], "  Ses   düzeni ", by=ceren)
    grow_themes()

    topics[0].refresh_from_db()
    assert str(topics[0]) == "Ses düzeni"


def test_a_merged_theme_sends_its_comments_along(topics, said, ceren):
    words = " ".join(topics[0].words[:3])
    commands.merge_themes(topics[0], into=topics[1], by=ceren)

    assert not Verbatim.objects.filter(theme=topics[0]).exists()
    assert said(words).theme == topics[1]


def test_a_topic_can_become_part_of_a_starter(topics, said, ceren):
    words = " ".join(topics[0].words[:3])
    commands.merge_themes(topics[0], into=starters()["product"], by=ceren)
    grow_themes()

    assert said(words).theme.key == "product"


def test_a_starter_cannot_vanish(topics, ceren):
    with pytest.raises(NotPossible):
        commands.merge_themes(starters()["delivery"], into=topics[0], by=ceren)


def test_parting_gives_a_new_theme_some_of_the_comments(topics, ceren):
    before = Verbatim.objects.filter(theme=topics[0]).count()
    [part] = commands.split_theme(topics[0], by=ceren)

    assert 0 < Verbatim.objects.filter(theme=part).count() < before
    assert part.number in {each.id for each in newest_model().topics}


def test_a_theme_made_by_hand_draws_comments(many, ceren):
    made = commands.make_theme("Gürültü", ["gürültü"], by=ceren)

    assert Verbatim.objects.filter(theme=made).exists()
    assert made.is_pinned


def test_words_that_say_nothing_make_no_theme(company, ceren):
    with pytest.raises(NotPossible):
        commands.make_theme("Uzay", ["ve", "  "], by=ceren)


def test_a_theme_made_by_hand_hears_later_comments_in_any_form_of_the_word(said, ceren):
    made = commands.make_theme("Park", ["otopark"], by=ceren)

    assert said("Otoparkınız çok küçük").theme == made


def test_a_pinned_theme_keeps_its_words(topics, ceren):
    commands.pin_theme(topics[0], True, by=ceren)
    words = topics[0].words
    grow_themes()

    topics[0].refresh_from_db()
    assert topics[0].words == words


def test_moving_a_theme_moves_it_in_the_tree(topics, ceren):
    commands.move_theme(topics[0], under=starters()["product"], by=ceren)
    reading.read_timeline()

    topics[0].refresh_from_db()
    assert topics[0].parent.key == "product"
