"""Links to pages: in every item of a mail where the site has pages, escaped as addresses are."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from templates.contexts import SenderInfo
from templates.paths import item_path, key_path, slot_path
from tests.templates.builders import mail, notice

MONDAY = date(2019, 2, 25)  # five working days before
SITE = "https://kyhan.example.org"
SENDER = SenderInfo("Kỳ Hạn", "Sở Nội vụ", "a@b.vn", SITE)


def test_an_item_links_to_its_page_and_to_the_form_that_reports_it() -> None:
    one = notice()
    sent = mail(one, sender=SENDER, today=MONDAY)
    key = one.occurrence.key
    assert f"Báo đã xong: {SITE}/submit/{key}\n" in sent.text
    assert f"Xem việc này: {SITE}/o/{key}\n" in sent.text
    assert f'<a href="{SITE}/submit/{key}">Báo đã xong</a>' in sent.html
    assert "mở đường dẫn “Báo đã xong” dưới đây hoặc trả lời thư này" in sent.text


def test_a_site_without_pages_asks_for_an_answer() -> None:
    sent = mail(notice(), sender=SenderInfo("Kỳ Hạn", "Sở Nội vụ", "a@b.vn"), today=MONDAY)
    assert "Báo đã xong" not in sent.text + sent.html
    assert "rồi trả lời thư này" in sent.text


def test_a_key_is_an_address_that_leads_back_to_it() -> None:
    key = "hanoi-2019/PL.I.2 (b)/2019-Q1/sở?#%"
    assert item_path(key) == "/o/hanoi-2019/PL.I.2%20%28b%29/2019-Q1/s%E1%BB%9F%3F%23%25"
    assert slot_path("p/1/finish") == "/s/p/1/finish"
    assert key_path("accept", "p/1/@so/a") == "/accept/p/1/@so/a"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_key_ends_an_address_early(key: str) -> None:
    path = item_path(key)
    assert path.isascii()
    assert not set(path) & set("?#\"'<> \n\\")
