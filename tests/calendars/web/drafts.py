"""A draft of 2021 in a site's folder, as `kyhan import` lays it there."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from calendars.web import links
from intake.desk import lay
from intake.draft import make_draft
from intake.plan_text import plan_text
from intake.read import read_document
from tests.calendars.web.server import Visitor, WebSite

DOCUMENT = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HÀ NỘI

Hà Nội, ngày 28 tháng 12 năm 2020

KẾ HOẠCH
Đón khách năm 2021 của thành phố Hà Nội
(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 18/12/2020 của UBND thành phố)

Căn cứ Nghị quyết số 5a/NQ-CP ngày 08/11/2011 của Chính phủ;

I. NHIỆM VỤ

STT	Nội dung công việc	Cơ quan chủ trì	Sản phẩm	Thời gian thực hiện
1	Lập kế hoạch đón khách	Sở Nội vụ	Kế hoạch	Quý I/2021
2	Mời khách	Sở Khách khứa	Giấy mời	Một hôm đẹp trời
3	Đưa đón khách	Sở Tài chinh thu	Xe	Tháng 7/2021
"""
NAME = "hanoi-2021"


def lay_draft(site: WebSite, document: str = DOCUMENT, *, directory: str = "hanoi") -> Path:
    """The draft's file."""
    schedule = site.moment.schedule
    read = read_document(document.encode(), "van-ban.txt")
    draft = make_draft(read, schedule.directories, schedule.working_days, directory)
    return lay(site.settings.drafts, draft, plan_text(draft), read)[-1]


# What settles it: on a terminal, and in the page's form as question, choice, value
TYPED = ["2", "g so-noi-vu", "c -", "h Quý II/2021", "1"]
SENT = [
    (1, "take-1", ""),
    (2, "set-coordinator", "so-noi-vu"),
    (3, "set-lead", "-"),
    (4, "set-when", "Quý II/2021"),
    (5, "take-0", ""),
]
_SEEN = re.compile(r'name="seen" value="(\w+)"')


def seen(visitor: Visitor, question: int = 0) -> str:
    """The hidden field of the draft's form as it is drawn now."""
    found = _SEEN.search(visitor.get(links.draft(NAME, question)).text)
    assert found is not None
    return found[1]


def answer(
    visitor: Visitor, question: int, choice: str, value: str = "", stamp: str = ""
) -> httpx.Response:
    """Send a question's form as it is drawn now, or as it was at an earlier stamp."""
    stamp = stamp or seen(visitor, question)
    path, number = links.draft(NAME), str(question)
    return visitor.send_form(path, question=number, seen=stamp, choice=choice, value=value)


def settle(visitor: Visitor) -> httpx.Response:
    """Press the button under the answers."""
    return visitor.send_form(f"{links.draft(NAME)}/settle", seen=seen(visitor))
