"""A small file for each preset, made of its headers: what an export should look like."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language

from nabiz.imports.mappings.binding import named_columns
from nabiz.imports.mappings.presets import Preset

ROWS = 3
PEOPLE = (("Deniz Kaya", "deniz@example.com"), ("Can Demir", "can@example.com"), ("Ada Yıldız", "ada@example.com"))
COMMENTS = ("Hızlı ve kolaydı, teşekkürler", "Late by two days", "Her şey yolunda")
WORDS = {
    "score": ("9", "4", "10"), "rating": ("5", "2", "4"), "stars": ("5", "2", "4"), "quantity": ("1", "2", "1"),
    "count": ("3", "1", "7"), "seats": ("5", "12", "3"), "total": ("249.90", "80.00", "1204.50"),
    "amount": ("249.90", "80.00", "1204.50"), "mrr": ("49.00", "120.00", "29.00"), "plan": ("Basic", "Pro", "Basic"),
    "currency": ("TRY", "TRY", "EUR"), "country": ("TR", "TR", "DE"), "language": ("tr", "en", "tr"),
    "channel": ("web", "app", "store"), "phone": ("+905321110001", "+905321110002", "+905321110003"),
    "status": ("paid", "paid", "paid"), "trial": ("false", "false", "true"), "company": ("Acme", "Acme", "Beta"),
    "account": ("Acme", "Acme", "Beta"), "feature": ("export", "search", "export"),
    "reason": ("price", "support", "moved"), "minutes": ("12", "45", "3"), "escalated": ("no", "yes", "no"),
    "churned": ("no", "yes", "no"), "city": ("İzmir", "Ankara", "Berlin"),
    "subject": ("Delivery", "Invoice", "Sign-in"), "queue": ("Delivery", "Billing", "Technical"),
    "measure": ("nps", "nps", "nps"), "survey": ("After delivery",) * 3, "items": ("Teapot", "Mug", "Lamp"),
}  # fmt: skip
MOMENTS = (
    "at",
    "date",
    "opened",
    "answered",
    "resolved",
    "start",
    "since",
    "created",
    "time",
    "paid",
    "due",
    "updated",
)
ENDS = ("resolved", "answered", "closed", "due", "paid")
BLANK = ("end", "canceled", "cancelled", "ended")


def sample_of(preset: Preset) -> list[list[str]]:
    """The header in the reader's language where the preset knows one, and three rows below it."""
    names = [name for name in named_columns(preset.plan) if name in preset.plan.columns]
    header = [_spelling(preset.plan.columns[name]) for name in names]
    return [header, *([_cell(name, n) for name in names] for n in range(ROWS))]


def _spelling(headers: tuple[str, ...]) -> str:
    """Presets list Turkish headers after the English ones."""
    if (get_language() or "en")[:2] == "tr":
        turkish = (each for each in headers if any(letter in each for letter in "çğıöşüÇĞİÖŞÜ") or each in _TURKISH)
        return next(turkish, headers[0])
    return headers[0]


def _cell(name: str, n: int) -> str:
    word = name.lower().replace("_", " ").split(" ")[-1]
    if name in WORDS or word in WORDS:
        return WORDS.get(name, WORDS.get(word, ("",) * ROWS))[n]
    if word in BLANK:
        return ""
    if word in MOMENTS:
        moment = timezone.localtime() - timedelta(days=9 * (ROWS - n), hours=-5 if word in ENDS else 0)
        return moment.strftime("%Y-%m-%d %H:%M")
    if "mail" in name:
        return PEOPLE[n][1]
    if word in ("name", "requester", "author"):
        return PEOPLE[n][0]
    if word in ("comment", "body", "text", "message", "review"):
        return COMMENTS[n]
    return str(1001 + n)


_TURKISH = (
    "Tarih",
    "Toplam",
    "Tutar",
    "Adet",
    "Kanal",
    "Konu",
    "Durum",
    "Firma",
    "Paket",
    "Telefon",
    "Dil",
    "Puan",
    "Yorum",
)
