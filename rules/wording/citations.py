"""What carries no deadline although it looks like one: cited documents, titles, comparisons, notes.

A CITATION is sure where nobody could take it for a deadline (a numbered document, a comparison, a
vision), else its value is "unsure": it stops no other deadline, but is no absence of time either.
"""

from __future__ import annotations

from .classes import DATED, UNITS, type_at
from .syllables import key, keys
from .tokens import Tok, merged

TIMED = DATED | UNITS | {"NUM", "EVERY", "PERIOD", "WEEKDAY", "HOUR", "REPORTYEAR", "DEKAD", "HALF"}
DOCUMENTS = keys(
    "nghị định|quyết định|thông tư|chỉ thị|nghị quyết|kế hoạch|công văn|thông báo|tờ trình"
    "|kết luận|luật|bộ luật|pháp lệnh|đề án|chương trình|văn bản|công điện|kh|qđ|nđ|tt|ct|nq|cv|tb"
    "|kl|dự án|quy hoạch|quy chế|phương án|chiến lược|dự toán|quyết toán|tổng kết|sơ kết"
)
_NUMBER_MARK = key("số")
VISIONS = keys("định hướng|tầm nhìn")
_CONDITIONS = {"NEVER", "BEFORE", "LATEST", "SINCE", "WHEN", "AWAIT", "AFTER"}
_COMPARED = (key("so"), key("với"))
_STEPS = {"ISSUE", "BEGIN", "FINISH", "IN", "BEFORE", "LATEST", "UNTIL", "THROUGH", "FROM", "AND",
          "COMMA", "SEMI", "STOP", "COLON", "EVERY", "SINCE", "AFTER", "NEVER", "PERIODIC", "LPAR",
          "REPORT", "SEND", "STANDING"}  # fmt: skip


def set_citations_apart(tokens: list[Tok], shown: str) -> list[Tok]:
    """Citations, titles, comparisons, quotations and notes in brackets as one token each."""
    tokens = _quotations(tokens, shown)
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        length, kind = _citation(tokens, place)
        if length:
            while out and _begins_document(out, length):
                length += 1
                place -= 1
                out.pop()
            out.append(merged("CITATION", tokens[place : place + length], shown, kind))
            place += length
        else:
            out.append(tokens[place])
            place += 1
    return _notes(out, shown)


def _begins_document(out: list[Tok], length: int) -> bool:
    """“Kế hoạch” before “số 15/KH-UBND” belongs to the citation; never more than two words."""
    if length > 12 or out[-1].type != "WORD":
        return False
    words = [key(token.text) for token in out[-2:] if token.type == "WORD"]
    return tuple(words) in DOCUMENTS or tuple(words[-1:]) in DOCUMENTS


def _citation(tokens: list[Tok], place: int) -> tuple[int, str]:
    """How many tokens from here are one citation, and whether it is surely one."""
    token = tokens[place]
    if token.type == "DOCNO":
        return 1 + _date(tokens, place + 1), "sure"
    if token.type != "WORD":
        return 0, ""
    if _words(tokens, place, 2) == _COMPARED:
        return _comparison(tokens, place), "sure"
    if vision := _vision(tokens, place):
        return vision, "sure"
    name = _document(tokens, place)
    return _document_cited(tokens, place, name) if name else (0, "")


def _words(tokens: list[Tok], place: int, count: int) -> tuple[str, ...]:
    return tuple(key(token.text) for token in tokens[place : place + count] if token.type == "WORD")


def _vision(tokens: list[Tok], place: int) -> int:
    """“định hướng / tầm nhìn (đến) năm Y”; 0 where there is none. `tầm` alone would be NEVER."""
    if _words(tokens, place, 2) not in VISIONS:
        return 0
    end = place + 2
    while end < len(tokens) and tokens[end].type in {"UNTIL", "THROUGH", "YEAR", "IN"}:
        end += 1
    return end + 1 - place if end < len(tokens) and tokens[end].type == "Y" else 0


def _document(tokens: list[Tok], place: int) -> int:
    """How many words name a kind of document here."""
    return next((n for n in (2, 1) if len(w := _words(tokens, place, n)) == n and w in DOCUMENTS),
                0)  # fmt: skip


def _document_cited(tokens: list[Tok], place: int, name: int) -> tuple[int, str]:
    """A document with its number, its date, or with a year or phase in its title."""
    end = place + name
    marked = end < len(tokens) and key(tokens[end].text) == _NUMBER_MARK
    end += marked
    if end < len(tokens) and (
        tokens[end].type == "DOCNO" or (marked and tokens[end].type in {"N_Y", "NUM"})
    ):
        end += 1
        return end + _date(tokens, end) - place, "sure"
    if end < len(tokens) and tokens[end].type == "N_Y":
        sure = tokens[end].numbers[0] > 12
        return end + 1 + _date(tokens, end + 1) - place, "sure" if sure else "unsure"
    if dated := _date(tokens, end, complete=True):
        return end + dated - place, "unsure"
    while end < len(tokens) and tokens[end].type in {"WORD", "OF", "DOCNO"}:
        end += 1
    return _title(tokens, place, end)


def _title(tokens: list[Tok], place: int, end: int) -> tuple[int, str]:
    """“Đề án ... giai đoạn 2016 - 2020”, “Kế hoạch ... năm 2019”: the years belong to the title."""
    types = [token.type for token in tokens[end : end + 4]]
    if types[:1] == ["PHASE"] and types[1:4] == ["Y", "DASH", "Y"]:
        return end + 4 - place, "sure"
    if types[:2] == ["YEAR", "Y"]:
        span = 4 if types[2:4] == ["DASH", "Y"] else 2
        return end + span - place, "unsure"
    if types[:1] == ["Y"]:
        span = 3 if types[1:3] == ["DASH", "Y"] else 1
        return end + span - place, "unsure"
    if types[:2] == ["NUM", "MONTH"] and types[2:3] in (["FIRST"], ["LAST"]):
        year = types[3:4] == ["YEAR"]
        said = type_at(tokens, end + 4) == "Y"
        return 3 + year + (year and said) + end - place, "unsure"
    if types[:1] == ["N_Y"] or types[:2] in (["MONTH", "NUM"], ["MONTH", "N_Y"], ["QUARTER", "NUM"],
                                             ["QUARTER", "N_Y"]):  # fmt: skip
        return (1 if types[0] == "N_Y" else 2) + end - place, "unsure"
    return 0, ""


def _date(tokens: list[Tok], place: int, *, complete: bool = False) -> int:
    """How many tokens from here are the date of a document; `complete`: with its year only."""
    types = [token.type for token in tokens[place : place + 6]]
    if types[:2] == ["DAY", "DMY"] or (types[:2] == ["DAY", "N_N"] and not complete):
        return 2
    if types[:6] == ["DAY", "NUM", "MONTH", "NUM", "YEAR", "Y"]:
        return 6
    return 4 if types[:4] == ["DAY", "NUM", "MONTH", "N_Y"] else 0


def _comparison(tokens: list[Tok], place: int) -> int:
    """“so với” up to and with the first stretch of time words."""
    end = place + 2
    while end < len(tokens) and tokens[end].type not in TIMED | _STEPS:
        end += 1
    timed = end
    while end < len(tokens) and tokens[end].type in TIMED | {"BEFORE", "PREVIOUS", "BESIDE"}:
        end += 1
    return end - place if end > timed else 2


def _quotations(tokens: list[Tok], shown: str) -> list[Tok]:
    """A quotation is a name: one token."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        close = {"OPENQ": "CLOSEQ", "QUOTE": "QUOTE"}.get(token.type)
        end = next(
            (n for n in range(place + 1, len(tokens)) if tokens[n].type == close), 0
        ) if close else 0  # fmt: skip
        inside = tokens[place : end + 1] if end else [token]
        timed = any(part.type in TIMED for part in inside)
        if end:
            out.append(merged("CITATION" if timed else "WORD", inside, shown, "sure"))
        else:
            out.append(token if not close and token.type != "CLOSEQ" else token.as_type("WORD"))
        place += len(inside)
    return out


def _notes(tokens: list[Tok], shown: str) -> list[Tok]:
    """A bracket without a word of time is a note: one WORD. A weekday alone loses its brackets."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = next((n for n in range(place + 1, len(tokens)) if tokens[n].type == "RPAR"), 0)
        if token.type == "LPAR" and end:
            inside = tokens[place + 1 : end]
            if [part.type for part in inside] in (["WEEKDAY"], ["ORDINAL", "NUM"]):
                out += inside
            elif not any(part.type in TIMED | _CONDITIONS for part in inside):
                out.append(merged("WORD", tokens[place : end + 1], shown))
            else:
                out += tokens[place : end + 1]
            place = end + 1
        else:
            out.append(token)
            place += 1
    return out
