"""What can be wrong with a draft on the disk, in words."""

from __future__ import annotations

from pathlib import Path

from rules.problems import Problem
from rules.text import Text


class DeskError(Exception):
    """There is no such draft to be settled, or it cannot be written; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class AnswersError(DeskError):
    """The answers beside the draft are not its own, or cannot be read any more."""


class OvertakenError(DeskError):
    """The draft or its answers are others than those that were looked at; nothing was written."""


class NoPlanError(DeskError):
    """The settled draft would be no plan; `problems` are all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            Text("bản nháp đã soát chưa thành kế hoạch", "what was settled makes no plan yet")
        )
        self.problems = problems


OVERTAKEN = Text(
    "chưa ghi gì: trong lúc đó bản nháp hoặc các trả lời đã đổi; hãy xem lại rồi trả lời tiếp",
    "nothing was written: the draft or its answers changed meanwhile; look again, then go on",
)
NO_DRAFT = Text(
    "cần bản nháp (.toml); đọc văn bản trước bằng kyhan import",
    "takes a draft (.toml); import the document first",
)
OTHER_SHEET = Text(
    "phiếu soát và trả lời là của bản nháp khác; đọc lại bằng kyhan import",
    "its sheet and answers are another draft's; import the document again",
)
STILL_OPEN = Text("còn câu chưa trả lời", "there are open questions")


def edited(path: Path) -> Text:
    """Of a draft that is no longer what was sealed."""
    return Text(
        f"{path.name}: đã sửa tay; đọc lại văn bản, hoặc quyết nốt trong tệp và xóa dòng đầu",
        f"{path.name}: edited by hand; import again, or settle the rest in the file without line 1",
    )


def edited_before(path: Path) -> Text:
    """Of one that would be written over."""
    return Text(
        f"{path}: bản nháp đã được sửa tay; đổi tên hoặc chọn --out khác",
        f"{path}: the draft was edited by hand; rename it or choose another --out",
    )


def reviewed_before(path: Path) -> Text:
    """Of answers that a new draft would make useless."""
    return Text(
        f"{path}: đã có người soát bản nháp trước; đổi tên hoặc chọn --out khác",
        f"{path}: a former draft was reviewed; rename it or choose another --out",
    )


def no_directory(known: list[str]) -> Text:
    """Of a draft whose directory is none of those known."""
    ids = ", ".join(known)
    return Text(
        f"bản nháp chưa có danh bạ nên chưa có cơ quan: kyhan import --directory MÃ ({ids})",
        f"no directory, so no agencies: import again with --directory ID ({ids})",
    )


def unfit(path: Path, why: Text) -> AnswersError:
    """The error for answers that cannot be used."""
    return AnswersError(
        Text(
            f"{path.name}: trả lời không dùng được ({why.vi}); đổi tên hoặc xóa tệp này",
            f"{path.name}: the answers do not fit ({why.en}); rename or delete that file",
        )
    )
