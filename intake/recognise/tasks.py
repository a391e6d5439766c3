"""Rows of task tables and of score tables as duties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rules.text import Text

from ..model import Cell
from ..outline import Placed
from ..proposal import LIKELY, SURE, UNSURE, Doubt, Found, Name, Proposal, Used
from ..words import bare, upper_bare
from .agencies import LEAD, WITH
from .columns import Columns, find_columns, is_mark
from .goals import may_be_thousands, read_goal
from .merged import carried
from .prose import Scene
from .refs import base_ref
from .rows import Entry, Note, entries
from .tables import Heading, Joined, joined_tables
from .targets import amounts
from .yearly import yearly

GOAL = Text("chỉ tiêu", "goal")
_OF = re.compile(r"^.{0,40}?\bcủa\s+", re.IGNORECASE)


def table_duties(placed: list[Placed], scene: Scene) -> Found:
    """The duties of every task and score table, and what is in doubt about the tables."""
    proposals: list[Proposal] = []
    doubts: list[Doubt] = []
    used: list[Used] = []
    for table in joined_tables(placed):
        found = _Table(table, scene).read()
        proposals += found.proposals
        doubts += found.doubts
        used += found.used
    return Found(tuple(proposals), tuple(doubts), tuple(used))


@dataclass
class _Table:
    table: Joined
    scene: Scene
    doubts: list[Doubt] = field(default_factory=list)

    def read(self) -> Found:
        texts = [
            [cell.text for cell in line.row]
            for line in self.table.lines
            if not isinstance(line, Heading)
        ]
        columns = find_columns(self.table.head, texts, self.scene.agencies, self.scene.reader)
        if not _holds_duties(columns, headed=self.table.head is not None):
            return Found(doubts=tuple(self._not_understood(texts)))
        rows = entries(self.table, columns)
        if not columns.sure:
            self.doubts.append(self._guessed(columns))
        refs = self._refs(rows)
        taken = {}
        for role in ("lead", "when") if "goal" not in columns.roles else ("lead",):
            words, doubts = carried(rows, role)
            taken[role] = words
            by_place = {row.place: ref for row, ref in zip(rows, refs, strict=True)}
            self.doubts += [replace(doubt, ref=by_place[doubt.place]) for doubt in doubts]
        proposals: list[Proposal] = []
        for index, (row, ref) in enumerate(zip(rows, refs, strict=True)):
            filled = {role: words[index] for role, words in taken.items() if index in words}
            proposals += self._duties(row, ref, filled, columns)
        return Found(tuple(proposals), tuple(self.doubts))

    def _refs(self, rows: Sequence[Entry]) -> list[str]:
        """Section, number and letter; the section only where numbers begin anew in each."""
        base = base_ref(self.table.part, self.table.path)
        numbered = [(row.number, row.letter) for row in rows if row.number]
        sections = len(set(numbered)) < len(numbered)
        own = [self._numbered(base, row, sections=sections) for row in rows]
        written = {ref for ref in own if ref}
        refs: list[str] = []
        counts: dict[str, int] = {}
        for row, numbered_ref in zip(rows, own, strict=True):
            ref = numbered_ref or self._unnumbered(row, refs[-1] if refs else "", base)
            if not numbered_ref and ref in written:
                ref = refs[-1]  # the number that would follow is another row's: counted below
            counts[ref] = counts.get(ref, 0) + 1
            again = counts[ref] > 1
            refs.append(f"{ref}-{counts[ref]}" if again else ref)
            if again or not (row.number or _is_total(row)):
                row.notes.append("number")
            self.doubts += [_REASONS[note](row, refs[-1]) for note in dict.fromkeys(row.notes)]
        return refs

    def _numbered(self, base: str, row: Entry, *, sections: bool) -> str:
        """The ref of a row that has a number, else ""."""
        section = row.section if sections else ""
        parts = (base, section, row.number, row.letter)
        return ".".join(part for part in parts if part) if row.number else ""

    def _unnumbered(self, row: Entry, before: str, base: str) -> str:
        if _is_total(row):
            return ".".join(part for part in (base, upper_bare(row.text("title"))) if part)
        last = before.removeprefix(base).strip(".")
        head, _, figure = last.rpartition(".")
        following = str(int(figure) + 1) if figure.isdigit() else "1"
        return ".".join(part for part in (base, head, following) if part)

    def _duties(
        self, row: Entry, ref: str, taken: dict[str, str], columns: Columns
    ) -> Iterator[Proposal]:
        if "goal" in columns.roles:
            if proposal := self._score(row, ref, taken, columns):
                yield proposal
            return
        lead, doubts = self._names(row, ref, taken.get("lead", ""))
        with_ = self.scene.agencies.listed(row.cells["with"].text) if "with" in row.cells else ()
        doubts += self.scene.agencies.doubts(with_, WITH, row.place, ref)
        when = row.text("when") or taken.get("when", "")
        title = row.title or row.text("product")
        value = next((value for _, _, value in amounts(title)), None)
        sure = SURE if columns.sure and not taken else LIKELY
        doubts += [] if row.text("title") else [_no_title(row, ref)]
        proposal = Proposal(
            ref=ref, kind="task", title=title or ref, place=row.place,
            confidence=UNSURE if row.notes else sure, when=when,
            lead=lead, with_=with_, product=row.text("product"), value=value,
            implement=tuple(name.written for name in self._implementers(row)),
            used=_used(row),
        )  # fmt: skip
        if columns.years:
            yield from yearly(proposal, row.years, tuple(doubts), self.scene)
            return
        doubts += self._of_the_wording(row, ref, when)
        yield replace(
            proposal, confidence=UNSURE if doubts or row.notes else sure, doubts=tuple(doubts)
        )

    def _implementers(self, row: Entry) -> tuple[Name, ...]:
        cell = row.cells.get("implement")
        return self.scene.agencies.listed(cell.text) if cell else ()

    def _names(self, row: Entry, ref: str, above: str) -> tuple[tuple[Name, ...], list[Doubt]]:
        """The lead; a cell that names a document "của" someone is that someone's, with a doubt."""
        text = row.cells["lead"].text if "lead" in row.cells else ""
        names = self.scene.agencies.listed(text or above)
        if any(not name.id for name in names) and (of := _OF.match(text)):
            others = self.scene.agencies.listed(text[of.end() :])
            if others and all(name.id for name in others):
                return others, [_not_an_agency(row, ref, text, others)]
        if not names and not row.years:
            return (), [_no_lead(row, ref)]
        return names, self.scene.agencies.doubts(names, LEAD, row.place, ref)

    def _of_the_wording(self, row: Entry, ref: str, when: str) -> list[Doubt]:
        if not when:
            about = Text("không có thời hạn", "no deadline")
            reason = Text("ô thời gian trống", "the cell of the deadline is empty")
            return [Doubt(row.place, about, reason, "", (), ref)]
        if self.scene.reader.is_time(when):
            return []
        about = Text("thời hạn", "deadline")
        reason = Text("không đọc được thành ngày", "cannot be read as a day")
        return [Doubt(row.place, about, reason, when, (), ref)]

    def _score(
        self, row: Entry, ref: str, taken: dict[str, str], columns: Columns
    ) -> Proposal | None:
        written = row.text("goal")
        if not re.search(r"\w", written) or is_mark(written):
            return None
        lead: tuple[Name, ...] = ()
        doubts: list[Doubt] = []
        if row.text("lead") or "lead" in taken:
            lead, doubts = self._names(row, ref, taken.get("lead", ""))
        head = self.table.head[columns.roles["goal"]] if self.table.head else ""
        title = row.title
        unit = row.text("unit") or ("điểm" if self._of_points() else "")
        value = read_goal(written, title, unit)
        if value is None:
            doubts.append(_no_goal(row, ref, written))
        elif value.unit not in ("điểm", "%") and may_be_thousands(written):
            doubts.append(_thousands(row, ref, written))
        sure = columns.sure and "lead" not in taken
        return Proposal(
            ref=ref, kind="target", title=title, place=row.place,
            confidence=UNSURE if doubts else SURE if sure else LIKELY,
            when=" ".join(head.split()) if re.search(r"20\d\d", head) else self.scene.period,
            lead=lead, value=value, doubts=tuple(doubts), used=_used(row),
        )  # fmt: skip

    def _of_points(self) -> bool:
        return any("diem" in bare(text) for text in self.table.head or ())

    def _guessed(self, columns: Columns) -> Doubt:
        guess = ", ".join(f"{n + 1} = {role}" for role, n in sorted(columns.roles.items()))
        return Doubt(
            self.table.place,
            Text("các cột của bảng", "the table's columns"),
            Text(
                "tiêu đề cột mất hoặc không rõ; đoán theo nội dung các ô",
                "the head is lost or unclear; told by what the cells hold",
            ),
            " | ".join(self.table.head or ()),
            (guess,),
        )

    def _not_understood(self, texts: list[list[str]]) -> Iterator[Doubt]:
        if len(texts) > 2:
            yield Doubt(
                self.table.place,
                Text("bảng", "table"),
                Text("không nhận ra bảng nhiệm vụ", "not recognised as a table of tasks"),
                " | ".join(text for text in texts[0] if text)[:200],
            )


def _holds_duties(columns: Columns, *, headed: bool) -> bool:
    """Whether it says what is to be done and by whom or when; without a head, more of it."""
    told = ({"lead", "when", "goal"} & set(columns.roles)) | ({"years"} if columns.years else set())
    if "title" not in columns.roles or not told:
        return False
    return headed or len(told) > 1 or "number" in columns.roles


def _used(row: Entry) -> tuple[Used, ...]:
    cells: list[Cell] = [*row.cells.values(), *row.years.values()]
    return tuple(Used(cell.place) for cell in cells)


def _is_total(row: Entry) -> bool:
    return bare(row.text("title")).startswith("tong") and not row.number


def _doubt(row: Entry, ref: str, about: Text, reason: Text, written: str = "") -> Doubt:
    return Doubt(row.place, about, reason, written, (), ref)


def _no_number(row: Entry, ref: str) -> Doubt:
    reason = Text(
        "dòng hoặc mục không có số, hoặc số đã có ở dòng khác; suy từ các dòng kề",
        "the row or its section has no number, or another row's; told from the rows beside it",
    )
    return _doubt(row, ref, Text("mã của dòng", "the row's ref"), reason, row.text("title"))


def _went_on(row: Entry, ref: str) -> Doubt:
    reason = Text(
        "dòng bên dưới không có số, chủ trì, thời hạn: coi là phần sau của dòng này",
        "the row below has no number, lead or deadline: taken as the rest of this one",
    )
    return _doubt(row, ref, Text("dòng bị ngắt", "a broken row"), reason, row.text("title"))


_REASONS: dict[Note, Callable[[Entry, str], Doubt]] = {
    "number": _no_number, "section": _no_number, "joined": _went_on,
}  # fmt: skip


def _no_title(row: Entry, ref: str) -> Doubt:
    reason = Text("ô nội dung trống", "the cell of its title is empty")
    return _doubt(row, ref, Text("tên nhiệm vụ", "title"), reason)


def _no_lead(row: Entry, ref: str) -> Doubt:
    return _doubt(row, ref, LEAD, Text("ô chủ trì trống", "the lead's cell is empty"))


def _no_goal(row: Entry, ref: str, written: str) -> Doubt:
    reason = Text("ô chỉ tiêu không phải một con số", "the cell of the goal is no amount")
    return _doubt(row, ref, GOAL, reason, written)


def _thousands(row: Entry, ref: str, written: str) -> Doubt:
    reason = Text(
        "dấu chấm tách hàng nghìn hay phần lẻ? lấy là phần lẻ",
        "does the point set thousands or a fraction apart? taken as a fraction",
    )
    return _doubt(row, ref, GOAL, reason, written)


def _not_an_agency(row: Entry, ref: str, text: str, names: tuple[Name, ...]) -> Doubt:
    reason = Text(
        "ô chủ trì ghi một văn bản; lấy các cơ quan có văn bản ấy",
        "the lead's cell names a document; those whose it is are taken",
    )
    return replace(
        _doubt(row, ref, LEAD, reason, text), candidates=tuple(name.written for name in names)
    )
