"""The LALR parser over typed tokens, made once from grammar.lark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lark import Lark, UnexpectedInput
from lark.exceptions import UnexpectedToken, VisitError
from lark.lexer import Lexer

from ..text import Text
from .build_clauses import ClauseRules
from .errors import WordingError
from .messages import (
    FIGURES,
    MAYBE_BOUND,
    MONTH_OR_WEEKDAY,
    NOT_DEFINED,
    SHORT_YEAR,
    UNFINISHED,
    UNKNOWN,
)
from .nearest import would_fit
from .tokens import Tok
from .tree import Clause


class _Ready(Lexer):
    """The tokens are cut before the parser is called; lark wants a lexer all the same."""

    def __init__(self, _: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Any]:  # noqa: ARG002
        """The tokens as they are: lark hands a lexer of this kind what `parse` was given."""
        yield from lexer_state


@cache
def _parser() -> Lark:
    return Lark.open(
        "grammar.lark",
        rel_to=__file__,
        parser="lalr",
        lexer=_Ready,
        transformer=ClauseRules(),
    )


def parse(tokens: list[Tok]) -> tuple[Clause, ...]:
    """The clauses of a phrase. Raises WordingError at the first token that fits nowhere."""
    try:
        clauses: Any = _parser().parse(tokens)
    except VisitError as error:
        if isinstance(error.orig_exc, WordingError):
            raise error.orig_exc from None
        raise
    except UnexpectedInput as error:
        raise _refusal(error, tokens) from None
    return tuple(clauses)


def _refusal(error: UnexpectedInput, tokens: list[Tok]) -> WordingError:
    """What lark stumbled over, in words."""
    if not isinstance(error, UnexpectedToken):
        raise error
    token: Any = error.token
    expected = set(error.accepts or error.expected or ())
    if token.type == "$END":
        last = tokens[-1]
        message = _with(UNFINISHED, last.text)
        return WordingError(
            "not-understood", message, (last.start_pos, last.end_pos), would_fit(expected, last)
        )
    place = (token.start_pos, max(token.end_pos, token.start_pos + 1))
    return WordingError("not-understood", _message(token), place, would_fit(expected, token))


def _message(token: Tok) -> Text:
    if token.type != "NEVER":
        return _with(UNKNOWN, token.text)
    match token.value:
        case "short-year":
            return SHORT_YEAR
        case "month-or-weekday":
            return _with(MONTH_OR_WEEKDAY, token.text)
        case "figures":
            return _with(FIGURES, token.text)
        case "about" | "time" | None:
            return _with(NOT_DEFINED, token.text)
        case word:
            likely = str(word)
            return Text(
                *(text.replace("{word}", likely) for text in _with(MAYBE_BOUND, token.text))
            )


def _with(message: Text, words: str) -> Text:
    return Text(message.vi.replace("{}", words), message.en.replace("{}", words))
