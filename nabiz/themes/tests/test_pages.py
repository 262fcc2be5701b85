import pytest
from django.urls import reverse
from django.utils import timezone

from nabiz.themes.commands import rename_theme
from nabiz.themes.models import Theme
from nabiz.themes.starters import starters


@pytest.fixture
def page(sign_in, ben):
    return lambda name, *args, **query: sign_in(ben).get(reverse(f"themes:{name}", args=args), query)


def test_an_empty_tree_says_what_will_appear(page):
    assert "Nobody has said anything yet" in page("tree").content.decode()


def test_the_tree_shows_a_theme_with_its_size(page, said):
    said("Kargo geç geldi")

    content = page("tree").content.decode()

    assert ">Delivery</a>" in content
    assert "100% negative" in content


def test_a_theme_shows_what_was_said_masked_and_escaped(page, said):
    verbatim = said("Teslimat <b>geç</b>, beni 0532 123 45 67 numaradan arayın")

    content = page("theme", verbatim.theme_id).content.decode()

    assert "&lt;b&gt;geç&lt;/b&gt;" in content
    assert "[phone]" in content
    assert "0532" not in content


def test_filters_leave_out_what_does_not_match(page, said):
    said("Kargo geç geldi, berbat", channel="sms")

    assert "Nothing here matches" in page("theme", starters()["delivery"].pk, label="positive").content.decode()
    assert "Channel: SMS" in page("theme", starters()["delivery"].pk, channel="sms").content.decode()


def test_calls_and_interviews_can_be_read_by_themselves(page, said, deniz):
    from django.db import transaction

    from nabiz.themes import reading
    from nabiz.timeline.commands import Draft, append_events

    said("Kargo geç geldi")
    spoken = {"transcript": "Temsilci: Buyurun.\nMüşteri: Kargom iki haftadır gelmedi."}
    with transaction.atomic():
        append_events([Draft("call.ended", timezone.now(), deniz.pk, facts=spoken, source="test", message_id="1")])
    reading.read_timeline()

    [quote] = page("theme", starters()["delivery"].pk, kind="call.ended").context["quotes"]

    assert quote.text == "Kargom iki haftadır gelmedi."


def test_a_quote_says_what_it_says_about_each_thing_how_loudly_and_how_often(page, said):
    said("Kargo geç geldi ama ürün harika.")
    said("KARGO REZALET, HİÇ GELMEDİ!!!")
    said("KARGO REZALET, HİÇ GELMEDİ!!!")

    content = page("theme", starters()["delivery"].pk).content.decode()

    assert "Delivery \N{MINUS SIGN}" in content
    assert "Product +" in content
    assert "forceful" in content
    assert "said 2 times in these words" in content


def test_a_merged_theme_leads_to_the_one_it_became(page, many, ceren):
    from nabiz.themes.commands import merge_themes

    theme = Theme.objects.filter(key="").first()
    merge_themes(theme, into=starters()["product"], by=ceren)

    assert page("theme", theme.pk).url == reverse("themes:theme", args=[starters()["product"].pk])


def test_who_only_looks_cannot_change(page, said, client):
    verbatim = said("Kargo geç geldi")

    assert "Change this theme" not in page("theme", verbatim.theme_id).content.decode()
    assert client.post(reverse("themes:name", args=[verbatim.theme_id]), {"name": "x"}).status_code == 404


def test_a_comment_is_put_where_it_belongs(said, sign_in, ceren):
    verbatim, app = said("Kargo geç geldi"), starters()["app"]

    sign_in(ceren).post(reverse("themes:correction", args=[verbatim.event_id]), {"theme": app.pk})

    verbatim.refresh_from_db()
    assert verbatim.theme == app


def test_theme_and_tone_stand_on_the_timeline(said, deniz, sign_in, ben):
    verbatim = said("Kargo geç geldi")
    rename_theme(verbatim.theme, "Kargo işi", by=ben)

    content = sign_in(ben).get(reverse("customers:customer", args=[deniz.pk])).content.decode()

    assert "Kargo işi" in content
    assert "Negative" in content


@pytest.mark.parametrize(
    "query", ["page=x", "page=99999999", "label=<script>", "period=9", "segment=none", "channel=%00"]
)
def test_a_strange_address_shows_a_page(page, said, query):
    from django.http import QueryDict

    verbatim = said("Kargo geç geldi")

    assert page("theme", verbatim.theme_id, **QueryDict(query).dict()).status_code == 200
