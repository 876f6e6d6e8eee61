"""Telephone numbers as Swedes group them, and as a telephone dials them (domain.md 5.2)."""

import re

from newsletter.letter.swedish.typography import NBSP

# Area codes of three digits; 08 has two, all others four. Mobile (07x), 010 and 020 count as three.
_THREE_DIGITS = re.compile(r"0(?:10|20|7\d|11|13|16|18|19|21|23|26|31|33|35|36|40|42|44|46|54|60|63|90)")
_GROUPS = {5: (3, 2), 6: (2, 2, 2), 7: (3, 2, 2), 8: (3, 3, 2)}


def phone_shown(phone: str) -> str:
    """``070-174 06 05`` with spaces that do not break; a number of another country or shape stays as the editor wrote it."""
    digits = re.sub(r"\D", "", phone)
    area = _area_code(digits)
    groups = _GROUPS.get(len(digits) - len(area))
    if phone.strip().startswith("+") or not digits.startswith("0") or digits.startswith("00") or groups is None:
        return phone.replace(" ", NBSP)
    return f"{area}-{_grouped(digits[len(area) :], groups)}"


def phone_href(phone: str) -> str:
    """``tel:+46701740605``."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if phone.strip().startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    return f"tel:+46{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


def _area_code(digits: str) -> str:
    if digits.startswith("08"):
        return digits[:2]
    return digits[:3] if _THREE_DIGITS.match(digits) else digits[:4]


def _grouped(digits: str, sizes: tuple[int, ...]) -> str:
    groups = []
    for size in sizes:
        groups.append(digits[:size])
        digits = digits[size:]
    return NBSP.join(groups)
