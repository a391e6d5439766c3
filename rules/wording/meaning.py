"""The heart: the clauses of a phrase set against a plan give its deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..deadline import Bound, Context, Deadline, Recurs
from . import messages, reasons
from .cycles import Round, after_each, bare, timed
from .errors import WordingError
from .labels import labelled
from .leaves import leaves, needs, year_of
from .missing import with_units, with_years, years_named
from .reports import check_subject, for_period, own, with_subjects
from .stretches import Frame, stretch
from .subjects import labelled_by_subject
from .terms import ahead_draft, starting_day, term_draft
from .tree import (
    Ahead,
    Clause,
    Core,
    Item,
    Recurring,
    Standing,
    Start,
    Term,
    Timing,
    Waiting,
)
from .windows import Draft


def meaning(clauses: tuple[Clause, ...], context: Context, phrase: str) -> Deadline:
    """The windows of all clauses, or what they wait for. Raises WordingError where in doubt."""
    period = context.period
    frame = Frame(context, period.last.year if period else context.year, period)
    clauses = with_subjects(clauses)
    if period is not None:
        clauses = for_period(clauses, frame, period)
    _check_steps(clauses)
    clauses = _filled(clauses)
    rounds = [_round(clause, frame, phrase) for clause in clauses]
    _check_repeats(clauses, rounds)
    waits = [found.waits_for for found in rounds if found.waits_for]
    if waits:
        _check_waits(clauses, rounds)
        words = "; ".join(dict.fromkeys(waits))
        return Deadline((), pending=True, waits_for=words, reasons=(reasons.waiting(words),))
    found = [
        replace(draft, step=clause.step, at=clause.at)
        for clause, one in zip(clauses, rounds, strict=True)
        for draft in one.drafts
    ]
    if period is not None:
        window = labelled([own(found, period)], recurs=False)[0]
        return Deadline((replace(window, label=period.label),), recurs=None)
    recurs = _one_recurrence(rounds, clauses)
    _check_list(clauses)
    return Deadline(labelled(found, recurs=recurs is not None), recurs=recurs)


def _round(clause: Clause, frame: Frame, phrase: str) -> Round:
    """What one clause comes to."""
    match clause.core:
        case Timing() as timing:
            return _timed(clause, timing, frame, phrase)
        case Recurring(timing=None) as recurring:
            return bare(recurring.cycles, frame, None, clause)
        case Recurring(timing=Timing() as timing) as recurring:
            return timed(clause, timing, recurring.cycles, frame, phrase)
        case Term() as term:
            return _term(clause, term, frame, phrase)
        case Ahead() as ahead:
            return Round((ahead_draft(ahead, frame, phrase),))
        case Standing() as standing:
            return Round((_standing(standing, frame),))
        case Start() as start:
            within = replace(start.timing, bound=Bound.WITHIN)
            return timed(clause, within, None, frame, phrase)
        case Waiting() as waiting:
            return Round(waits_for=waiting.words)
        case _:
            raise AssertionError


def _timed(clause: Clause, timing: Timing, frame: Frame, phrase: str) -> Round:
    found = timed(clause, timing, None, frame, phrase)
    if not clause.subject or found.waits_for:
        return found
    year_said = bool(years_named(timing.items)) or any(needs(item) for item in timing.items)
    if timing.bound is None and any(draft.whole for draft in found.drafts):
        raise WordingError("not-understood", messages.MIXED_LIST, timing.at)
    for draft in found.drafts:
        check_subject(clause, draft, frame, year_said=year_said or _shifted(timing.items))
    if found.recurs or frame.period:
        return found
    return Round(labelled_by_subject(clause, found.drafts, frame))


def _shifted(items: tuple[Item, ...]) -> bool:
    """Whether a year is named by its place ("năm sau")."""
    return any(year_of(leaf) is not None for leaf in leaves(items))


def _term(clause: Clause, term: Term, frame: Frame, phrase: str) -> Round:
    """A term with its day, or waiting for it. "Sau N ngày" names no last day: it waits on."""
    if term.since.period is not None and frame.period is None and not term.after:
        return after_each(clause, term, frame, phrase)
    day = starting_day(term, frame)
    if day is None or (term.after and term.since.kind == "outside"):
        return Round(waits_for=term.since.words or reasons.quoted(phrase, term.at))
    return Round((term_draft(term, day, frame, phrase),))


def _standing(standing: Standing, frame: Frame) -> Draft:
    """Over the period named, else the report's, else the plan's years."""
    why = (reasons.standing(),)
    if standing.timing is not None:
        if len(standing.timing.items) != 1:
            raise WordingError("not-understood", messages.MIXED_LIST, standing.at)
        found = stretch(standing.timing.items[0], frame)
        if found.point or standing.timing.bound is Bound.BEFORE:
            raise WordingError("not-understood", messages.BOUND_ON_SPAN, standing.at)
        return Draft(standing.at, found.first, found.last, Bound.WITHIN, why)
    if frame.period is not None:
        return Draft(standing.at, frame.period.first, frame.period.last, Bound.WITHIN, why)
    first, last = date(frame.context.year, 1, 1), date(frame.context.last_year, 12, 31)
    return Draft(standing.at, first, last, Bound.WITHIN, why)


def _timing(core: Core) -> Timing | None:
    """The days and periods in a core, if any."""
    match core:
        case Timing():
            return core
        case Recurring() | Standing():
            return core.timing
        case Start():
            return core.timing
        case _:
            return None


def _filled(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses with missing units and years filled in from one another."""
    named: set[int] = set()
    for clause in clauses:
        timing = _timing(clause.core)
        named |= years_named(clause.subject)
        if timing is not None:
            named |= years_named(timing.items)
        if isinstance(clause.core, Ahead):
            named |= years_named((clause.core.day,))
    return tuple(replace(clause, core=_fill(clause, named)) for clause in clauses)


def _fill(clause: Clause, named: set[int]) -> Core:
    core = clause.core
    timing = _timing(core)
    if timing is None:
        return core
    monthly = isinstance(core, Recurring) and core.cycles.kinds == ("month",)
    items = with_years(with_units(timing.items, days=monthly), named)
    new = replace(timing, items=items)
    match core:
        case Recurring() | Standing() | Start():
            return replace(core, timing=new)
        case _:
            return new


def _check_steps(clauses: tuple[Clause, ...]) -> None:
    """A beginning without an end is no deadline."""
    for place, clause in enumerate(clauses):
        last = place == len(clauses) - 1
        if isinstance(clause.core, Start) and (last or clause.step != "start"):
            raise WordingError("not-understood", messages.NO_END, clause.core.at)


def _check_repeats(clauses: tuple[Clause, ...], rounds: list[Round]) -> None:
    """A list that names a period twice ("Quý I, I") has lost or won a sign."""
    for clause, found in zip(clauses, rounds, strict=True):
        named = {(draft.start, draft.stated, draft.period) for draft in found.drafts}
        if len(named) < len(found.drafts):
            raise WordingError("not-understood", messages.SAID_TWICE, clause.core.at)


def _check_waits(clauses: tuple[Clause, ...], rounds: list[Round]) -> None:
    """Steps with dates beside steps that wait would lose their dates: refused, reports excepted."""
    dated = [c for c, found in zip(clauses, rounds, strict=True) if found.drafts]
    if any(not clause.subject for clause in dated):
        raise WordingError("not-understood", messages.MIXED_WAIT, dated[0].at)


def _one_recurrence(rounds: list[Round], clauses: tuple[Clause, ...]) -> Recurs | None:
    """The cycle of the phrase, where all its clauses follow one."""
    found = {one.recurs for one in rounds}
    if len(found) == 1:
        return found.pop()
    if any(one.recurs and len(one.drafts) == 1 and one.drafts[0].assumed for one in rounds):
        raise WordingError("not-understood", messages.SEVERAL_CYCLES, clauses[0].at)
    return None


def _check_list(clauses: tuple[Clause, ...]) -> None:
    """Members of one list are of one kind, and so are clauses that no words tell apart."""
    for clause in clauses:
        timing = _timing(clause.core)
        if timing is not None and len({_kind(item) for item in timing.items}) > 1:
            raise WordingError("not-understood", messages.MIXED_LIST, timing.at)
    plain = [clause for clause in clauses if isinstance(clause.core, Timing) and not clause.worded]
    kinds = {_kind(item) for c in plain if isinstance(c.core, Timing) for item in c.core.items}
    if len(plain) > 1 and len(kinds) > 1:
        raise WordingError("not-understood", messages.MIXED_LIST, plain[1].at)


def _kind(item: Item) -> str:
    return type(item).__name__
