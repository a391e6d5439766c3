"""`kyhan done`: what was submitted, accepted at once or left to be accepted."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Annotated

import typer

from rules.facts import Acceptance, Completion
from rules.submission import cleaned, faults
from rules.text import Text
from rules.words import short_day

from .options import (
    DAY_FORMATS,
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    LangOption,
    Session,
    TodayOption,
    as_day,
    begin,
    fail,
    open_ledger,
)
from .recording import ByOption, KeyArgument, NumberOption, confirm, find, state_words, who

LARGEST_FILE = 20_000_000  # bytes


def done(
    key: KeyArgument,
    on: Annotated[
        datetime, typer.Option("--on", formats=DAY_FORMATS, help="Ngày nộp. | Day of submission.")
    ],
    number: NumberOption = "",
    document_date: Annotated[
        datetime | None,
        typer.Option(formats=DAY_FORMATS, help="Ngày văn bản. | The document's own date."),
    ] = None,
    nil: Annotated[
        bool,
        typer.Option(
            "--nil", help="Không phát sinh: không cần số văn bản. | There is nothing to report."
        ),
    ] = False,
    link: Annotated[
        str, typer.Option(help="Địa chỉ của văn bản, https://... | Where the document is.")
    ] = "",
    note: Annotated[str, typer.Option(help="Ghi chú. | A note.")] = "",
    file: Annotated[
        Path | None, typer.Option(help="Tệp văn bản, được lưu lại. | The document, to be kept.")
    ] = None,
    submitted: Annotated[
        bool,
        typer.Option(
            "--submitted", help="Mới nộp, còn chờ xác nhận. | Submitted, still to be accepted."
        ),
    ] = False,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    today: TodayOption = None,
    lang: LangOption = None,
) -> None:
    """Ghi một việc đã hoàn thành. | Record that an occurrence is done.

    Nộp và xác nhận trong một lần, trừ khi có --submitted. | Submitted and accepted at once, unless
    --submitted is given.
    """
    session = begin(config, today, lang)
    occurrence = find(key, session)
    person = who(by)
    completion = cleaned(
        Completion(
            key, on.date(), number, person, session.now, as_day(document_date), nil, link,
            file_name=file.name if file else "", note=note,
            accepted=None if submitted else Acceptance(person, session.now),
        )
    )  # fmt: skip
    wrong = [*faults(completion, session.today)]
    for fault in wrong:
        option = f"--{fault.field.removesuffix('_name').replace('_', '-')}"
        print(f"{option}: {fault.text.to(session.lang)}.", file=sys.stderr)
    if wrong:
        raise typer.Exit(FAILED)
    content = None if file is None else _content(file, session)
    with open_ledger(session.config, session.lang) as ledger:
        if content is not None:
            media_type = guess_type(completion.file_name)[0] or "application/octet-stream"
            kept = ledger.save_file(content, media_type, session.now)
            completion = replace(completion, file=kept)
        new = ledger.record_completion(completion)
        stands = ledger.completions_of([key]).get(key, completion)
    state = state_words(occurrence, stands, session)
    document = _document(stands)
    confirm(
        Text(
            f"{key}: {state.vi.lower()}; nộp ngày {short_day(on, 'vi')}, {document.vi}.",
            f"{key}: {state.en.lower()}; submitted on {short_day(on, 'en')}, {document.en}.",
        ),
        session,
        new=new,
    )


def _document(completion: Completion) -> Text:
    if completion.nil:
        return Text("không phát sinh", "nothing to report")
    return Text(f"văn bản {completion.number}", f"document {completion.number}")


def _content(file: Path, session: Session) -> bytes:
    """The file's bytes. Exits 1 where it cannot be read or is too large."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        why = error.strerror or str(error)
        fail(
            Text(f"--file {file}: không đọc được: {why}", f"--file {file}: cannot be read: {why}"),
            session.lang,
            FAILED,
        )
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // 1_000_000
        words = Text(f"--file {file}: lớn hơn {most} MB", f"--file {file}: larger than {most} MB")
        fail(words, session.lang, FAILED)
    return content
