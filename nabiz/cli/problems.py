"""What can go wrong before anything runs: one clear sentence each, and a way out, in both languages."""

import os
from typing import Final

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "no_postgres_wheel": {
        "en": "There is no embedded PostgreSQL for this platform ({reason}). "
        "Install PostgreSQL 16 or newer yourself and set DATABASE_URL=postgresql://user:password@host/name.",
        "tr": "Bu platform için gömülü PostgreSQL yok ({reason}). "
        "PostgreSQL 16 ya da yenisini kendiniz kurun ve DATABASE_URL=postgresql://kullanıcı:parola@sunucu/ad verin.",
    },
    "postgres_refuses": {
        "en": "PostgreSQL did not start: {reason} Its log is {log}. Mend what it says, or set DATABASE_URL to another server.",
        "tr": "PostgreSQL başlamadı: {reason} Kaydı: {log}. Orada yazanı giderin ya da DATABASE_URL ile başka bir sunucu verin.",
    },
    "database_refuses": {
        "en": "The database at {where} refuses: {reason} Check DATABASE_URL, or unset it to use the embedded PostgreSQL.",
        "tr": "{where} adresindeki veritabanı bağlantıyı reddediyor: {reason} "
        "DATABASE_URL değerini kontrol edin ya da gömülü PostgreSQL için onu kaldırın.",
    },
    "root_without_setpriv": {
        "en": "PostgreSQL may not run as root, and the program setpriv (util-linux) is missing here. "
        "Run Nabız as an ordinary user, or set DATABASE_URL.",
        "tr": "PostgreSQL root olarak çalışmaz; setpriv (util-linux) de burada yok. "
        "Nabız'ı sıradan bir kullanıcıyla çalıştırın ya da DATABASE_URL verin.",
    },
    "already_running": {
        "en": "Nabız already runs on the folder {home} (process {pid}, {url}). "
        "Stop it there with Ctrl-C, or choose another folder with NABIZ_HOME.",
        "tr": "Nabız {home} klasöründe zaten çalışıyor (süreç {pid}, {url}). "
        "Orada Ctrl-C ile durdurun ya da NABIZ_HOME ile başka bir klasör seçin.",
    },
    "port_taken": {
        "en": "Port {port} is in use by another program. Choose another one: NABIZ_PORT={free} nabiz serve",
        "tr": "{port} numaralı kapıyı başka bir program kullanıyor. Başkasını seçin: NABIZ_PORT={free} nabiz serve",
    },
    "home_not_writable": {
        "en": "The folder {home} cannot be written to ({reason}). Choose another one with NABIZ_HOME.",
        "tr": "{home} klasörüne yazılamıyor ({reason}). NABIZ_HOME ile başka bir klasör seçin.",
    },
    "child_ended": {
        "en": "The {what} process ended by itself (exit {code}); everything was stopped. Its last words are above. Start again with nabiz serve.",
        "tr": "{what} süreci kendiliğinden sonlandı (çıkış {code}); her şey durduruldu. Son sözleri yukarıda. Yeniden başlatın: nabiz serve",
    },
    "postgres_ended": {
        "en": "PostgreSQL ended by itself; everything was stopped, and what was saved is safe. Its log is {log}. Start again with nabiz serve.",
        "tr": "PostgreSQL kendiliğinden sonlandı; her şey durduruldu, kaydedilenler güvende. Kaydı: {log}. Yeniden başlatın: nabiz serve",
    },
    "bad_archive": {
        "en": "{file} is not a Nabız backup, or it is damaged ({reason}). Nothing was changed.",
        "tr": "{file} bir Nabız yedeği değil ya da bozuk ({reason}). Hiçbir şey değiştirilmedi.",
    },
    "backup_failed": {
        "en": "The database could not be copied: {reason} Nothing was written.",
        "tr": "Veritabanı kopyalanamadı: {reason} Hiçbir şey yazılmadı.",
    },
    "not_empty": {
        "en": "This installation already holds data. Restore into an empty folder (NABIZ_HOME), or add --replace to overwrite it.",
        "tr": "Bu kurulumda zaten veri var. Boş bir klasöre (NABIZ_HOME) geri yükleyin ya da üzerine yazmak için --replace ekleyin.",
    },
    "file_exists": {
        "en": "{file} exists already. Choose another name.",
        "tr": "{file} zaten var. Başka bir ad seçin.",
    },
}


class Problem(Exception):
    """Ends the command with its sentence and exit code 1."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        super().__init__(SENTENCES[key][terminal_language()].format(**facts))


def terminal_language() -> str:
    """The language of the person at the terminal: NABIZ_LANGUAGE, else the locale, else English."""
    wanted = os.environ.get("NABIZ_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "tr" if wanted.lower().startswith("tr") else "en"
