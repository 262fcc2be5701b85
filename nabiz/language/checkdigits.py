"""Check digits of cards, bank accounts and Turkish numbers. Each function takes digits without spaces."""

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29,
    "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22,
    "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30,
    "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "XK": 20,
}  # fmt: skip
_LUHN = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
ISSUERS = (
    "4", "51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27", "34", "35", "36", "37", "38", "30",
    "50", "56", "57", "58", "60", "62", "63", "64", "65", "67", "9792",
)  # fmt: skip


def is_card(digits: str) -> bool:
    """A number of 13 to 19 digits that an issuer gives out and whose Luhn sum is right (ISO/IEC 7812)."""
    if not 13 <= len(digits) <= 19 or not digits.startswith(ISSUERS) or len(set(digits)) < 2:
        return False
    backwards = [int(digit) for digit in reversed(digits)]
    return (sum(backwards[::2]) + sum(_LUHN[digit] for digit in backwards[1::2])) % 10 == 0


def is_national_id(digits: str) -> bool:
    """A Turkish identity number: eleven digits, the last two of which check the others."""
    if len(digits) != 11 or digits[0] == "0":
        return False
    each = [int(digit) for digit in digits]
    tenth = (7 * sum(each[0:9:2]) - sum(each[1:8:2])) % 10
    return each[9] == tenth and each[10] == sum(each[:10]) % 10


def is_tax_number(digits: str) -> bool:
    """A Turkish tax number: ten digits, the last of which checks the others."""
    if len(digits) != 10:
        return False
    total = 0
    for place, digit in enumerate(digits[:9]):
        step = (int(digit) + 9 - place) % 10
        total += 9 if step == 9 else step * 2 ** (9 - place) % 9
    return (10 - total % 10) % 10 == int(digits[9])


def is_iban(text: str) -> int:
    """How many characters of the text an account number takes up that it begins with (ISO 13616); 0 for none."""
    wanted, end, account = IBAN_LENGTHS.get(text[:2].upper(), 0), 0, ""
    if not wanted:
        return 0
    while end < len(text) and len(account) < wanted:
        account += text[end] if text[end] not in " -" else ""
        end += 1
    is_whole = len(account) == wanted and not text[end : end + 1].isalnum()
    return end if is_whole and _is_97(account.upper()) else 0


def _is_97(account: str) -> bool:
    if not (account.isascii() and account.isalnum()):
        return False
    return int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1
