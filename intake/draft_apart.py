"""A stranger's document made into a draft in a process of its own, which may compute for a while.

What recognises duties is a heap of regular expressions over words a stranger chose. Limits of the
document bound it roughly, the kernel's limit of processor time bounds it surely.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from rules.deadline import Context
from rules.directory import Directory
from rules.text import Text
from rules.wording import read
from rules.workdays import WorkingDays

from .confine import confine
from .draft import Draft, make_draft
from .limits import UnreadableError
from .model import Document
from .sandbox import OUT_OF_TIME, run

WALL_SECONDS = 120.0  # on a busy machine; the limit of processor time (confine) comes first
_DRAFT = TypeAdapter(Draft)


def draft_apart(
    document: Document,
    directories: Mapping[str, Directory],
    working_days: WorkingDays,
    directory: str | None = None,
) -> Draft:
    """`make_draft` of a document from outside. Raises UnreadableError where it takes too long.

    KeyError for a directory that is not there.
    """
    if directory is not None:
        directories[directory]
    # From us to our own process: pickle is no danger this way round, and the answer is JSON
    asked = pickle.dumps((document, dict(directories), working_days, directory))
    ended = run(asked, document.name, WALL_SECONDS, "intake.draft_apart")
    try:
        return _DRAFT.validate_json(ended.answer)
    except ValidationError:
        raise UnreadableError(_why(document.name, ended.exit)) from None


def _why(name: str, exit_: int) -> Text:
    if exit_ in OUT_OF_TIME:
        return Text(
            f"{name}: nhận ra nhiệm vụ quá lâu, văn bản quá phức tạp; hãy tách văn bản ra",
            f"{name}: finding the duties took too long, it is too complex; split the document",
        )
    return Text(
        f"{name}: việc nhận ra nhiệm vụ bị ngắt ({exit_}); hãy tách văn bản ra",
        f"{name}: finding the duties was cut off ({exit_}); split the document",
    )


def main() -> None:
    """The process: what it may need from the disk is opened before it gives the disk up."""
    document, directories, working_days, directory = pickle.load(sys.stdin.buffer)  # noqa: S301
    read("năm 2020", Context(2020, working_days))
    if working_days.propose is not None:
        working_days.propose(2020)
    confine()
    draft = make_draft(document, directories, working_days, directory)
    sys.stdout.buffer.write(_DRAFT.dump_json(draft))


if __name__ == "__main__":
    main()
