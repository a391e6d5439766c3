"""The shown phrase cut into typed tokens: dates in figures, then the words of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import vocabulary, vocabulary_en
from .normalise import Shown
from .syllables import key
from .tokens import Tok, Value

_TIME_WORDS = r"năm|quý|quí|qúy|tháng|ngày|tuần|lần|hết|đến|t\d|giờ"
_MONTH = "|".join(sorted(vocabulary_en.MONTHS, key=len, reverse=True))
_LUMPS = re.compile(
    rf"""
    (?P<DOCNO>\d+[a-zđ]?(?:/\d{{4}})?\s?(?:/|-(?=[a-zđ]+/))(?!(?:{_TIME_WORDS})\b)[a-zđ][\wđ&.]*(?:[-/][a-zđ][\w&.]*)*)
  | (?P<ISO>\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![\d/-]))
  | (?P<DMY>\d{{1,2}}\s*(?P<sep>[/.-])\s*\d{{1,2}}\s*(?P=sep)\s*\d{{4}}(?![\d/]))
  | (?P<SHORT>\d{{1,2}}\s*(?P<s>[/.-])\s*\d{{1,2}}\s*(?P=s)\s*\d{{1,3}}(?![\d/]))
  | (?P<N_Y>\d{{1,3}}\s*/\s*\d{{4}}(?![\d/]))
  | (?P<N_N>\d{{1,2}}\s*/\s*\d{{1,2}}(?![\d/]))
  | (?P<AMOUNT>\d+(?:[.,]\d+)*\s*%|\d+\.\d{{1,3}}(?:[.,]\d+)*(?!\d))
  | (?P<HOUR>\d{{1,2}}(?:\s*(?:h|g|giờ)\s*(?:\d{{1,2}}(?:\s*(?:phút|p)\b)?)?
        (?:\s*(?:sáng|trưa|chiều|tối)\b)?(?!\w)|:\d\d(?!\d)))
  | (?P<EN_DMY>\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:{_MONTH}),?\s+\d{{4}}\b)
  | (?P<EN_MDY>(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b)
  | (?P<EN_MY>\b(?:{_MONTH})\s+\d{{4}}\b)
  | (?P<EN_DM>\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:{_MONTH})\b)
  | (?P<EN_MD>\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\w))
  | (?P<STROKES>(?<!\w)(?!1+(?!\w))(?=[ivx]*[1l|])[1l|ivx]+(?!\w))
  | (?P<LETTERED>\b(?:[qht]\d{{1,2}}|q\.?(?:i{{1,3}}|iv))(?!\w))
  | (?P<NUMBER>\d+)
  | (?P<WORD>[^\W\d_]+(?:['’][^\W\d_]+)?)
  | (?P<SPACE>\s+)
  | (?P<SIGN>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = {
    ",": "COMMA", ";": "SEMI", ":": "COLON", "/": "SLASH", "-": "DASH", "(": "LPAR", ")": "RPAR",
    "&": "AND", "“": "OPENQ", "”": "CLOSEQ", '"': "QUOTE", "«": "OPENQ", "»": "CLOSEQ",
    "+": "NEVER",
    "[": "LPAR", "]": "RPAR", "|": "NEVER", "~": "NEVER", "<": "NEVER", ">": "NEVER", "=": "NEVER",
    "≤": "NEVER", "≥": "NEVER", "→": "NEVER", "…": "NEVER", "?": "NEVER", "!": "NEVER",
}  # fmt: skip
_AFTERNOON = re.compile("chiều|tối", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_VIETNAMESE = re.compile(r"[^\x00-\x7f“”‘’«»…→≤≥]")
_ROMAN_QUARTERS = ("", "i", "ii", "iii", "iv")
_ARTICLES = {"the"}

_Senses = tuple[tuple[str, Value], ...]
_Index = dict[str, list[tuple[tuple[str, ...], _Senses]]]


@cache
def _index(english: bool) -> _Index:  # noqa: FBT001 - one of two dictionaries
    """First word -> the wordings that begin with it, longest first."""
    index: _Index = {}
    found = dict(vocabulary.entries())
    if english:
        found |= dict(vocabulary_en.entries())
    for wording, senses in found.items():
        keys = tuple(key(word) for word in re.findall(r"[^\W\d_]+", wording))
        index.setdefault(keys[0], []).append((keys, senses))
    for wordings in index.values():
        wordings.sort(key=lambda wording: -len(wording[0]))
    return index


def is_vietnamese(text: str) -> bool:
    """Whether the text has letters which English has not; without any, both are read."""
    return _VIETNAMESE.search(text) is not None


def scan(shown: Shown) -> list[Tok]:
    """The tokens of the phrase, in order."""
    english = not is_vietnamese(shown.text)
    raw = list(_raw(shown, english))
    index = _index(english)
    tokens: list[Tok] = []
    place = 0
    while place < len(raw):
        token = raw[place]
        if token.type == "WORD":
            length, senses = _longest(raw, place, index)
            if length:
                start, end = token.start_pos, raw[place + length - 1].end_pos
                text = shown.text[start:end]
                tokens += [Tok(kind, text, start, end, value) for kind, value in senses]
                place += length
                continue
        tokens.append(token)
        place += 1
    return tokens


def _longest(raw: list[Tok], place: int, index: _Index) -> tuple[int, _Senses]:
    """How many words the longest wording at this place takes, and what it stands for."""
    for keys, senses in index.get(key(raw[place].text), ()):
        words = raw[place : place + len(keys)]
        if len(words) == len(keys) and all(
            word.type == "WORD" and key(word.text) == wanted
            for word, wanted in zip(words, keys, strict=True)
        ):
            return len(keys), senses
    return 0, ()


def _raw(shown: Shown, english: bool) -> Iterator[Tok]:  # noqa: FBT001
    """Words as WORD, figures as what they look like."""
    for match in _LUMPS.finditer(shown.text, shown.start, shown.end):
        kind, text = match.lastgroup or "SIGN", match[0]
        if kind == "SPACE" or (english and kind == "WORD" and text.lower() in _ARTICLES):
            continue
        if kind in {"sep", "s"}:
            kind = "DMY" if match["DMY"] else "SHORT"
        start, end = match.span()
        for type_, value in _lump(kind, text, shown.text[end : end + 12]):
            yield Tok(type_, text, start, end, value)


def _lump(kind: str, text: str, after: str) -> _Senses:
    """What one match stands for."""
    match kind:
        case "LETTERED":
            return _lettered(text[0].lower(), text[1:].lstrip("."), after)
        case "NUMBER":
            return _number(text)
        case "SIGN" if text == ".":
            return (("STOP" if after[:1].isspace() else "DOT", None),)
        case "SIGN":
            return ((_SIGNS.get(text, "WORD"), None),)
        case "SHORT":
            return (("NEVER", "short-year"),)
        case "WORD" | "DOCNO":
            return ((kind, None),)
        case _:
            return _date(kind, text)


def _date(kind: str, text: str) -> _Senses:
    """A date, a part of one or an hour in figures; an amount is a mere word."""
    figures = tuple(int(part) for part in _FIGURES.findall(text))
    if kind == "AMOUNT":
        return (("WORD", None),)
    if kind == "HOUR":
        later = 12 if figures[0] < 12 and _AFTERNOON.search(text) else 0
        return (("HOUR", (figures[0] + later, figures[1] if len(figures) > 1 else 0)),)
    if kind == "ISO":
        return (("DMY", figures[::-1]),)
    if not kind.startswith("EN_"):
        return ((kind, figures),)
    month = _english_month(text)
    if kind == "EN_MY":
        return (("N_Y", (month, figures[0])),)
    return (("DMY" if len(figures) > 1 else "N_N", (figures[0], month, *figures[1:])),)


def _english_month(text: str) -> int:
    names = text.lower()
    return next(n for n, name in enumerate(vocabulary_en.MONTHS, 1) if name in names)


def _lettered(letter: str, said: str, after: str) -> _Senses:
    """Q1, QII, H1, and T6, which without a year may also be a Friday."""
    number = int(said) if said.isdecimal() else _ROMAN_QUARTERS.index(said.lower())
    if letter == "q":
        return (("QUARTER", None), ("NUM", number))
    if letter == "h":
        return (("HALF", number),)
    if number > 7 or re.match(r"\s*(?:/|năm)\s*\d{4}", after):
        return (("MONTH", None), ("NUM", number))
    return (("NEVER", "month-or-weekday"),)


def _number(text: str) -> _Senses:
    if len(text) > 4:
        return (("FIGURES", None),)
    number = int(text)
    if len(text) == 4 and 1900 <= number <= 2999:
        return (("Y", number),)
    return (("NUM", number),) if len(text) <= 3 else (("FIGURES", None),)
