"""Words by which a question pushes whoever reads it, in Turkish and in English."""

import re


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(patterns)})\b", re.I)


LEADING = {
    "en": _words(
        r"don['’]t you", r"wouldn['’]t you", r"isn['’]t it", "you agree that", r"as you (may )?know",
        "obviously", "of course",
        "amazing", "awesome", "excellent", "fantastic", "wonderful", "great", "brilliant", "outstanding", "love",
        "world[- ]class", "award[- ]winning", "best[- ]in[- ]class", "how much did you (like|enjoy)", "how much better",
        "why do you (like|love|prefer)", "most (people|customers) (say|agree|like|love)",
    ),
    "tr": _words(
        "değil mi", "sizce de", "siz de", "bildiğiniz gibi", "elbette", "tabii? ki", "kuşkusuz", "harika", "mükemmel",
        "muhteşem", "müthiş", "şahane", "benzersiz", "eşsiz", "kusursuz", "ödüllü",
        r"uzman ekib\w*", "herkesin (sevdiği|beğendiği)",
        "ne kadar (çok )?(sevdiniz|beğendiniz|keyif aldınız)", "neden (bizi )?(seviyorsunuz|tercih ediyorsunuz)",
        "bizi neden (seviyorsunuz|tercih ediyorsunuz)", "en iyi (hizmet|ürün|ekip|fiyat)[a-zığüşöç]*",
    ),
}  # fmt: skip
DOUBLE = {
    "en": _words("and", "as well as", "and/or", "or"),
    "tr": _words("ve", "veya", "ya da", "yahut", "hem", "ayrıca", r"\w+[ıiuü] ile \w+[ıiuü]n?[dt][ae]n"),
}
NEGATION = {
    "en": _words("not", "never", r"(do|did|does|is|was|wo|ca|would|could)n['’]t", "cannot", r"can['’]t", "without"),
    "tr": _words(r"değil(?! mi)\w*", "asla", "hiçbir zaman", "yok", r"\w+(m[ıiuü]yor|m[ae]d[ıi]|m[ae]z)\w*"),
}
# A box that means the opposite of what it says, and a no that speaks badly of who says it.
REVERSED = {
    "en": _words("unless", "untick", "uncheck", "opt[- ]?out", "do not (want|wish)", r"don['’]t (want|wish)"),
    "tr": _words(
        "istemiyorsanız", "istemiyorum", r"işareti(ni)? kald[ıi]r\w*", "aksi (halde|takdirde)", "onaylamıyorum"
    ),
}  # fmt: skip
SHAMING = {
    "en": _words(
        r"no\b.*\bi (do not|don['’]t) (care|like|need|want)\b.*", r"no\b.*\bi hate\b.*",
        r"no\b.*\bi(['’]d| would) rather\b.*", r"no\b.*\bi prefer to (miss|pay|lose)\b.*",
    ),
    "tr": _words(
        "hayır.*umurumda değil", "hayır.*önemsemiyorum", "hayır.*kaçırmak istiyorum", "hayır.*fazla ödemek.*",
        "hayır.*ihtiyacım yok",
    ),
}  # fmt: skip
# What begs for a good score, or pays for it.
BEGGING = {
    "en": _words(
        "give us (a |an )?(10|ten|5|five|top|good|high)", "(10|ten) out of (10|ten)", "rate us (10|5|high|well)",
        "(5|five)[- ]stars?",
        r"(discount|voucher|gift|coupon|prize)s? (for|if) (a |you )?(good|high|top|rate|positive)\w*",
    ),
    "tr": _words(
        r"(10|on|5|beş|tam|yüksek) (puan|yıldız) ver\w*", r"(10|5) üzerinden (10|5)", r"yüksek puanla\w*",
        r"(yüksek|iyi|olumlu) (puan|yanıt|yorum)\w* .*(indirim|hediye|kupon|çekiliş)\w*",
    ),
}  # fmt: skip
