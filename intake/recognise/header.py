"""The document's own data: number, date, issuer, title, period; told where they contradict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.directory import Directory
from rules.names import fold
from rules.text import Text

from ..model import Document, Paragraph, Place, Table
from ..outline import Item, Placed, items_of
from ..proposal import Doubt, Used
from ..words import bare, figures, misread
from .agencies import Agencies

NUMBER = Text("số của văn bản", "the document's number")
DATE = Text("ngày của văn bản", "the document's date")
_NUMBER = re.compile(
    r"\bsố\s*:?\s*([\dOoIl]*\d[\dOoIl]*\w{0,2})\s*/\s*((?:\d{4}\s*/\s*)?[A-ZĐ][A-ZĐa-z]*(?:-[A-ZĐ&]+)*)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"ngày\s*([\dOoIl]{1,2})\s*(?:tháng|[/.-])\s*([\dOoIl]{1,2})\s*(?:năm|[/.-])"
    r"\s*([1lI]9[\dOoIl]{2}|2[0Oo][\dOoIl]{2})",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"kèm\s+theo\s+(?:quyết\s+định|kế\s+hoạch|chương\s+trình|công\s+văn)\s+số", re.IGNORECASE
)
_OF = re.compile(r"\bcủa\s+([^()]+?)\s*\)?\s*$")
_KINDS = ("ke hoach", "chuong trinh", "de an", "phuong an", "chuong trinh hanh dong")
_NAMED = re.compile(
    r"(?:về\s+việc\s+)?(?:ban\s+hành|phê\s+duyệt)\s+((?:kế\s+hoạch|chương\s+trình|đề\s+án)\s.+)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:giai\s+đoạn\s+)?((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})"
    r"|năm\s+((?:19|20)\d{2})(\s+và\s+(?:các|những)\s+năm\s+(?:tiếp\s+theo|sau))?",
    re.IGNORECASE,
)
_COLLECTS = re.compile(r"(?:qua|gửi(?:\s+về)?|về)\s+", re.IGNORECASE)
_LONGEST_TITLE = 250
_LONGEST_PERIOD = 30  # years; what recurs in them is worked out one by one
_HEAD_ROWS = 3


@dataclass
class Header:
    """What the plan's head says. Empty where the document does not say it."""

    number: str = ""
    issued: date | None = None
    issuer: str = ""
    title: str = ""
    period: tuple[int, int] | None = None
    period_words: str = ""
    coordinator: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: Place


def choose_directory(document: Document, directories: Mapping[str, Directory]) -> Directory | None:
    """The directory of the city the document names most often; None where it names none."""
    text = f" {fold(' '.join(line.text for line in _lines(document)))} "
    counts = {
        key: text.count(f" {fold(directory.name_vi).removeprefix(fold('thành phố')).strip()} ")
        for key, directory in directories.items()
    }
    best = max(counts, key=lambda key: counts[key], default="")
    return directories[best] if best and counts[best] else None


def _lines(document: Document) -> Iterator[_Line]:
    """The running text, and the cells of a letterhead set as a table."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield _Line(block.text, block.place)
        elif len(block.rows) <= _HEAD_ROWS:
            yield from _cells(block)


def _cells(table: Table) -> Iterator[_Line]:
    for row in table.rows:
        for cell in row:
            for text in cell.text.split("\n"):
                if text.strip():
                    yield _Line(text.strip(), cell.place)


def read_header(document: Document, placed: list[Placed], agencies: Agencies) -> Header:
    """The head's data, each contradiction a doubt with what stands where."""
    header = Header()
    lines = list(_lines(document))
    numbered = next((item.place for item in items_of(placed) if item.path), None)
    end = next((n for n, line in enumerate(lines) if line.place == numbered), len(lines))
    _number_and_date(header, lines, lines[:end])
    _title(header, lines[:end])
    _period(header, placed)
    _issuer(header, lines, lines[:end], agencies)
    _coordinator(header, placed, agencies)
    return header


def _number_and_date(header: Header, lines: list[_Line], head: list[_Line]) -> None:
    cited = [line for line in lines if _ITSELF.search(line.text)]
    of_itself = {line.place for line in cited}
    own = [line for line in head if line.place not in of_itself]
    numbers = [_found_number(line) for line in own if re.match(r"số\s*:", line.text, re.IGNORECASE)]
    dates = [
        _found_date(line) for line in own if re.search(r"^[^\d]{2,40},\s*ngày", line.text.strip())
    ]
    numbers += [_found_number(line) for line in cited]
    dates += [_found_date(line) for line in cited]
    known_numbers = [each for each in numbers if each]
    known_dates = [each for each in dates if each]
    header.number = known_numbers[0][0] if known_numbers else ""
    header.issued = known_dates[0][0] if known_dates else None
    header.used += [Used(line.place) for line in cited]
    header.used += [Used(place) for _, place in [*known_numbers, *known_dates]]
    written_dates = [(f"{day:%d/%m/%Y}", place) for day, place in known_dates]
    for about, pattern, read in (
        (NUMBER, _NUMBER, known_numbers), (DATE, _DATE, written_dates),
    ):  # fmt: skip
        header.doubts += _misread(about, pattern, own + cited, read)
        header.doubts += _contradictions(about, read)
    for about, found in ((NUMBER, known_numbers), (DATE, known_dates)):
        if not found:
            header.doubts.append(_missing(about))


def _found_number(line: _Line) -> tuple[str, Place] | None:
    match = _NUMBER.search(line.text)
    if match is None:
        return None
    number = figures(match[1]) if misread(match[1]) else match[1]
    return f"{number}/{''.join(match[2].split())}", line.place


def _found_date(line: _Line) -> tuple[date, Place] | None:
    match = _DATE.search(re.sub(r"\s*/\s*", "/", line.text))
    if match is None:
        return None
    day, month, year = (figures(part) for part in match.groups())
    try:
        return date(int(year), int(month), int(day)), line.place
    except ValueError:
        return None


def _misread(
    about: Text, pattern: re.Pattern[str], lines: list[_Line], found: list[tuple[str, Place]]
) -> Iterator[Doubt]:
    """A doubt for each number or date in which a letter was read as a figure. `found`: as read."""
    read_as = {place: read for read, place in found}
    for line in lines:
        match = pattern.search(line.text) if line.place in read_as else None
        if match and misread(match[0]):
            read = read_as[line.place]
            reason = Text(
                f"chữ lẫn trong con số: đọc là {read}",
                f"a letter within the figures: read as {read}",
            )
            yield Doubt(line.place, about, reason, match[0], (read,))


def _contradictions(about: Text, found: list[tuple[str, Place]]) -> Iterator[Doubt]:
    """One doubt where the document says it in two ways, with every way and its place."""
    said: dict[str, Place] = {}
    for value, place in found:
        said.setdefault(value, place)
    if len(said) > 1:
        first, *others = said
        where = "; ".join(f"{value}: {place.words().vi}" for value, place in said.items())
        english = "; ".join(f"{value}: {place.words().en}" for value, place in said.items())
        yield Doubt(
            said[others[0]],
            about,
            Text(f"văn bản tự mâu thuẫn ({where})", f"the document contradicts itself ({english})"),
            first,
            tuple(said),
        )


def _missing(about: Text) -> Doubt:
    return Doubt(Place(), about, Text("không tìm thấy", "not found"))


def _title(header: Header, head: list[_Line]) -> None:
    """The lines under "KẾ HOẠCH"; else what the decision says it issues."""
    starts = [n for n, line in enumerate(head) if bare(line.text) in _KINDS]
    for start in reversed(starts):
        words = [head[start].text.capitalize()]
        for line in head[start + 1 :]:
            over = len(line.text) > _LONGEST_TITLE or line.text.endswith((".", ":", ";"))
            if over or line.text.startswith("(") or line.text.startswith("Căn cứ"):
                break
            words.append(line.text if len(words) > 1 else _lower_first(line.text))
            header.used.append(Used(line.place))
        if len(words) > 1:
            header.title = " ".join(words)
            return
    for line in head:
        if named := _NAMED.search(line.text):
            header.title = _capital(named[1].strip(' .“”"'))
            header.used.append(Used(line.place))
            return
    header.doubts.append(_missing(Text("tên kế hoạch", "the plan's title")))


def _lower_first(text: str) -> str:
    return text if text.isupper() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _period(header: Header, placed: list[Placed]) -> None:
    about = Text("kỳ của kế hoạch", "the plan's period")
    match = _PERIOD.search(header.title)
    if match is None:
        header.doubts.append(_missing(about))
        return
    first, last = int(match[1] or match[3]), int(match[2] or match[3])
    if abs(last - first) > _LONGEST_PERIOD:
        reason = Text("dài hơn mọi kế hoạch", "longer than any plan's")
        header.doubts.append(Doubt(Place(), about, reason, match[0]))
        return
    header.period = (min(first, last), max(first, last))
    header.period_words = match[0] if not match[4] else match[0].removesuffix(match[4])
    if match[4]:
        reason = Text("tên kế hoạch nói cả các năm sau", "the title speaks of later years too")
        header.doubts.append(Doubt(Place(), about, reason, match[0], (header.period_words,)))
    for item in items_of(placed):
        if item.part and not item.path and (other := _PERIOD.search(item.text)):
            years = {int(year) for year in other.groups()[:3] if year}
            if item.text.isupper() and not years <= set(
                range(header.period[0], header.period[1] + 1)
            ):
                reason = Text("tên phụ lục ghi năm khác", "an appendix's title names another year")
                header.doubts.append(Doubt(item.place, about, reason, item.text, (other[0],)))


def _issuer(header: Header, lines: list[_Line], head: list[_Line], agencies: Agencies) -> None:
    names: list[str] = []
    for n, line in enumerate(head):
        if line.text.isupper():
            below = head[n + 1].text if n + 1 < len(head) and head[n + 1].text.isupper() else ""
            names += [f"{line.text} {below}".strip(), line.text]
    names += [
        of[1] for line in lines if _ITSELF.search(line.text) and (of := _OF.search(line.text))
    ]
    directory = agencies.directory
    found = [agencies.find(name.strip(" )")) for name in names]
    known = [each for each in found if directory and each in directory.agencies]
    if known:
        header.issuer = known[0]
        return
    about = Text("cơ quan ban hành", "the issuer")
    reason = Text("không có trong danh bạ", "not in the directory")
    header.doubts.append(Doubt(Place(), about, reason, names[0] if names else ""))


def _coordinator(header: Header, placed: list[Placed], agencies: Agencies) -> None:
    """Whoever reports are sent to "để tổng hợp", or is the standing agency of the plan."""
    votes = Counter(name for item in items_of(placed) for name in _collectors(item, agencies))
    directory = agencies.directory
    known = [name for name, _ in votes.most_common() if directory and name in directory.agencies]
    about = Text("cơ quan điều phối", "the coordinator")
    if known:
        header.coordinator = known[0]
    if len(known) != 1:
        header.coordinator = header.coordinator or header.issuer
        reason = Text("văn bản không nêu rõ một cơ quan", "the text does not name one clearly")
        header.doubts.append(Doubt(Place(), about, reason, header.coordinator, tuple(known)))


def _collectors(item: Item, agencies: Agencies) -> Iterator[str]:
    if re.search(r"tổng\s+hợp", item.text):
        for match in _COLLECTS.finditer(item.text):
            names, end = agencies.leading(item.text[match.end() :])
            if names and re.match(r"\s*(?:để\s+)?tổng\s+hợp", item.text[match.end() + end :]):
                yield names[0].id
    if re.match(r"là\s+cơ\s+quan\s+thường\s+trực", item.text, re.IGNORECASE):
        yield from (name.id for parent in item.parents[-1:]
                    for name in agencies.leading(parent.text)[0])  # fmt: skip
