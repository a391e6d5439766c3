"""Numbers in words, Roman figures and numbers said twice, where a number can stand."""

from __future__ import annotations

from ..text import Text
from .classes import UNITS
from .errors import WordingError
from .messages import ONE_OR_ROMAN
from .syllables import key
from .tokens import Tok

_UNITS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
          "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}  # fmt: skip
_DIGITS = {key(word): number for word, number in _UNITS.items()}
_TEN, _TENS = key("mười"), key("mươi")
NUMBER_WORDS = frozenset({*_DIGITS, _TEN, _TENS})
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
          "x": 10, "xi": 11, "xii": 12}  # fmt: skip
_BEFORE_NUMBER = {"DAY", "MONTH", "QUARTER", "EARLY", "ORDINAL"}
_AFTER_NUMBER = {"DAY", "WORKDAY", "MONTH", "WEEK", "YEAR", "QUARTER", "TIMES"}
_JOINS = {"COMMA", "SEMI", "AND", "DASH", "SLASH", "UNTIL", "THROUGH"}
_FIVE = key("năm")
_FAR = 24  # tokens of a list behind its unit
_LONG, _OVER = 3, 99  # no number has so many figures, none is so high
_MOST = {"QUARTER": 4, "MONTH": 12, "DAY": 31}
_AS_FIGURES, _AS_ROMAN = str.maketrans("lI|i", "1111"), str.maketrans("1l|", "III")


def read_numbers(tokens: list[Tok]) -> list[Tok]:
    """Every number in a place where one can stand becomes NUM; "10 (mười)" becomes one."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type in {"WORD", "YEAR"}:
            length, number = _words(tokens, place)
            if length and _has_room(out, tokens, place, place + length):
                end = tokens[place + length - 1].end_pos
                out.append(Tok("NUM", token.text, token.start_pos, end, number))
                place += length
                continue
            roman = _ROMAN.get(token.text.lower()) if token.type == "WORD" else None
            if roman and _may_be_roman(out):
                out.append(token.as_type("NUM", roman))
                place += 1
                continue
        if token.type == "STROKES":
            out.append(_strokes(token, out))
            place += 1
            continue
        if token.type == "LPAR" and (repeated := _repeated(out, tokens, place)):
            place += repeated
            continue
        if token.type == "EARLY":
            if not (out and out[-1].type == "DAY"):
                out.append(token.as_type("DAY"))
        else:
            out.append(token)
        place += 1
    return out


def is_number(token: Tok) -> bool:
    """Whether the token is a number, in figures, Roman or in a word."""
    said = token.text.lower()
    return token.type == "NUM" or (
        token.type == "WORD" and (said in _ROMAN or key(said) in NUMBER_WORDS)
    )


def is_roman(word: str) -> bool:
    """Whether the word can be a Roman number up to twelve."""
    return word.lower() in _ROMAN


def _words(tokens: list[Tok], place: int) -> tuple[int, int]:
    """How many words from here make one number below 100, and which."""
    keys = [key(token.text) for token in tokens[place : place + 3]
            if token.type in {"WORD", "YEAR"}]  # fmt: skip
    first = keys[0]
    if first == _TEN:
        if len(keys) > 1 and keys[1] in _DIGITS and _unit_follows_five(tokens, place + 1):
            return 2, 10 + _DIGITS[keys[1]]
        return 1, 10
    if first not in _DIGITS:
        return 0, 0
    if len(keys) > 1 and keys[1] == _TENS:
        if len(keys) > 2 and keys[2] in _DIGITS and _unit_follows_five(tokens, place + 2):
            return 3, 10 * _DIGITS[first] + _DIGITS[keys[2]]
        return 2, 10 * _DIGITS[first]
    return 1, _DIGITS[first]


def _unit_follows_five(tokens: list[Tok], place: int) -> bool:
    """Inside a number five is "lăm": "tháng mười năm 2022" is October of the year 2022."""
    return key(tokens[place].text) != _FIVE


def _has_room(out: list[Tok], tokens: list[Tok], start: int, end: int) -> bool:
    """Whether the words between stand where a number can, and not where "năm" is the year."""
    before = out[-1].type if out else ""
    after = tokens[end].type if end < len(tokens) else ""
    if tokens[start].type == "YEAR":
        return _five_not_year(out, tokens, end, before, after)
    if before in _BEFORE_NUMBER or after in _AFTER_NUMBER:
        return True
    if [token.type for token in tokens[end : end + 3]] == ["LPAR", "NUM", "RPAR"]:
        return True
    return before in _JOINS and len(out) > 1 and out[-2].type == "NUM"


def _five_not_year(out: list[Tok], tokens: list[Tok], end: int, before: str, after: str) -> bool:
    """“năm” is five in “năm ngày làm việc” and, after “tháng”, before an end or a second “năm”."""
    if before == "ORDINAL":
        return True
    if before == "MONTH":
        said = {"EVERY", "LAST", "FIRST", "MIDDLE", "NUM"}
        return not (len(out) > 1 and out[-2].type in said) and after in {"", "SLASH", "YEAR"}
    if after in {"WORKDAY", "DAY", "MONTH", "WEEK"}:
        follows = tokens[end + 1].type if end + 1 < len(tokens) else ""
        return follows in {"FROM", "SINCE", "AFTER", "FIRST", "LAST"}
    return False


def _may_be_roman(out: list[Tok]) -> bool:
    if not out:
        return False
    if out[-1].type in {"QUARTER", "MONTH"}:
        return True
    return out[-1].type in _JOINS and len(out) > 1 and out[-2].type == "NUM"


def _strokes(token: Tok, out: list[Tok]) -> Tok:
    """“1l”, “lI”, “1V”: the figures or the Roman number that its unit allows, if it is one."""
    owner = next((t.type for t in out[:-_FAR:-1] if t.type not in _JOINS | {"NUM", "Y"}), "")
    most = _MOST.get(owner, 0)
    plain, roman = token.text.translate(_AS_FIGURES), token.text.translate(_AS_ROMAN)
    figures = int(plain) if plain.isdecimal() and len(plain) < _LONG else 0
    read_as = {figures: plain} if figures <= most else {}
    if owner != "DAY" and _ROMAN.get(roman.lower(), _OVER) <= most:
        read_as[_ROMAN[roman.lower()]] = roman
        if "||" in token.text or token.text.endswith("|"):  # a stroke twice, a border of a table
            read_as[_ROMAN.get(roman[:-1].lower(), 0)] = roman[:-1]
    read_as.pop(0, None)
    if len(read_as) > 1:
        message = Text(*(text.replace("{}", token.text) for text in ONE_OR_ROMAN))
        place, near = (token.start_pos, token.end_pos), read_as.values()
        raise WordingError("not-understood", message, place, tuple(Text(n, n) for n in near))
    if read_as:
        return token.as_type("NUM", next(iter(read_as)))
    if figures and not most:
        return token.as_type("NUM", figures)
    return token.as_type("NEVER" if owner in UNITS else "WORD", "figures")


def _repeated(out: list[Tok], tokens: list[Tok], place: int) -> int:
    """How many tokens a repetition in brackets takes; raises where it says another number."""
    if not out or out[-1].type != "NUM":
        return 0
    inside = tokens[place + 1 : place + 5]
    closing = next((n for n, token in enumerate(inside) if token.type == "RPAR"), 0)
    if not closing:
        return 0
    if closing == 1 and inside[0].type == "NUM":
        number, length = inside[0].number, 1
    elif inside[0].type in {"WORD", "YEAR"}:
        length, number = _words(tokens[: place + 1 + closing], place + 1)
    else:
        return 0
    if length != closing:
        return 0
    if number != out[-1].number:
        raise WordingError(
            "impossible",
            Text("Số viết bằng chữ khác số viết bằng số", "The number in words differs"),
            (out[-1].start_pos, inside[closing].end_pos),
        )
    return closing + 2
