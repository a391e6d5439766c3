"""Seconds and memory to read a PDF of 300 pages and a sheet of 5,000 rows, and every bomb; then
seconds to find the duties of large documents, and of one made to keep that busy.

The PDF is printed by Chromium; without one it is left out, and said to be.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from intake.draft_apart import draft_apart
from intake.limits import UnreadableError
from intake.read import read_document
from tests.browser import chromium
from tests.intake.bombs import huge_sheet, large_docx_table, table_rows
from tests.intake.measured import measured
from tests.intake.same_plan import REPORTS, TASKS, printed
from tests.intake.test_bombs import CASES

from .expand import shipped_site

_PARAGRAPHS, _ROWS = 820, 1_550  # about 300 pages
_MB = 1024 * 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("\nReading one file in a process of its own (starting it takes half a second)")
        print(f"  {'file':<24}{'MB':>7}{'seconds':>9}{'processor':>11}{'peak MB':>9}  answer")
        if shutil.which("chromium"):
            _show(folder / "300-pages.pdf", _long_pdf())
        else:
            print("  300-pages.pdf is left out: no chromium")
        _show(folder / "5000-rows.xlsx", huge_sheet(table_rows(5_000)))
        _show(folder / "10000-rows.xlsx", huge_sheet(table_rows(10_000)))
        _show(folder / "10000-rows.docx", large_docx_table(10_000))
        _show(folder / "100-megabytes.txt", b"Quy I\n" * (100 * _MB // 6))
        for bomb, (make, _) in CASES.items():
            _show(folder / bomb, make())
    _drafts()


def _show(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    taken = measured(path)
    answer = "read" if taken.error is None else taken.error[1].partition(": ")[2]
    print(f"  {path.name:<24}{len(data) / _MB:>7.2f}{taken.seconds:>9.2f}{taken.processor:>11.2f}"
          f"{taken.peak / _MB:>9.0f}  {answer if taken.exit == 0 else f'exit {taken.exit}'}",
          flush=True)  # fmt: skip
    path.unlink()


def _drafts() -> None:
    site = shipped_site()
    hostile = "\n\n".join(["I. CHỈ TIÊU", *(f"- {n} " + "đạt 95% " * 250 for n in range(2_000))])
    print("\nFinding the duties of one document in a process of its own")
    print(f"  {'document':<24}{'seconds':>9}  answer")
    for name, data in (
        ("5000-rows.xlsx", huge_sheet(table_rows(5_000))),
        ("10000-rows.xlsx", huge_sheet(table_rows(10_000))),
        ("amounts.txt", hostile.encode()),
    ):
        document = read_document(data, name)
        started = time.perf_counter()
        try:
            draft = draft_apart(document, site.directories, site.working_days)
            answer = f"{len(draft.duties)} duties"
        except UnreadableError as error:
            answer = error.text.en.partition(": ")[2]
        print(f"  {name:<24}{time.perf_counter() - started:>9.2f}  {answer}", flush=True)


def _long_pdf() -> bytes:
    """Prose, then one table in lines over all its pages."""
    texts = [text.replace("\n", "<br>") for text in TASKS.rows[2][1:]]
    rows = "".join(
        f"<tr><td>{n}</td>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"
        for n in range(1, _ROWS + 1)
    )
    head = "".join(f"<th>{text}</th>" for text in TASKS.rows[0])
    style = "body{font:13pt serif} td,th{border:1px solid} table{border-collapse:collapse}"
    prose = "".join(f"<p>{REPORTS}</p>" for _ in range(_PARAGRAPHS))
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><style>{style} tr{{break-inside:avoid}}</style>"
        f"{prose}<p>PHỤ LỤC</p><table><thead><tr>{head}</tr></thead>{rows}</table>"
    )
    with chromium() as browser:
        return printed(browser, page.encode())


if __name__ == "__main__":
    main()
