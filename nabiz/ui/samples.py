"""Made-up data for the gallery, in the language of the reader."""

from datetime import date, datetime, timedelta
from math import sin
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nabiz.ui import formats
from nabiz.ui.charts.axes import Axis
from nabiz.ui.charts.breakdown import Group
from nabiz.ui.charts.distribution import Bar
from nabiz.ui.charts.points import Point
from nabiz.ui.lists import Chip, View
from nabiz.ui.tiles import Tile
from nabiz.ui.timelines import Moment

ISTANBUL = ZoneInfo("Europe/Istanbul")
NOW = datetime(2026, 11, 22, 15, 4, tzinfo=ISTANBUL)
NPS = Axis("points", goal=45, floor=-100, ceiling=100)
CSAT = Axis("percent", floor=0, ceiling=1)
HERE = "#"


class SampleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the survey"), help_text=gettext_lazy("Only your team sees it."))
    email = forms.EmailField(label=gettext_lazy("Sender's e-mail address"))
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        choices=[
            ("email", pgettext_lazy("channel", "E-mail")),
            ("sms", gettext_lazy("SMS")),
            ("web", gettext_lazy("Web")),
        ],
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When to ask"),
        widget=forms.RadioSelect,
        choices=[("now", gettext_lazy("At once")), ("later", gettext_lazy("A day after delivery"))],
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    remind = forms.BooleanField(
        label=gettext_lazy("Remind once"),
        required=False,
        help_text=gettext_lazy("Three days later, if there is no answer."),
    )


def trend(count: int = 18, gap: int | None = 6) -> list[Point]:
    """Monthly scores that fall, recover and miss one month."""
    points = []
    for at in range(count):
        year, month = divmod(2025 * 12 + 5 + at, 12)
        label = formats.format_month(date(year, month + 1, 1))
        value, width = 34 + 8 * sin(at / 3) + at * 0.4, 9 - at * 0.25
        n = 240 + 61 * at
        if at == gap:
            points.append(Point(label, None, note=_("7 answers are too few")))
        else:
            points.append(Point(label, value, value - width, value + width, formats.format_answers(n)))
    return points


def tiles() -> list[Tile]:
    return [nps_tile(), csat_tile(), hours_tile(), unsure_tile(), unknown_tile()]


def nps_tile() -> Tile:
    return Tile(
        key="nps",
        name="NPS",
        url=HERE,
        definition=_("Promoters minus detractors, in points from −100 to 100."),
        n_words=formats.format_answers(1204),
        value_text=formats.format_value(41, "points"),
        interval_text=formats.format_interval(37, 45, "points"),
        value=41,
        low=37,
        high=45,
        floor=-100,
        ceiling=100,
        trend=[(point.label, point.value, point.low, point.high) for point in trend(12, gap=None)],
        change_text=_("3, a real rise (p %(p)s)") % {"p": formats.format_p(0.02)},
        change_tone="good",
        change_direction="up",
        goal_text=_("goal %(value)s · on course") % {"value": 45},
    )


def csat_tile() -> Tile:
    share = [0.86, 0.87, 0.85, 0.84, 0.86, 0.83, 0.82, 0.80, 0.79, 0.79, 0.78, 0.774]
    return Tile(
        key="csat",
        name="CSAT",
        url=HERE,
        definition=_("Share of answers that are 4 or 5 out of 5."),
        n_words=formats.format_answers(2380),
        value_text=formats.format_value(0.774, "percent"),
        interval_text=formats.format_interval(0.757, 0.79, "percent"),
        value=0.774,
        low=0.757,
        high=0.79,
        floor=0,
        ceiling=1,
        trend=[("", value, value - 0.02, value + 0.02) for value in share],
        change_text=_("2.1 points, a real fall (p %(p)s)") % {"p": formats.format_p(0.0004)},
        change_tone="bad",
        change_direction="down",
    )


def hours_tile() -> Tile:
    hours: list[float | None] = [4.1, 3.8, 4.4, 4.0, None, None, 3.9, 3.6, 3.5, 3.4, 3.3, 3.33]
    return Tile(
        key="time_to_resolution",
        name=_("Time to resolution"),
        url=HERE,
        definition=_("Median time from the first message to the resolution."),
        n_words=_("%(n)s conversations") % {"n": 412},
        value_text=formats.format_value(3.33, "hours"),
        interval_text=formats.format_interval(2.9, 3.8, "hours"),
        value=3.33,
        trend=[("", value, value and value - 0.5, value and value + 0.6) for value in hours],
        change_text=_("No clear change"),
    )


def unsure_tile() -> Tile:
    return Tile(
        key="ces",
        name="CES",
        url=HERE,
        definition=_("Share that agrees: it was easy to get this handled."),
        n_words=formats.format_answers(24),
        value_text=formats.format_value(0.625, "percent"),
        interval_text=formats.format_interval(0.427, 0.788, "percent"),
        value=0.625,
        low=0.427,
        high=0.788,
        floor=0,
        ceiling=1,
        status="low_n",
        change_text=_("No clear change"),
    )


def unknown_tile() -> Tile:
    return Tile(
        key="response_rate",
        name=_("Response rate"),
        url=HERE,
        definition=_("Answers per delivered invitation."),
        n_words=formats.format_answers(9),
        status="not_enough_data",
        change_text=_("9 answers are too few for a score. From 10 on we show it with its margin."),
    )


def stages() -> list[Group]:
    return [
        Group(_("Discovery"), 52, 47, 57, 640),
        Group(_("Purchase"), 48, 44, 52, 1102),
        Group(_("Delivery"), 12, 7, 17, 986, url=HERE),
        Group(_("First use of the microphone at home"), 38, 31, 45, 410),
        Group(_("Support"), 21, -4, 46, 24, is_sure=False),
        Group(_("Renewal"), None, None, None, 7),
    ]


def scores() -> list[Bar]:
    counts = [14, 6, 11, 18, 22, 61, 74, 158, 241, 288, 311]
    tones = ["bad"] * 7 + ["none"] * 2 + ["good"] * 2
    return [Bar(str(score), count, tone) for score, (count, tone) in enumerate(zip(counts, tones, strict=True))]  # type: ignore[arg-type]


def moments() -> list[Moment]:
    words = _("The parcel came four days late and nobody told me.\n\nThe microphone itself is lovely, though.")
    return [
        Moment(NOW, _("Answered “After delivery” with 3"), "message-square-quote", "email", HERE, words, tone="bad"),
        Moment(NOW - timedelta(hours=3), _("Called about order K-20417"), "phone", "phone", notes=("6 min", "Ana")),
        Moment(NOW - timedelta(hours=5), _("Order K-20417 delivered, 4 days late"), "truck", notes=(_("Delivery"),)),
        Moment(NOW - timedelta(days=1, hours=2), _("Asked for help in the chat"), "message-circle", "chat", HERE),
        Moment(NOW - timedelta(days=9), _("Paid order K-20417"), "credit-card", "web", notes=("₺2.490",), tone="good"),
    ]


def customers() -> list[dict[str, object]]:
    names = ["Işık Yılmaz", "Deniz Kaya", "Şule Öztürk", "Çağrı Demir", "Emma Clarke"]
    return [
        {
            "name": name,
            "account": ["Karaoke Evi", "Nota Bar", "–", "Sahne 7", "The Green Room"][at],
            "score": [9, 3, None, 7, 10][at],
            "seen": NOW - timedelta(hours=3 * 7**at),
            "value": [2490, 18400.5, 0, 760, 129.9][at],
        }
        for at, name in enumerate(names)
    ]


def views() -> list[View]:
    return [
        View(_("Everyone"), HERE, is_current=True, count=5012),
        View(_("Detractors of this month"), HERE, count=87),
        View(_("Renewal within 90 days"), HERE, count=41),
    ]


def chips() -> list[Chip]:
    return [Chip(_("Channel: e-mail"), HERE), Chip(_("Last answer: 0 to 6"), HERE)]
