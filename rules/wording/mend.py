"""What scanning does to letters and figures, undone where one reading is left.

A word that cannot be Vietnamese ("t háng", "hoàn thànhtrước", "cuốl", "n9ày") is joined, cut or its
letters exchanged until it can be; letters between figures are figures ("l5/O1/2O19"). What has no
reading, or two, stays as it is: the passes behind refuse it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product

from .lexicon import is_known, is_pair
from .spelling import is_syllable

Letters = list[tuple[str, int]]
_Edit = tuple[int, int, str]

_CHUNK = re.compile(r"[\w|]+")
_WORD = re.compile(r"[^\W\d_]+")
_PART_OF_WORD = re.compile(r"[^\W\d_]{1,6}")
_GAP = re.compile(r" |- ?")
_BROKEN_GAP = re.compile(r" ?[,;:./'-]{0,2} ?")
_ROMAN = re.compile(r"[ivxIVX1l|]+")
_LOOK_ALIKE = {
    "0": "o", "1": "li", "|": "li", "l": "i", "I": "li", "i": "l", "5": "s", "6": "b", "8": "b",
    "9": "gq",
}  # fmt: skip
_MOST_READINGS = 64
_FIGURES = str.maketrans("OoIl|i", "001111")
_FIGURE = "0-9OoIl|"
_LOOSE = re.compile(
    rf"(?<!\w)(?!\w*[1lI|](?:19|2[0Oo])[\dOo]{{2}}\b)(?=[{_FIGURE}i]*\d)(?=[1Il|i]*[02-9Oo])"
    rf"[{_FIGURE}i]*[OoIl|i][{_FIGURE}i]*(?![^\W\d_])"
)
_DATE = re.compile(
    rf"(?<!\w)(?=\D?\d|[{_FIGURE}]{{1,2}}\s*[/.-]\s*\D?\d)"
    rf"[{_FIGURE}]{{1,2}}(\s*[/.-]\s*)[{_FIGURE}]{{1,2}}\1[{_FIGURE}]{{4}}(?!\w)"
)
_SPLIT = re.compile(r"(?<!\w)(?P<first>[^\W\d_]+) ?[,;:.-]{1,2} ?(?=(?P<second>[^\W\d_]+))")
_SIGN = re.compile(
    r"(?P<slash>(?<=[\w,;:.])\s?\\\s?(?=\w))"
    r"|(?P<speck>(?<![^\W\d_])['`´’]|['`´](?![^\W\d_]))"
    r"|(?P<twice>(?<![,;:/.-])(?:([,;:/-]) ?\4|\.\.|[,;:] ?[,;:]|[,;:]\.)(?![,;:/.]))"
)
_ROUNDS = 3
_LONGEST_CUT = 21


def mended(letters: Letters) -> Letters:
    """The letters of a phrase, each with its offset, as they were before the noise."""
    text = "".join(letter for letter, _ in letters)
    for _ in range(_ROUNDS):
        before = text
        for find in _IN_FIGURES if text.isascii() else (*_IN_FIGURES, *_IN_WORDS):
            if edits := list(find(text)):
                letters = _applied(letters, edits)
                text = "".join(letter for letter, _ in letters)
        if text == before:
            break
    return letters


def _applied(letters: Letters, edits: list[_Edit]) -> Letters:
    """The letters after the edits; what is put in stands where what it replaces stood."""
    out: Letters = []
    done = 0
    for start, end, put in edits:
        out += letters[done:start]
        last = max(start, end - 1)
        out += [(letter, letters[min(start + n, last)][1]) for n, letter in enumerate(put)]
        done = end
    return out + letters[done:]


def _signs(text: str) -> Iterator[_Edit]:
    """Specks that look like an apostrophe, signs said twice, a slash that leans the other way."""
    for found in _SIGN.finditer(text):
        match found.lastgroup:
            case "slash":
                put = "/"
            case "speck":
                put = ""
            case _:
                put = next(sign for sign in ";,:./-" if sign in found[0])
        yield (*found.span(), put)


def _brackets(text: str) -> Iterator[_Edit]:
    """An opening bracket that nothing closes."""
    opened: list[int] = []
    for place, letter in enumerate(text):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            opened.pop()
    yield from ((place, place + 1, "") for place in opened)


def _date(text: str) -> Iterator[_Edit]:
    """Letters in a date that has a figure in its day or month: "l/1O/2O19"."""
    for found in _DATE.finditer(text):
        yield (*found.span(), found[0].translate(_FIGURES))


def _loose(text: str) -> Iterator[_Edit]:
    """Letters among figures that are no Roman number: "3O", "l5", "20I9"."""
    for found in _LOOSE.finditer(text):
        yield (*found.span(), found[0].translate(_FIGURES))


def _joined(text: str) -> Iterator[_Edit]:
    """Pieces that are a word of time together: "t háng", "cu ối", "thá- ng"."""
    pieces = list(_CHUNK.finditer(text))
    place = 0
    while place < len(pieces):
        count = _count(text, pieces, place)
        if count and is_known(pieces[place][0]) and _count(text, pieces, place + 1):
            count = 0  # "từ ng ày" is "từ ngày", not "từng ày"
        if count:
            run = pieces[place : place + count]
            yield (run[0].start(), run[-1].end(), "".join(piece[0] for piece in run))
        place += count or 1


def _count(text: str, pieces: list[re.Match[str]], place: int) -> int:
    """How many pieces from here are one word; 0 where they are several."""
    runs = (pieces[place : place + count] for count in (4, 3, 2) if place + count <= len(pieces))
    return next((len(run) for run in runs if _is_one_word(text, run)), 0)


def _is_one_word(text: str, run: list[re.Match[str]]) -> bool:
    words = [piece[0] for piece in run]
    if not is_known("".join(words)) or not all(_PART_OF_WORD.fullmatch(word) for word in words):
        return False
    some_known = any(is_known(word) for word in words)
    if some_known and all(is_known(word) for word in words):
        return False
    whole = some_known and all(is_syllable(word) for word in words)
    parted = _GAP if whole else _BROKEN_GAP
    gaps = (text[a.end() : b.start()] for a, b in pairwise(run))
    return all(parted.fullmatch(gap) for gap in gaps)


def _together(text: str) -> Iterator[_Edit]:
    """Wordings with a sign in the middle: "chậm, nhất", "giai - đoạn"."""
    for found in _SPLIT.finditer(text):
        if is_pair(found["first"], found["second"]):
            yield (found.end("first"), found.start("second"), " ")


def _exchanged(text: str) -> Iterator[_Edit]:
    """Look-alikes inside a word: "cuốl", "Iần", "n9ày", "kh1"."""
    for found in _CHUNK.finditer(text):
        word = found[0]
        if _ROMAN.fullmatch(word) or len(word) < 2 or word.isdecimal() or is_syllable(word):
            continue
        read = _readings(word)
        likely = {w for w in read if is_known(w)} or (
            set() if _WORD.fullmatch(word) else {w for w in read if is_syllable(w)}
        )
        if len(likely) == 1:
            yield (*found.span(), likely.pop())


def _readings(word: str) -> set[str]:
    """The words it can have been, without a figure."""
    options = [_LOOK_ALIKE.get(letter, "") + letter for letter in word]
    total = 1
    for option in options:
        total *= len(option)
    if total > _MOST_READINGS:
        return set()
    read = ("".join(letters) for letters in product(*options))
    return {one for one in read if _WORD.fullmatch(one)} - {word}


def _cut(text: str) -> Iterator[_Edit]:
    """Words run together: "hoàn thànhtrước", "quýII", where they part in one way only."""
    for found in _WORD.finditer(text):
        word = found[0]
        if len(word) > _LONGEST_CUT or is_syllable(word):
            continue
        ways = list(_ways(word))
        sure = [way for way in ways if all(_is_sure(w) for w in way)] or [
            way for way in ways if any(is_known(w) for w in way)
        ]
        if len(sure) == 1:
            yield (*found.span(), " ".join(sure[0]))


def _is_sure(word: str) -> bool:
    return is_known(word) or _is_figure(word)


def _is_figure(word: str) -> bool:
    return word.isupper() and _ROMAN.fullmatch(word) is not None


def _ways(word: str) -> Iterator[tuple[str, ...]]:
    """All ways to part a word into syllables and Roman figures in capitals."""
    for end in range(1, min(8, len(word)) + 1):
        first = word[:end]
        rest = word[end:]
        figure = _is_figure(first)
        if (figure and rest[:1] in {*"IVX"}) or not (figure or is_syllable(first)):
            continue
        if not rest:
            yield (first,)
        else:
            yield from ((first, *others) for others in _ways(rest))


_IN_FIGURES = (_signs, _brackets, _date, _loose)
_IN_WORDS = (_joined, _exchanged, _cut, _together)
