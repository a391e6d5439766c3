"""Vietnamese words made comparable: without case, tones or marks; and their initials."""

from __future__ import annotations

import re
import unicodedata


def bare(text: str) -> str:
    """The words without case, tones and marks, one space apart: "Thời gian" -> "thoi gian"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", ascii_only))


def flat(text: str) -> str:
    """The text in small letters without tones and marks, each letter in its place: NFC only.

    For words that OCR spoils: "Thòi gian thưc hiên" and "Thời gian thực hiện" are one.
    """
    return text.translate(_FLAT)


def _flat_letter(code: int) -> int:
    base = unicodedata.normalize("NFD", chr(code))[0].lower()
    return ord("d" if base in "đð" else base)


# Latin letters as far as Vietnamese goes (Unicode 15: Latin-1 to Extended-B, Extended Additional)
_FLAT = {code: _flat_letter(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))}


_FIGURES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5"})
_MISREAD = re.compile(r"(?<!\w)(?=[OoIlS]*\d)\d*[OoIlS][\dOoIlS]*(?!\w)")


def figures(text: str) -> str:
    """The text with the letters that OCR takes for figures as figures: "2O19" -> "2019"."""
    return text.translate(_FIGURES)


def misread(text: str) -> tuple[str, ...]:
    """The numbers in the text that have such a letter among their figures: "l5", "2O19"."""
    return tuple(match[0] for match in _MISREAD.finditer(text))


def initials(text: str, words: int = 2) -> str:
    """The capital initials of the first words: "Phụ lục" -> "PL"."""
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", text)[:words])


def upper_bare(text: str) -> str:
    """The first word without marks, in capitals: "Tổng điểm" -> "TONG"."""
    return bare(text).partition(" ")[0].upper()
