import pytest

from nabiz.themes.speakers import customers_part


@pytest.mark.parametrize(
    ("transcript", "theirs"),
    [
        ("Agent: Hello\nCustomer: It is late", "It is late"),
        ("AGENT: Hello\nhow are you?\nDeniz: It is late\nagain\nAgent: Sorry", "It is late\nagain"),
        ("(00:01:02) Müşteri Temsilcisi: Buyurun\n(00:01:05) Arayan: Gelmedi", "Gelmedi"),
        ("TEMSİLCİ (Elif) : Buyurun\nMÜŞTERİ: Gelmedi", "Gelmedi"),
        ("Interviewer:\nWhat was hard?\nParticipant:\nThe price.", "\nThe price."),
    ],
)
def test_where_lines_name_who_speaks_ours_are_left_out(transcript, theirs):
    assert customers_part(transcript) == theirs


@pytest.mark.parametrize(
    "text",
    [
        "",
        "She waits for every delivery.",
        "Problem: price\nWish: reports",
        "Agent: Hello",
        "Elif: Hello\nDeniz: Late",
        ":" * 90,
    ],
)
def test_notes_and_unknown_speakers_stay_whole(text):
    assert customers_part(text) == text
