"""From a wording to its meaning: the pipeline, one pass after the other."""

from __future__ import annotations

from ..deadline import Context, Deadline
from ..text import Text
from . import messages
from .breaks import settle_separators
from .citations import set_citations_apart
from .classes import about_time
from .doubts import refuse_doubts
from .errors import WordingError
from .meaning import meaning
from .nearest import COMMON, would_fit
from .neighbours import settle_neighbours
from .normalise import Shown, normalise
from .numbers import read_numbers
from .parser import parse
from .roles import settle_roles
from .rrule import is_rrule, read_rrule
from .scan import scan
from .specks import without_brackets, without_specks
from .tokens import Tok
from .waits import settle_waits


def read(phrase: str, context: Context) -> Deadline:
    """What the phrase means for a plan. Raises WordingError where that is not certain."""
    shown = normalise(phrase)
    try:
        return _read(shown, context)
    except WordingError as error:
        raise error.of(shown.text, phrase) from None
    except (OverflowError, RecursionError, IndexError):
        refusal = WordingError("impossible", messages.OUT_OF_RANGE, (shown.start, shown.end))
        raise refusal.of(shown.text, phrase) from None


def _read(shown: Shown, context: Context) -> Deadline:
    text = shown.text[shown.start : shown.end]
    if not text:
        raise WordingError("empty", messages.EMPTY)
    if is_rrule(text):
        return read_rrule(text, context)
    tokens = tokens_of(shown)
    if not any(token.type not in {"WORD", "CITATION"} for token in tokens):
        raise _nothing(tokens)
    return meaning(parse(tokens), context, shown.text)


def tokens_of(shown: Shown) -> list[Tok]:
    """The tokens as the grammar takes them. Raises WordingError where no word is about time."""
    refuse_doubts(shown)
    tokens = without_brackets(without_specks(scan(shown)))
    tokens = set_citations_apart(read_numbers(tokens), shown.text)
    tokens = settle_neighbours(tokens, shown.text)
    if not about_time(tokens):
        raise _nothing(tokens)
    tokens = settle_waits(settle_separators(tokens), shown.text)
    return settle_roles(tokens)


def _nothing(tokens: list[Tok]) -> WordingError:
    """Why nothing is left to read: no time at all, or only what may be a title."""
    start, end = tokens[0].start_pos, tokens[-1].end_pos
    for token in tokens:
        if token.type == "CITATION" and token.value == "unsure":
            message = Text(*(text.replace("{}", token.text) for text in messages.UNSURE_CITATION))
            return WordingError(
                "not-understood", message, (token.start_pos, token.end_pos), would_fit(set(), token)
            )
    return WordingError("no-time", messages.NO_TIME, (start, end), COMMON)
