"""One way to write each identity, so that the same person is not known twice."""

import re
import unicodedata
from typing import Any

import phonenumbers

from nabiz.language.folding import search_key

REGION = "TR"  # of numbers that come without their country
LONGEST = 255
ADDRESS = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f.]{2,}")

# What code sends when it does not know who is there. All who share such an id would become one person.
NOBODY = frozenset({
    "", "0", "-1", "null", "(null)", "none", "nil", "nan", "undefined", "true", "false", "id", "email", "anonymous",
    "guest", "unknown", "user_id", "userid", "anonymous_id", "anonymousid", "distinct_id", "not_authenticated",
    "[object object]", "00000000-0000-0000-0000-000000000000",
})  # fmt: skip

GOOGLE = frozenset({"gmail.com", "googlemail.com"})
# What companies call a mailbox that several people read, in plain letters and without dots and dashes.
ROLES = frozenset({
    "abone", "abuse", "accounting", "accounts", "admin", "administrator", "ap", "ar", "arge", "basin", "bayi",
    "bilet", "biletler", "bilgi", "bilgiislem", "billing", "booking", "bookings", "cagrimerkezi", "care",
    "careers", "client", "clients", "contact", "contactus", "customercare", "customerservice", "customersupport",
    "danisma", "destek", "donotreply", "duyuru", "egitim", "enquiries", "enquiry", "etkinlik", "events", "evrak",
    "fatura", "faturalar", "feedback", "finance", "finans", "frontdesk", "genel", "general", "gorusoneri",
    "hello", "help", "helpdesk", "hesap", "hi", "hizmet", "hostmaster", "hr", "hukuk", "iade", "idare",
    "idariisler", "ihracat", "ik", "iletisim", "info", "information", "inquiries", "inquiry", "insankaynaklari",
    "invoice", "invoices", "it", "ithalat", "jobs", "kargo", "kariyer", "kurumsal", "kvkk", "legal", "magaza",
    "mail", "mailbox", "mailerdaemon", "mali", "maliisler", "management", "marketing", "media", "merhaba",
    "merkez", "muhasebe", "musteri", "musterihizmetleri", "musteriiliskileri", "news", "newsletter", "noreply",
    "odeme", "office", "ofis", "oneri", "operasyon", "order", "orders", "pay", "payments", "pazarlama",
    "planlama", "postmaster", "pr", "press", "privacy", "purchasing", "randevu", "reception", "reply",
    "resepsiyon", "reservation", "reservations", "returns", "rezervasyon", "sale", "sales", "satinalma", "satis",
    "satissonrasi", "secretary", "security", "sekreter", "sekreterlik", "service", "services", "servis", "shop",
    "sikayet", "siparis", "sosyalmedya", "store", "subscribe", "support", "tahsilat", "talep", "team", "tech",
    "teklif", "teknik", "teknikdestek", "teknikservis", "ticket", "tickets", "unsubscribe", "uretim", "urun",
    "webmaster", "welcome", "yardim", "yonetim",
})  # fmt: skip


def id_of(value: Any) -> str:
    """A user or anonymous id as text; empty where it names nobody. Raises ValueError where it is no id at all."""
    if isinstance(value, str):
        text = value.strip()
    elif value is None:
        return ""
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    else:
        raise ValueError
    if len(text) > LONGEST:
        raise ValueError
    return "" if text.lower() in NOBODY else text


def email_of(value: Any) -> str:
    """In lower case: no mail provider tells letters apart by their case, and phones capitalise the first one.

    A Turkish keyboard makes INFO@ of info@, or İNFO@, so both are an i. A domain in letters of its own is written as
    the net knows it, so that bilgi@çiçek.com and bilgi@xn--iek-1lab.com are one.
    """
    text = value.strip() if isinstance(value, str) else ""
    if len(text) >= LONGEST or not ADDRESS.fullmatch(text):
        return ""
    name, _, domain = unicodedata.normalize("NFKC", text).replace("İ", "i").lower().rpartition("@")
    return f"{name}@{domain_of(domain)}"


def domain_of(text: str) -> str:
    """A domain as the net knows it; one that no registry would take stays as it was written."""
    domain = text.strip().replace("İ", "i").lower().rstrip(".")
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def mailbox_of(email: str) -> str:
    """The mailbox that an address leads to, as far as anybody can know it: without what follows a plus, and at Google
    without dots. Two spellings of one mailbox are a hint, never a proof."""
    name, _, domain = email.rpartition("@")
    name = name.partition("+")[0] or name
    if domain in GOOGLE:
        return name.replace(".", "") + "@gmail.com"
    return f"{name}@{domain}"


def is_role_address(email: str) -> bool:
    """info@, satis@, destek2@: whoever is on duty reads it."""
    name = email.partition("@")[0].partition("+")[0]
    return re.sub(r"[\d._-]+$", "", search_key(name)).replace(".", "").replace("-", "").replace("_", "") in ROLES


def phone_of(value: Any) -> str:
    """As E.164; empty where it is no possible telephone number."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not 5 <= len(text) <= 40:
        return ""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
