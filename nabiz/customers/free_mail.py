"""Mail domains where anybody can have an address, so that sharing one says nothing about a company."""

from functools import lru_cache

# Providers that answer under many countries' endings.
_EVERYWHERE = frozenset({
    "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "rocketmail", "yandex", "icloud",
    "gmx", "aol", "protonmail", "proton", "tutanota", "fastmail", "hushmail", "inbox",
})  # fmt: skip
# Providers, internet connections that come with a mailbox, and addresses that last ten minutes.
_DOMAINS = frozenset({
    # Türkiye
    "mynet.com", "superonline.com", "turk.net", "ttmail.com", "ttnet.net.tr", "e-kolay.net", "ekolay.net",
    "windowslive.com", "kablonet.com.tr", "doruk.net.tr", "isnet.net.tr", "veezy.com", "mailcity.com.tr",
    "hs01.kep.tr", "hs02.kep.tr", "hs03.kep.tr",
    # international
    "me.com", "mac.com", "pm.me", "proton.me", "tuta.io", "tuta.com", "mail.com", "email.com", "zoho.com",
    "zohomail.com", "hey.com", "duck.com", "passport.com", "ya.ru", "usa.net", "europe.com", "post.com", "inbox.com",
    "lycos.com", "excite.com", "rediffmail.com", "skiff.com", "mailfence.com", "posteo.de", "posteo.net", "mailbox.org",
    "runbox.com", "privaterelay.appleid.com", "naver.com", "hanmail.net", "daum.net", "qq.com", "foxmail.com",
    "163.com", "126.com", "sina.com", "mail.ru", "bk.ru", "list.ru", "internet.ru", "rambler.ru", "ukr.net", "abv.bg",
    "seznam.cz", "centrum.cz", "wp.pl", "onet.pl", "o2.pl", "interia.pl", "t-online.de", "web.de", "freenet.de",
    "arcor.de", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it",
    "tiscali.it", "alice.it", "tin.it", "telenet.be", "skynet.be", "ziggo.nl", "kpnmail.nl", "planet.nl", "bluewin.ch",
    "btinternet.com",
    "sky.com", "talktalk.net", "virginmedia.com", "ntlworld.com", "blueyonder.co.uk", "comcast.net", "verizon.net",
    "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net", "juno.com", "shaw.ca",
    "rogers.com", "sympatico.ca", "bigpond.com", "optusnet.com.au", "xtra.co.nz", "uol.com.br", "bol.com.br",
    "terra.com.br",
    # for a moment
    "mailinator.com", "guerrillamail.com", "10minutemail.com", "temp-mail.org", "yopmail.com", "sharklasers.com",
    "trashmail.com", "getnada.com", "dispostable.com", "maildrop.cc",
})  # fmt: skip


@lru_cache(maxsize=4_096)
def is_free_mail(domain: str) -> bool:
    """gmail.com, outlook.com.tr, yandex.com.tr, mynet.com: whoever writes from there may be anybody."""
    domain = domain.lower().strip(".")
    if domain in _DOMAINS:
        return True
    name, _, ending = domain.partition(".")
    return name in _EVERYWHERE and ending.count(".") <= 1
