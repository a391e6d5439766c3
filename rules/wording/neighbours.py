"""Words whose part is told by their neighbours: "năm sau", "2 lần", "định kỳ quý"."""

from __future__ import annotations

from .classes import CYCLES, DATED, STEPS, UNITS, begins, strong, type_at
from .syllables import key, keys
from .tokens import Tok, merged

_NAMED_BY_KIND = CYCLES | {"PERIOD"}
_LATE = {key("chậm"), key("muộn"), key("trễ"), key("hạn")}
WAITED_FOR = keys(
    "tiến độ|lộ trình|hướng dẫn|chỉ đạo|yêu cầu|kế hoạch|đề án|chương trình|chế độ|phân công"
    "|đề nghị|thông báo|kết luận|nghị quyết|quyết định|văn bản|công văn|lịch trình|thời gian"
    "|thời hạn|dự án"
)


def settle_neighbours(tokens: list[Tok], shown: str) -> list[Tok]:
    """After this, AFTER and BEFORE limit a day, NEXT and PREVIOUS a period; counts are COUNT."""
    out: list[Tok] = []
    for place, token in enumerate(tokens):
        before, after = type_at(out, -1 + len(out)), type_at(tokens, place + 1)
        kind = token.type
        if kind in {"AFTER", "BEFORE", "BESIDE"} and before in _NAMED_BY_KIND:
            out.append(_beside(token, out, after))
        elif kind == "NEXT" and before == "NEXT":
            out[-1] = merged("NEXT", [out[-1], token], shown)
        elif kind == "TIMES":
            _count(out, token, shown)
        elif kind == "SLASH" and before == "COUNT" and after in CYCLES:
            out.append(token.as_type("PER"))
        elif kind == "PERIODIC":
            out.append(_periodic(tokens, place))
        elif kind == "BY" and after in CYCLES and type_at(tokens, place + 2) not in {"NUM", "Y"}:
            out.append(token.as_type("EVERY"))
        elif kind == "BY" and _perhaps_waits(tokens, place):
            out.append(token.as_type("NEVER", "about"))
        elif _is_idle(tokens, place):
            out.append(token.as_type("WORD"))
        else:
            out.append(token)
    return out


def _beside(token: Tok, out: list[Tok], after: str) -> Tok:
    """“sau”, “trước”, “liền kề” behind a period: the next one, the one before, or still a bound."""
    if token.type == "BESIDE":
        return token.as_type("NEXT" if after in {"REPORTYEAR", "PERIOD", "NEXT"} else "NEVER")
    if _counted(out):
        return token
    if token.type == "AFTER":
        return token if after == "DAY" else token.as_type("NEXT")
    previous = after in {"PERIOD", ""} and out[-1].type != "PERIOD"
    return token.as_type("PREVIOUS") if previous else token


def _is_idle(tokens: list[Tok], place: int) -> bool:
    """Whether a word that could be about time is not, here."""
    match tokens[place].type:
        case "EVERY":
            return type_at(tokens, place + 1) not in UNITS | {"NUM", "PERIOD"}
        case "BY" | "WHEN" | "AFTER":
            return not _waits(tokens, place)
        case "LATEST":
            return _limits_amount(tokens, place)
        case "BESIDE":
            return True
        case _:
            return False


def _counted(out: list[Tok]) -> bool:
    """Whether the last word is the unit of a length ("6 tháng sau"), not of a date."""
    named = {"DAY", "MONTH", "QUARTER", "COMMA", "AND", "DASH", "UNTIL", "THROUGH"}
    return type_at(out, len(out) - 2) == "NUM" and type_at(out, len(out) - 3) not in named


def _waits(tokens: list[Tok], place: int) -> bool:
    """Whether "theo", "khi", "sau" name what is waited for: in front, or before such a thing."""
    words = tokens[place + 1 : place + 3]
    after = type_at(tokens, place + 1)
    if begins(tokens, place) or after in UNITS | DATED | {"NUM", "SINCE", "CITATION", "PERIODIC"}:
        return True
    named = tuple(key(word) for token in words for word in token.text.split())[:2]
    if tokens[place].type != "BY" and strong(tokens[:place]):
        return True
    if tokens[place].type == "BY":
        return named in WAITED_FOR or type_at(tokens, place - 1) in UNITS
    if tokens[place].type == "AFTER":
        return type_at(tokens, place - 1) in UNITS
    return named[:1] in {(key("có"),), (key("được"),)}


def _perhaps_waits(tokens: list[Tok], place: int) -> bool:
    """Behind a sign "theo" opens a waiting or goes on: told by what it names or by no other time.

    "..., công chức, theo vị trí việc làm" may have lost or won its comma.
    """
    opens = place > 0 and begins(tokens, place) and tokens[place - 1].type not in STEPS
    named = tuple(
        key(word) for token in tokens[place + 1 : place + 3] for word in token.text.split()
    )
    sure = UNITS | DATED | {"NUM", "SINCE", "CITATION", "PERIODIC", "WAIT"}
    timed = type_at(tokens, place + 1) in sure
    return opens and not timed and named[:2] not in WAITED_FOR and not strong(tokens)


def _limits_amount(tokens: list[Tok], place: int) -> bool:
    """“không quá 5%”, “tối đa 3 hồ sơ”: an amount, not a day."""
    if key(tokens[place].text.split()[0]) in _LATE:
        return False
    after, beyond = type_at(tokens, place + 1), type_at(tokens, place + 2)
    if after == "WORD":
        return tokens[place + 1].text[0].isdigit()
    return after == "NUM" and beyond in {"WORD", "CITATION"}


def _count(out: list[Tok], token: Tok, shown: str) -> None:
    """“2 lần” is a count, “/lần” says once in each."""
    before = type_at(out, len(out) - 1)
    if before == "NUM":
        out[-1] = merged("COUNT", [out[-1], token], shown, out[-1].number)
    elif before == "SLASH":
        out[-1] = merged("PERTIME", [out[-1], token], shown, 1)
    elif before in {"DASH", "DOT", "STOP"} and type_at(out, len(out) - 2) in CYCLES:
        out.append(token.as_type("NEVER", "figures"))
    else:
        out.append(token.as_type("WORD"))


def _periodic(tokens: list[Tok], place: int) -> Tok:
    """“định kỳ” before a cycle says “every”; beside another time it says nothing more."""
    token = tokens[place]
    first, second, third = (type_at(tokens, place + n) for n in (1, 2, 3))
    if first in CYCLES and second not in {"NUM", "Y", "N_Y", "FIRST", "LAST", "NEXT"}:
        return token.as_type("EVERY")
    if first == "NUM" and second in CYCLES and third not in {"FIRST", "LAST"}:
        return token.as_type("EVERY")
    rest = tokens[:place] + tokens[place + 1 :]
    return token.as_type("WORD") if strong(rest) else token
