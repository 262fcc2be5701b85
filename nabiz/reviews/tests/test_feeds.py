from datetime import UTC, datetime

import pytest

from nabiz.reviews.feeds import LONGEST, MOST_ENTRIES, NotAFeed, entries_of

NOW = datetime(2026, 11, 20, tzinfo=UTC)
APP_STORE = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom">
  <entry><id>77</id><updated>2026-11-03T10:00:00-07:00</updated><title>Güzel ama yavaş</title>
    <content type="text">Şarkılar çok, arama ise yavaş.</content><im:rating>3</im:rating><im:version>4.2</im:version>
    <author><name>deniz_k</name></author><link href="https://apps.example/77"/></entry>
</feed>""".encode()


def rss(*items):
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title>{inside}</channel></rss>'.encode()


def test_an_entry_of_an_app_store_has_its_stars_version_and_moment():
    [entry] = entries_of(APP_STORE, now=NOW)

    assert (entry.key, entry.rating, entry.version, entry.author) == ("77", 3.0, "4.2", "deniz_k")
    assert entry.at == datetime(2026, 11, 3, 17, tzinfo=UTC)
    assert entry.body == "Şarkılar çok, arama ise yavaş."


def test_html_becomes_words_and_nothing_else():
    hostile = "&lt;p&gt;Bir&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&lt;p&gt;iki &amp;amp; üç&lt;/p&gt;"
    [entry] = entries_of(rss(f"<guid>1</guid><title>t</title><description>{hostile}</description>"), now=NOW)

    assert entry.body == "Bir\niki & üç"


def test_hidden_and_turning_characters_are_gone_and_a_text_is_cut_at_its_limit():
    [entry] = entries_of(
        rss(f"<guid>1</guid><title>a\u202eb\u200bc</title><description>{'ş' * 50_000}</description>"), now=NOW
    )

    assert entry.title == "abc"
    assert len(entry.body) == LONGEST["body"]


def test_a_link_that_is_no_web_address_is_not_kept():
    [entry] = entries_of(rss("<guid>1</guid><title>t</title><link>javascript:alert(1)</link>"), now=NOW)

    assert entry.url == ""


def test_a_day_in_the_future_is_now():
    [entry] = entries_of(rss("<guid>1</guid><title>t</title><pubDate>Fri, 01 Jan 2999 00:00:00 GMT</pubDate>"), now=NOW)

    assert entry.at == NOW


def test_of_an_endless_feed_the_first_entries_are_taken():
    assert len(entries_of(rss(*(f"<guid>{n}</guid><title>t</title>" for n in range(700))), now=NOW)) == MOST_ENTRIES


@pytest.mark.parametrize("body", [b"", b"<html><body>Not found</body></html>", b"\x00\xff\xfe", b'{"a": 1}'])
def test_what_is_no_feed_is_said_to_be_none(body):
    with pytest.raises(NotAFeed):
        entries_of(body, now=NOW)


@pytest.mark.parametrize(
    ("said", "rating"), [("4", 4.0), ("4.5/5", 4.5), ("3 of 5", 3.0), ("9", None), ("", None), ("çok", None)]
)
def test_stars_are_read_where_they_are_of_five(said, rating):
    [entry] = entries_of(APP_STORE.replace(b"<im:rating>3<", f"<im:rating>{said}<".encode()), now=NOW)

    assert entry.rating == rating


def test_an_answer_that_reads_like_a_path_opens_nothing(tmp_path):
    (tmp_path / "feed.xml").write_bytes(APP_STORE)

    with pytest.raises(NotAFeed):
        entries_of(str(tmp_path / "feed.xml").encode(), now=NOW)
