"""Outside events: what a term counts from, and what a duty without a term waits for."""

from __future__ import annotations

from .classes import BOUNDS, CYCLES, UNITS, WAITERS, strong, type_at
from .syllables import key, keys
from .tokens import Tok, merged

_SINCE = {"FROM", "SINCE", "AFTER"}
OBJECTS = keys(
    "kế hoạch này|quyết định này|văn bản này|chỉ thị này|công văn này|nghị quyết này|thông báo này"
    "|chương trình này|đề án này|kế hoạch"
) | {()}
_SIGNED = {key("ký"), key("được")}
_ENDS = {key("kết"), key("hết")}


def settle_waits(tokens: list[Tok], shown: str) -> list[Tok]:
    """Events behind a term become SIGNED, OUTSIDE, SINCEDAY or ENDOF; open waiting becomes WAIT."""
    clauses = _clauses(tokens)
    dated = [strong(clause) for clause in clauses]
    out: list[Tok] = []
    for place, clause in enumerate(clauses):
        elsewhere = any(dated[:place] + dated[place + 1 :])
        later = any(dated[place + 1 :])
        out += _settle(clause, shown, elsewhere=elsewhere, later=later)
    return out


def _clauses(tokens: list[Tok]) -> list[list[Tok]]:
    """The tokens parted after each BREAK."""
    clauses: list[list[Tok]] = [[]]
    for token in tokens:
        clauses[-1].append(token)
        if token.type == "BREAK":
            clauses.append([])
    return clauses


def _settle(clause: list[Tok], shown: str, *, elsewhere: bool, later: bool) -> list[Tok]:
    """One clause with its event or waiting found."""
    end = [clause.pop()] if clause and clause[-1].type == "BREAK" else []
    for place, token in enumerate(clause):
        counted = type_at(clause, place - 1) in UNITS and type_at(clause, place - 2) == "NUM"
        if token.type in _SINCE and counted and type_at(clause, place - 3) not in UNITS:
            return clause[:place] + _event(clause, place, shown) + end
    clause = _from_signing(clause, shown)
    waiter = next((n for n, token in enumerate(clause) if token.type in WAITERS), None)
    if waiter is None:
        return clause + end
    if waiter == 0 and later and clause[0].type == "BY" and not strong(clause):
        return [merged("WORD", clause + end, shown)]
    return _wait(clause, waiter, shown, elsewhere=elsewhere) + end


def _from_signing(clause: list[Tok], shown: str) -> list[Tok]:
    """“từ ngày ký đến ...” starts at the signing, as “từ nay đến ...” does."""
    for place, token in enumerate(clause):
        if token.type == "FROM":
            end = place + 1
            while type_at(clause, end) in {"DAY", "WORD", "ISSUE"}:
                end += 1
            said = clause[place + 1 : end]
            if said and type_at(clause, end) in {"UNTIL", "THROUGH", "DASH"} and _is_signing(said):
                return [*clause[: place + 1], merged("NOW", said, shown), *clause[end:]]
    return clause


def _event(clause: list[Tok], place: int, shown: str) -> list[Tok]:
    """What a term counts from; left as it is where it is neither event nor date."""
    since, event = clause[place], clause[place + 1 :]
    if not event:
        return [since.as_type("NEVER")]
    if _is_signing(event):
        return [merged("SIGNED", [since, *event], shown)]
    rest = event[1:] if event[0].type == "DAY" and type_at(event, 1) != "NUM" else event
    if rest and key(rest[0].text.split()[0]) in _ENDS and _names_period(rest[1:]):
        return [merged("ENDOF", [since, rest[0]], shown), *rest[1:]]
    if strong(event):
        starts_with_date = event[0].type in {"DMY", "N_N"} or event[0].type == "DAY"
        return [since.as_type("SINCEDAY"), *event] if starts_with_date else [since, *event]
    words = merged("OUTSIDE", event, shown)
    words.value = words.text
    return [words]


def _names_period(rest: list[Tok]) -> bool:
    """Whether the words behind "kết thúc" name a period by its kind or its number."""
    plain = [token for token in rest if token.type != "OF"]
    return bool(plain) and all(
        token.type in CYCLES | {"PERIOD", "NUM", "Y", "N_Y", "SLASH"} for token in plain
    )


def _is_signing(event: list[Tok]) -> bool:
    """Whether the event is the signing or issue of the plan itself ("ngày ký Kế hoạch này")."""
    if any(token.type not in {"DAY", "WORD", "ISSUE", "WHEN", "COLON"} for token in event):
        return False
    words = [key(word) for token in event for word in token.text.split() if word[0].isalnum()]
    if words[0] == key("ngày"):
        words = words[1:]
    issue = [key("ban"), key("hành")]
    verbs = 0
    rest: list[str] = []
    place = 0
    while place < len(words):
        if words[place : place + 2] == issue:
            verbs, place = verbs + 1, place + 2
            continue
        if words[place] in _SIGNED:
            verbs += words[place] != key("được")
        else:
            rest.append(words[place])
        place += 1
    return verbs > 0 and tuple(rest) in OBJECTS


def _wait(clause: list[Tok], place: int, shown: str, *, elsewhere: bool) -> list[Tok]:
    """A clause with a waiting word: what it waits for, or a date that the word does not touch."""
    before, token, after = clause[:place], clause[place], clause[place + 1 :]
    dated_before, dated_after = strong(before), strong(after)
    if token.type == "WAIT" and (dated_before or dated_after):
        return [*before, token.as_type("WORD"), *after]
    if token.type == "BY":
        if dated_before and not dated_after:
            return [*before, merged("WORD", [token, *after], shown)]
        if dated_after and not dated_before and _bounded(after):
            return [*before, token.as_type("WORD"), *after]
        if dated_after and _only_cycles(after) and not dated_before:
            dated_after = False
    if dated_before or dated_after or not (after or token.type in {"WAIT", "PERIODIC"}):
        return clause
    if elsewhere or (token.type in {"SINCE", "AFTER"} and _is_signing(after)):
        return clause
    words = merged("WAIT", [token, *after], shown)
    words.value = words.text
    return [*before, words]


def _bounded(after: list[Tok]) -> bool:
    """Whether the first day or period behind stands under a bound of its own."""
    for place, token in enumerate(after):
        if strong([token]) or token.type in UNITS:
            return type_at(after, place - 1) in BOUNDS | {"IN"}
        if token.type == "NUM":
            return type_at(after, place - 1) in BOUNDS | {"IN"}
    return False


def _only_cycles(after: list[Tok]) -> bool:
    """Whether all the time behind is a recurrence ("theo kế hoạch hàng năm của Bộ")."""
    return not strong([token for n, token in enumerate(after)
                       if token.type != "EVERY" and type_at(after, n - 1) != "EVERY"])  # fmt: skip
