"""The draft of a plan: what was read, put together and judged by the rules once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rules.deadline import Context
from rules.directory import Directory
from rules.text import Text
from rules.workdays import WorkingDays

from .judge import Judge
from .model import Document, Place
from .outline import Item, Placed, is_title, items_of, outline
from .proposal import UNSURE, Doubt, Proposal
from .recognise.agencies import Agencies
from .recognise.header import Header, choose_directory, read_header
from .recognise.leftovers import Leftover, leftovers
from .recognise.obligations import obligations
from .recognise.paragraph_tasks import paragraph_tasks
from .recognise.prose import Candidate, Scene, of_heading
from .recognise.refs import numbered
from .recognise.reports import reports
from .recognise.targets import targets, unnumbered
from .recognise.tasks import table_duties
from .recognise.times import Reader


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as proposed: its head, its duties, what is in doubt, and what was left over.

    `source` is the document's file name. `directory` is "" where no directory fits.
    """

    source: str
    header: Header
    directory: str
    duties: tuple[Proposal, ...]
    doubts: tuple[Doubt, ...]
    leftovers: tuple[Leftover, ...]

    @property
    def id(self) -> str:
        """The proposed id, also the name of the draft's file."""
        return plan_id(self.directory, self.header.period or ())


def plan_id(directory: str, years: Iterable[int]) -> str:
    """The id of a new plan: its directory and its years, each once."""
    return "-".join([directory or "plan", *(str(year) for year in sorted({*years}))])


def make_draft(
    document: Document,
    directories: Mapping[str, Directory],
    working_days: WorkingDays,
    directory: str | None = None,
) -> Draft:
    """Read a document. `directory`: whose agencies it names; by default the city it speaks of.

    KeyError for a directory that is not there.
    """
    chosen = directories[directory] if directory else choose_directory(document, directories)
    agencies = Agencies(chosen)
    placed = outline(document)
    header = read_header(document, placed, agencies)
    first, last = header.period or _years_of(header.issued)
    context = Context(first, working_days, last, header.issued)
    scene = Scene(agencies, Reader(context), range(first, last + 1), header.period_words)
    from_tables = table_duties(placed, scene)
    prose, prose_doubts = _prose(placed, scene)
    duties = _only_once([*prose, *from_tables.proposals])
    judge = Judge.of(header.issued, (first, last), working_days)
    duties = [judge.judged(duty) for duty in duties]
    used = [use for duty in duties for use in duty.used]
    doubts = [
        *header.doubts,
        *_unread(document),
        *_misread(placed),
        *([] if chosen else [_no_directory()]),
        *from_tables.doubts,
        *prose_doubts,
        *_by_default(duties),
        *(doubt for duty in duties for doubt in duty.doubts),
    ]
    left = leftovers(document, [*used, *header.used, *from_tables.used])
    name = chosen.id if chosen else ""
    return Draft(document.name, header, name, tuple(duties), tuple(doubts), tuple(left))


def _unread(document: Document) -> list[Doubt]:
    """What the format's reader could not read: a page that is a picture, a hidden sheet."""
    about = Text("chỗ chưa đọc", "not read")
    return [Doubt(note.place, about, note.text) for note in document.notes]


def _misread(placed: list[Placed]) -> Iterator[Doubt]:
    """Numbers of paragraphs in which a letter was read as a figure: "l." and "ll."."""
    about = Text("số của mục", "a paragraph's number")
    for item in items_of(placed):
        if item.misread:
            read = item.path[-1]
            reason = Text(
                f"chữ lẫn trong con số “{item.misread}”: đọc là {read}",
                f"a letter within the figure “{item.misread}”: read as {read}",
            )
            yield Doubt(item.place, about, reason, item.misread, (read,))


def _no_directory() -> Doubt:
    about = Text("danh bạ cơ quan", "the directory of agencies")
    reason = Text(
        "không có danh bạ nào hợp; chọn bằng --directory",
        "none fits; choose one by --directory",
    )
    return Doubt(Place(), about, reason)


def _by_default(duties: list[Proposal]) -> list[Doubt]:
    """One doubt for all targets whose sentence names no time of its own."""
    refs = tuple(duty.ref for duty in duties if duty.assumed)
    about = Text("thời gian của chỉ tiêu", "the time of targets")
    reason = Text(
        f"{len(refs)} chỉ tiêu không nêu thời gian: lấy kỳ ghi ở tên kế hoạch hay đề mục",
        f"{len(refs)} targets name no time: the title's or a heading's period stands in",
    )
    return [Doubt(Place(), about, reason, "", refs)] if refs else []


def _years_of(issued: date | None) -> tuple[int, int]:
    """Without a period in the title the year after the day of issue stands in; a doubt says so."""
    year = issued.year if issued else 1
    return year, year


def _prose(placed: list[Placed], scene: Scene) -> tuple[list[Proposal], list[Doubt]]:
    items = [item for item in items_of(placed) if item.path]
    tasks, taken = paragraph_tasks(items, scene)
    by_head: dict[Place, list[Candidate]] = {}
    for task in tasks:
        by_head.setdefault(task.item.place, []).append(task)
    headings = {item.parents[-1].place for item in items if item.own and item.parents}
    candidates: list[Candidate] = []
    for item in items:
        candidates += by_head.pop(item.place, [])
        if item.place not in taken and not (item.place in headings and is_title(item)):
            candidates += _of_item(item, scene)
    return numbered(candidates, lambda item: bool(of_heading(item, scene.agencies)), unnumbered)


def _of_item(item: Item, scene: Scene) -> list[Candidate]:
    found = reports(item, scene)
    if found:
        return found
    both = targets(item, scene) + obligations(item, scene)
    return sorted(both, key=lambda candidate: candidate.at)


def _only_once(duties: list[Proposal]) -> list[Proposal]:
    """A ref that comes again, as where numbers repeat, gets a count and a doubt."""
    seen: dict[str, int] = {}
    out = []
    for duty in duties:
        seen[duty.ref] = seen.get(duty.ref, 0) + 1
        if seen[duty.ref] == 1:
            out.append(duty)
            continue
        ref = f"{duty.ref}-{seen[duty.ref]}"
        doubt = Doubt(
            duty.place,
            Text("mã của nhiệm vụ", "the duty's ref"),
            Text(f"số {duty.ref} đã có ở trên", f"the number {duty.ref} stands above already"),
            duty.ref, (ref,), ref,
        )  # fmt: skip
        out.append(replace(duty, ref=ref, doubts=(*duty.doubts, doubt), confidence=UNSURE))
    return out
