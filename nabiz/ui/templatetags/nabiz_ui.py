"""The vocabulary of every page: `{% load nabiz_ui %}`. All of it, with every state, is shown at /ui/gallery/.

Pages extend `ui/shell.html` (blocks title, heading, actions, breadcrumb, below_heading, content, head) or, for sign-in,
set-up and errors, `ui/bare.html` (blocks title, heading, content, footer, card_class; `bare__card--wide` widens it).

Figures     {{ nps|figure:"points" }}  {{ 0.413|figure:"percent" }}  {{ seconds|figure:"seconds" }}  {{ p|p_value }}
            {% money 1204.5 "TRY" %}  {% bounds 37 45 "points" %}; the units are in `nabiz.ui.formats`
Time        {% when moment %}  {% when moment "both" %}  {{ day|day }}  {{ moment|moment }}
Marks       {% icon "mail" %}  {% icon "mail" label=name %}  {% badge text "good" %}  {% stamp text %}
            {% avatar name %}  {% channel "email" %}
Blocks      {% tile tile %} with `nabiz.ui.tiles.Tile`; {% empty_state title=… text=… url=… label=… icon=… %};
            {% timeline entries %} with `nabiz.ui.timelines.Moment`; {% copy_field value label %}
Lists       {% saved_views views %} and {% filter_chips chips %} with `nabiz.ui.lists`; {% more url columns=5 %};
            <data-table><table class="table">…</table></data-table> for the keys j k x Enter, `bulk-bar` inside
Forms       {% fields form %}, or {% form_errors form %} once at the top and {% field form.name %} for each
Dialogs     {% confirm "erase" title=… text=… action=url button=… %}, opened by
            <button commandfor="erase" command="show-modal">
Slots       {% slot "customer.side" customer.id %} shows what packages above registered with `nabiz.ui.slots`
Breadcrumb  {% breadcrumb _("Customers") url name %}: pairs of label and address, the last one without address
Charts      are functions in `nabiz.ui.charts` that return safe markup: {{ trend }}
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from nabiz.ui import formats
from nabiz.ui.channels import Channel, channel_named
from nabiz.ui.charts.interval import interval_picture
from nabiz.ui.charts.sparkline import sparkline
from nabiz.ui.lists import Chip, View
from nabiz.ui.readers import reader_of
from nabiz.ui.scripts import PATHS
from nabiz.ui.slots import panels_for
from nabiz.ui.stylesheet import bundle
from nabiz.ui.tiles import Tile
from nabiz.ui.timelines import Moment, by_day
from nabiz.ui.toasts import undo_url_of

register = template.Library()

_TOAST_ICONS = {"success": "circle-check", "warning": "triangle-alert", "error": "circle-alert"}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Decorative unless it has a label of its own."""
    return _drawn(name + "", str(label) + "", f"icon {css}".strip())


@lru_cache(maxsize=512)
def _drawn(name: str, label: str, css: str) -> SafeString:
    named = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    drawing: str = lucide._render_icon(name, None, **{"class": css}, **named)
    return mark_safe(drawing)  # noqa: S308  lucide escapes


@register.simple_tag
def stylesheet_url() -> str:
    return reverse("ui:stylesheet", args=[bundle().digest])


@register.simple_tag
def element_scripts() -> SafeString:
    urls = ((static(path),) for path in PATHS)
    return format_html_join("", '<script type="module" src="{}"></script>', urls)


@register.filter
def figure(value: formats.Number | None, unit: str) -> str:
    return formats.format_value(value, unit)


@register.simple_tag
def money(amount: Decimal | float | None, currency: str) -> str:
    return formats.format_value(amount, "money", currency=currency)


@register.simple_tag
def bounds(low: float | None, high: float | None, unit: str, currency: str = "TRY") -> str:
    return formats.format_interval(low, high, unit, currency=currency)


@register.filter
def p_value(p: float | None) -> str:
    return formats.format_p(p)


@register.filter
def day(value: date) -> str:
    return formats.format_day(value)


@register.filter
def day_heading(value: date) -> str:
    return formats.format_day_heading(value)


@register.filter
def moment(value: datetime) -> str:
    return formats.format_moment(value)


@register.filter
def clock(value: datetime) -> str:
    return formats.format_clock(value)


@register.simple_tag
def when(value: datetime | None, style: str = "") -> str:
    """Recent moments are relative, older ones a day; the other reading is the title. "both" writes both out."""
    if value is None:
        return formats.NOTHING
    relative, exact = formats.format_relative(value), formats.format_moment(value)
    is_recent = abs(timezone.now() - value) < timedelta(days=7)
    shown, hint = (relative, exact) if is_recent else (formats.format_day(value), f"{exact} · {relative}")
    if style == "both":
        shown, hint = f"{relative} · {exact}", ""
    title = format_html(' title="{}"', hint) if hint else ""
    return format_html('<time class="when" datetime="{}"{}>{}</time>', value.isoformat(), title, shown)


@register.filter
@stringfilter
def initials(name: str) -> str:
    """First letters of the first and the last word, capital by the rules of Turkish where the name is Turkish."""
    words = [word for word in name.split("@")[0].replace(".", " ").split() if word[0].isalnum()]
    letters = "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words))
    return letters.replace("i", "İ").upper() if name.isascii() is False else letters.upper()


@register.simple_tag
def avatar(name: object) -> SafeString:
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', initials(str(name)))


@register.simple_tag
def badge(text: object, tone: str = "none", icon_name: str = "") -> SafeString:
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, mark, text)


@register.simple_tag
def stamp(text: object) -> SafeString:
    return format_html('<p class="stamp">{}</p>', text)


@register.inclusion_tag("ui/parts/channel.html")
def channel(name: str, label: str = "") -> dict[str, Channel | str]:
    return {"channel": channel_named(name), "label": label}


@register.inclusion_tag("ui/parts/tile.html")
def tile(tile: Tile) -> dict[str, Any]:
    return {"tile": tile, "picture": tile_interval(tile), "trend": sparkline(tile.trend) if tile.trend else ""}


def tile_interval(tile: Tile) -> str:
    known = (tile.low, tile.value, tile.high, tile.floor, tile.ceiling)
    if not tile.has_figure or None in known:
        return ""
    return interval_picture(*(float(bound) for bound in known if bound is not None))


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "", icon: str = "inbox") -> dict[str, str]:
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("ui/parts/timeline.html", takes_context=True)
def timeline(context: Context, entries: Sequence[Moment], continues: date | None = None) -> dict[str, Any]:
    """`continues`: the last day already on the page, whose heading is not repeated."""
    return {"days": by_day(entries), "continues": continues, "request": context.get("request")}


@register.inclusion_tag("ui/parts/copy_field.html")
def copy_field(value: str, label: str = "") -> dict[str, str]:
    return {"value": value, "label": label}


@register.inclusion_tag("ui/parts/saved_views.html")
def saved_views(views: Sequence[View], label: str = "") -> dict[str, Any]:
    return {"views": views, "label": label}


@register.inclusion_tag("ui/parts/filter_chips.html")
def filter_chips(chips: Sequence[Chip], clear_url: str = "") -> dict[str, Any]:
    return {"chips": chips, "clear_url": clear_url}


@register.inclusion_tag("ui/parts/more.html")
def more(url: str, columns: int = 0, label: str = "") -> dict[str, Any]:
    """The next page: a link that loads itself when it comes into view. `columns` makes it a row of a table.

    To htmx the view answers with the next rows, followed by the next `{% more %}`.
    """
    return {"url": url, "columns": columns, "label": label}


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(*parts: object) -> dict[str, Any]:
    labels, urls = parts[::2], [*parts[1::2], ""]
    return {"crumbs": list(zip(labels, urls, strict=False))}


@register.inclusion_tag("ui/parts/field.html")
def field(field: BoundField, css: str = "") -> dict[str, Any]:
    is_choice = getattr(field.field.widget, "input_type", "") in ("checkbox", "radio")
    return {"field": field, "is_group": is_choice and field.use_fieldset, "is_box": is_choice, "css": css}


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """The summary takes the focus, so that screen readers begin there."""
    return {"form": form, "focus": focus, "wrong": [bound for bound in form if bound.errors]}


@register.inclusion_tag("ui/parts/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("ui/parts/confirm.html", takes_context=True)
def confirm(context: Context, id: str, **texts: Any) -> dict[str, Any]:
    """Keys: title, text, action (address), button, method (post), danger (true unless told)."""
    return {"id": id, "danger": True, **texts, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/slot.html", takes_context=True)
def slot(context: Context, name: str, *args: object) -> dict[str, Any]:
    panels = panels_for(reader_of(context["request"]), name)
    filled = [(panel, "" if panel.is_template else panel.url(*args)) for panel in panels]
    outer: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return outer | {"panels": filled}


@register.filter
def toast_icon(message: Message) -> str:
    return _TOAST_ICONS.get(message.level_tag, "info")


@register.filter
def undo_url(message: Message) -> str:
    return undo_url_of(message.extra_tags)
