"""The last words that could be taken two ways: subject or time, bound or preposition.

What stays doubtful keeps a type that the grammar does not take, so that it is refused there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .classes import BOUNDS, CYCLES, DATED, TIMEY, UNITS, type_at
from .numbers import is_roman
from .syllables import bare, key, listed
from .tokens import Tok

_WHICH_YEAR = {"IN", "WHOLE", "THROUGH", "FIRST", "MIDDLE", "LAST", "OF", "STANDING", "HALF"}
_AFTER_BARE_YEAR = {"NEXT", "PREVIOUS", "Y", "NUM", "PERIOD"}
_ABOUT = {
    key(word)
    for word in listed(
        "qua|sát|cận|giáp|khác|như|bằng|về|cho|với|tại|thuộc|do|bởi|vì|độ|cỡ|tầm|hay|quãng|lối|tận"
        "|ở|cùng|of|for|about|than"
    )
}
_BOUND_LETTERS = {
    bare(word): word
    for word in listed(
        "trước|chậm|muộn|trễ|nhất|đến|hết|tới|quá|sau|từ|tháng|ngày|quý|năm|tuần|hàng"
    )
}
_NUMBER_NEIGHBOURS = (
    UNITS
    | DATED
    | BOUNDS
    | {"NUM", "LIST", "DASH", "SLASH", "FROM", "ORDINAL", "EVERY", "THISYEAR", "HOUR", "IN"}
    | {"ATLEAST", "AFTER", "NEXT", "COUNT", "FIRST", "LAST"}
)


def settle_roles(tokens: list[Tok]) -> list[Tok]:
    """Every token in the type under which the grammar takes it, or NEVER."""
    tokens = _subjects(tokens)
    out: list[Tok] = []
    for place, token in enumerate(tokens):
        settle = _SETTLE.get(token.type)
        settled = settle(_Place(tokens, place, out)) if settle else token
        if settled is not None:
            out.append(settled)
    return [_unit_before(out, place, token) for place, token in enumerate(out)]


@dataclass(slots=True)
class _Place:
    """A token among its neighbours: `tokens` as they came, `out` those settled before it."""

    tokens: list[Tok]
    at: int
    out: list[Tok]

    @property
    def token(self) -> Tok:
        return self.tokens[self.at]

    @property
    def before(self) -> str:
        return type_at(self.out, len(self.out) - 1)

    @property
    def after(self) -> str:
        return type_at(self.tokens, self.at + 1)

    def or_word(self, stays: object) -> Tok:
        """The token if it stays, else a mere word."""
        return self.token if stays else self.token.as_type("WORD")


def _year(here: _Place) -> Tok:
    bare_year = here.before in _WHICH_YEAR and here.after not in _AFTER_BARE_YEAR
    return here.token.as_type("THISYEAR") if bare_year else here.token


def _of(here: _Place) -> Tok:
    if here.after not in TIMEY:
        return here.or_word(stays=False)
    return here.token if here.before in TIMEY | {"NEXT"} else here.token.as_type("NEVER")


def _after(here: _Place) -> Tok:
    return here.token if here.after == "NUM" else here.token.as_type("NEVER")


def _latest(here: _Place) -> Tok:
    return here.or_word(here.after != "WORD" or not here.tokens[here.at + 1].text[0].isdigit())


def _at_least(here: _Place) -> Tok:
    return here.or_word(here.after in {"NUM", "COUNT", "EVERY"})


def _colon(here: _Place) -> Tok | None:
    if here.before in DATED | {"NUM"} and here.after in {"UNTIL", "THROUGH", "DASH"}:
        return here.token.as_type("NEVER")  # a speck inside a span, or a span of another thing
    return None if here.before in BOUNDS else here.or_word(stays=False)


def _number(here: _Place) -> Tok:
    return here.or_word({here.before, here.after} & _NUMBER_NEIGHBOURS)


def _dot(here: _Place) -> Tok:
    figures = {here.before, here.after} & (DATED | {"NUM"})
    return here.token.as_type("NEVER" if figures else "WORD")


def _slash(here: _Place) -> Tok:
    return here.or_word({here.before, here.after} & (DATED | UNITS | {"NUM"}))


def _vague(here: _Place) -> Tok:
    timed = any(other.type in TIMEY | {"STANDING", "WAIT"} for other in here.tokens)
    return here.or_word(not timed or here.after in TIMEY)


def _bound(here: _Place) -> Tok:
    return here.or_word(_leads_to_time(here.tokens, here.at, here.out))


_SETTLE: dict[str, Callable[[_Place], Tok | None]] = {
    "YEAR": _year,
    "OF": _of,
    "IN": lambda here: here.or_word(here.after in TIMEY | BOUNDS | {"IN", "FROM"}),
    "WHOLE": lambda here: here.or_word(here.after in {"YEAR", "Y", "PHASE", "MONTH", "QUARTER"}),
    "AFTER": _after,
    "SINCE": _after,
    "UNTIL": _bound,
    "THROUGH": _bound,
    "FROM": _bound,
    "LATEST": _latest,
    "ATLEAST": _at_least,
    "COLON": _colon,
    "NUM": _number,
    "FIGURES": _number,
    "DOT": _dot,
    "SLASH": _slash,
    "VAGUE": _vague,
    "PERTIME": lambda here: here.or_word(here.before in CYCLES),
    "SECOND": lambda here: here.or_word(here.after in TIMEY),
    "PLURAL": lambda here: here.or_word(here.after in TIMEY),
}


def _leads_to_time(tokens: list[Tok], place: int, out: list[Tok]) -> bool:
    """Whether a bound stands before time, be it with unknown words between (which is refused)."""
    after = type_at(tokens, place + 1)
    if after in TIMEY | BOUNDS:
        return True
    if after in {"SINCE", "WHEN", "WAIT", "BY"} or not out:
        return tokens[place].type != "FROM"
    end = place + 1
    while type_at(tokens, end) == "WORD":
        end += 1
    return type_at(tokens, end) in TIMEY


def _unit_before(tokens: list[Tok], place: int, token: Tok) -> Tok:
    """An unknown word right before time: refused where it may be a bound, or the time none."""
    after = type_at(tokens, place + 1)
    if token.type == "WORD" and is_roman(token.text) and _number_before(tokens, place):
        return token.as_type("NEVER", "figures")
    if token.type not in {"WORD", "REPORT"} or after not in TIMEY - {"EVERY", "WHOLE", "PLURAL"}:
        return token
    word = token.text.split()[-1]
    if token.type == "WORD" and not token.text.startswith(("(", "[")):
        if key(word) in _ABOUT:
            return token.as_type("NEVER", "about")
        if bare(word) in _BOUND_LETTERS and word.isalpha():
            return token.as_type("NEVER", _BOUND_LETTERS[bare(word)])
        if after in {"Y", "N_Y", "N_N", "DMY", "NUM", "COUNT"} and word[-1].isalnum():
            return token.as_type("NEVER", "figures") if after != "COUNT" else token
    return token


def _number_before(tokens: list[Tok], place: int) -> bool:
    """Whether a number stands before, signs aside."""
    place -= 1
    while place >= 0 and not tokens[place].text[:1].isalnum():
        place -= 1
    return type_at(tokens, place) == "NUM"


def _subjects(tokens: list[Tok]) -> list[Tok]:
    """REPORT stands only before the periods it reports on; where they stand alone it is added."""
    out: list[Tok] = []
    for place, token in enumerate(tokens):
        before = type_at(tokens, place - 1)
        if token.type == "REPORT":
            reports = _run(tokens, place + 1) > place + 1 and not _is_term(tokens, place + 1)
            out.append(token if reports else token.as_type("WORD"))
            continue
        starts = before in {"", "BREAK", "WORD", "SEND"} and token.type in CYCLES | {"NUM"}
        if starts and _is_subject(tokens, place):
            out.append(Tok("REPORT", token.text, token.start_pos, token.start_pos))
        out.append(token)
    return [token for n, token in enumerate(out) if not _subject_colon(out, n)]


def _subject_colon(tokens: list[Tok], place: int) -> bool:
    """Whether this is the colon behind the periods of a subject."""
    if tokens[place].type != "COLON":
        return False
    start = place - 1
    while type_at(tokens, start) in CYCLES | {"NUM", "Y", "N_Y", "SLASH", "LIST", "FIRST", "LAST"}:
        start -= 1
    return type_at(tokens, start) == "REPORT"


def _run(tokens: list[Tok], place: int) -> int:
    """The end of the periods named from here on: "quý I, quý III", "6 tháng", "năm"."""
    if type_at(tokens, place) not in CYCLES | {"NUM", "HALF"}:
        return place
    end = place
    while type_at(tokens, end) in CYCLES | {"NUM", "Y", "N_Y", "SLASH", "LIST", "FIRST", "LAST",
                                            "DASH", "HALF"}:  # fmt: skip
        end += 1
    return end


def _is_term(tokens: list[Tok], place: int) -> bool:
    """Whether the run is the length of a term or the count of a cycle, not a period."""
    return type_at(tokens, _run(tokens, place)) in {
        "SIGNED", "OUTSIDE", "SINCEDAY", "ENDOF", "PER", "PERTIME", "COUNT", "WORKDAY", "DAY",
    } and type_at(tokens, place) == "NUM"  # fmt: skip


def _is_subject(tokens: list[Tok], place: int) -> bool:
    """Whether periods stand here in front of a bound, as what is reported on."""
    end = _run(tokens, place)
    after = type_at(tokens, end)
    if type_at(tokens, place) == "NUM" and end - place < 2:
        return False
    if after == "COLON" and type_at(tokens, end + 1) in {"UNTIL", "THROUGH"}:
        return False  # a span with a speck in it?
    return end > place and after in {"COLON", "BEFORE", "LATEST", "SEND", "IN"}
