"""Vietnamese words made comparable: without case, tones or marks; and their initials."""

from __future__ import annotations

import re
import unicodedata


def bare(text: str) -> str:
    """The words without case, tones and marks, one space apart: "Thời gian" -> "thoi gian"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", ascii_only))


def initials(text: str, words: int = 2) -> str:
    """The capital initials of the first words: "Phụ lục" -> "PL"."""
    return "".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", text)[:words])


def upper_bare(text: str) -> str:
    """The first word without marks, in capitals: "Tổng điểm" -> "TONG"."""
    return bare(text).partition(" ")[0].upper()
