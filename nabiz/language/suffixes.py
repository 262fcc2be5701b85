"""Turkish endings for names, which follow the last sound: Deniz Kaya'ya, Can'a, Gül'e, Müşteri 12'ye."""

from nabiz.language.folding import turkish_casefold

_BACK, _FRONT = "aıouâû", "eiöüî"
_APOSTROPHE = "’"

# How the last digits of a number are spoken decides its ending.
_DIGITS = dict(zip("0123456789", ("a", "e", "ye", "e", "e", "e", "ya", "ye", "e", "a"), strict=True))
_TENS = dict(zip("123456789", ("a", "ye", "a", "a", "ye", "a", "e", "e", "a"), strict=True))


def dative(name: str) -> str:
    """The name with the ending of the dative ("to"), after an apostrophe. A name without a vowel gets the front one."""
    return f"{name}{_APOSTROPHE}{_ending(turkish_casefold(name).strip())}" if name.strip() else name


def _ending(name: str) -> str:
    if name[-1:] in _DIGITS:
        return _ending_of_number(name)
    letters = [letter for letter in name if letter.isalpha()]
    vowels = [letter for letter in letters if letter in _BACK + _FRONT]
    ending = "a" if vowels and vowels[-1] in _BACK else "e"
    return f"y{ending}" if letters and letters[-1] in _BACK + _FRONT else ending


def _ending_of_number(name: str) -> str:
    digits = name[len(name.rstrip("0123456789")) :]
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 0 or not digits.strip("0"):
        return _DIGITS[digits[-1]]
    if zeros == 1:
        return _TENS[digits[-2]]
    # yüz, bin and milyar take e; milyon takes a.
    return "a" if 6 <= zeros % 9 < 9 else "e"
