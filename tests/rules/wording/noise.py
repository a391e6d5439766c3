"""The noise of scans and retyping, one fault at a time, at every place where it can happen.

`python -m tests.rules.wording.noise` tries all of it on all wordings and prints what comes of it;
`... noise 4000` tries as many wordings with several faults instead.
"""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from rules.deadline import Context
from rules.plan_file import load_plan
from rules.wording import WordingError, read
from tests.rules.wording.reading import CALENDAR

Noise = Callable[[str], Iterator[str]]
Case = tuple[str, Context]

_PLANS = Path(__file__).parents[3] / "plans"


@cache
def cases() -> tuple[Case, ...]:
    """The 116 phrases and every wording of the shipped plans, each with its context."""
    found: dict[str, Case] = {}
    corpus = Path(__file__).with_name("phrases.json").read_text(encoding="utf-8")
    for entry in json.loads(corpus):
        given = entry["context"]
        until = int(given["period"][-4:]) if given["period"] else None
        event = date.fromisoformat(given["trigger"]["date"]) if given["trigger"] else None
        signed = date.fromisoformat(given["signed"])
        context = Context(given["plan_year"], CALENDAR, until=until, signed=signed, event=event)
        found.setdefault(entry["phrase"], (entry["phrase"], context))
    for path in sorted(_PLANS.glob("*-20*.toml")):
        plan, _ = load_plan(path)
        assert plan is not None
        first, last = plan.period
        context = Context(first, CALENDAR, until=last, signed=plan.issued)
        for duty in plan.duties:
            for wording in (duty.when, *(duty.cells or {}).values()):
                found.setdefault(wording, (wording, context))
    return tuple(found.values())


def meaning(phrase: str, context: Context) -> tuple[object, ...]:
    """What counts: the days and the cycle, or that it waits, or how it is refused.

    "no-time" is a reading of its own: a target without a time closes with its plan.
    """
    try:
        found = read(phrase, context)
    except WordingError as error:
        return ("no-time",) if error.kind in {"no-time", "empty"} else ("refused",)
    windows = tuple((w.label, w.start, w.stated, w.bound, w.hour) for w in found.windows)
    return (windows, found.pending, found.recurs)


def verdict(clean: tuple[object, ...], noisy: tuple[object, ...]) -> str:
    """ "same", "refused" or "DIFFERENT"."""
    if noisy == clean:
        return "same"
    return "refused" if noisy == ("refused",) else "DIFFERENT"


def _whole(change: Callable[[str], str]) -> Noise:
    def noise(text: str) -> Iterator[str]:
        yield change(text)

    return noise


def _read_as(*pairs: str) -> Noise:
    """Each letter of a pair "ab" in turn: a, wherever it stands, read as b."""

    def noise(text: str) -> Iterator[str]:
        for place, letter in enumerate(text):
            for pair in pairs:
                if letter == pair[0]:
                    yield text[:place] + pair[1] + text[place + 1 :]

    return noise


def _between(put: str, where: str) -> Noise:
    """Something put at each place that the pattern (of no width) finds."""
    pattern = re.compile(where)

    def noise(text: str) -> Iterator[str]:
        for found in pattern.finditer(text):
            yield text[: found.start()] + put + text[found.start() :]

    return noise


def _instead(pattern: str, put: str) -> Noise:
    """Something in place of each match in turn."""
    compiled = re.compile(pattern)

    def noise(text: str) -> Iterator[str]:
        for found in compiled.finditer(text):
            yield text[: found.start()] + found.expand(put) + text[found.end() :]

    return noise


def _wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


_INSIDE = r"(?<=\w)(?=\w)"
_BEHIND = r"(?<=\w)(?!\w)"

NOISES: dict[str, Noise] = {
    "NFD": _whole(lambda text: unicodedata.normalize("NFD", text)),
    "upper case": _whole(str.upper),
    "lower case": _whole(str.lower),
    "full width": _whole(_wide),
    "one letter wide": _read_as(*(f"{letter}{_wide(letter)}" for letter in "0123456789/,:;.()-")),
    "Đ as Ð": _read_as("ĐÐ", "đð"),
    "0 as O, o": _read_as("0O", "0o"),
    "O, o as 0": _read_as("O0", "o0"),
    "1 as l, I, |, i": _read_as("1l", "1I", "1|", "1i"),
    "l, I, i as 1": _read_as("l1", "I1", "i1"),
    "I, l, i, | for one another": _read_as("Il", "I|", "Ii", "lI", "l|", "li", "il", "iI", "i|"),
    "5 as S, 8 as B, 2 as Z": _read_as("5S", "5s", "8B", "2Z", "2z"),
    "S as 5, B as 8, g as 9": _read_as("S5", "s5", "B8", "g9", "q9", "b6"),
    "/ as l, I, |, \\, 1": _read_as("/l", "/I", "/|", "/\\", "/1"),
    "/, -, . for one another": _read_as("/-", "/.", "-/", "-.", "./", ".-"),
    ",;:. for one another": _read_as(",.", ".,", ";,", ";.", ";:", ":;", ":.", ",;"),
    "space inside": _between(" ", _INSIDE),
    "line end inside": _between("-\n", r"(?<=[^\W\d_A-Zi])(?=[^\W\d_A-Z])"),
    "space lost": _instead(r"\s+", ""),
    "space doubled": _instead(r"\s+", "\u00a0 "),
    "line break": _instead(r"\s+", "\n"),
    "soft hyphen": _between("\u00ad", r"(?<=\S)(?=\S)"),
    "zero width": _between("\u200b", ""),
    "space at a sign": _between(" ", r"(?<=\w)(?=[^\w\s])|(?<=[^\w\s])(?=\w)"),
    "sign doubled": _instead(r"[^\w\s]", r"\g<0>\g<0>"),
    "sign lost": _instead(r"[,;:.()“”*–—]", ""),
    "comma put in": _between(",", _BEHIND),
    "stop put in": _between(".", _BEHIND),
    "colon put in": _between(":", _BEHIND),
    "semicolon put in": _between(";", _BEHIND),
    "dash put in": _between(" -", _BEHIND),
    "speck put in": _between("'", _BEHIND),
    "star put in": _between("*", r"(?<=\w)(?!\w)|(?<!\w)(?=\w)"),
    "bracket put in": _between("(", r"(?<!\w)(?=\w)"),
    "other dash": _read_as(*(f"-{dash}" for dash in "‐‑‒–—―−"), *(f"–{dash}" for dash in "-—")),
}


def everything(noise: Noise) -> Iterator[tuple[str, str, str]]:
    """Every single fault of one noise on every wording: wording, noisy, verdict."""
    for phrase, context in cases():
        clean = meaning(phrase, context)
        for noisy in dict.fromkeys(noise(phrase)):
            if noisy != phrase:
                yield phrase, noisy, verdict(clean, meaning(noisy, context))


def stacked(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """So many wordings with two or three faults each: wording, noisy, verdict."""
    draw = random.Random(seed)
    noises = list(NOISES.values())
    for _ in range(count):
        phrase, context = draw.choice(cases())
        noisy = phrase
        for noise in draw.sample(noises, draw.choice((2, 2, 3))):
            noisy = draw.choice(list(noise(noisy)) or [noisy])
        yield phrase, noisy, verdict(meaning(phrase, context), meaning(noisy, context))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _table(rows: Iterator[tuple[str, Iterator[tuple[str, str, str]]]]) -> None:
    total: Counter[str] = Counter()
    _say(f"{'noise':30}{'same':>8}{'refused':>9}{'DIFFERENT':>11}")
    wrong = []
    for name, results in rows:
        counted: Counter[str] = Counter()
        for phrase, noisy, result in results:
            counted[result] += 1
            if result == "DIFFERENT":
                wrong.append((name, phrase, noisy))
        total += counted
        _say(f"{name:30}{counted['same']:8}{counted['refused']:9}{counted['DIFFERENT']:11}")
    _say(f"{'all':30}{total['same']:8}{total['refused']:9}{total['DIFFERENT']:11}")
    for name, phrase, noisy in wrong:
        _say(f"DIFFERENT {name}: {phrase!r} read as {noisy!r}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _table(iter([("several faults", stacked(int(sys.argv[1]), seed=1))]))
    else:
        _table((name, everything(noise)) for name, noise in NOISES.items())
