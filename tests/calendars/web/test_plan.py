"""The coordinator's overview and list, as a browser gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from rules.facts import Acceptance, Completion, Extension
from tests.calendars.web.server import COORDINATOR, OFFICER, Visitor, WebSite, open_site

NOW = datetime(2019, 2, 20, 2, tzinfo=UTC)
TUC = "hanoi-2019/PL.I.1/finish/"  # the agencies' own plans, due on 31 January 2019


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebSite]:
    """On 25 February 2019; Sở Tư pháp has done it, Sở Y tế late, Sở Xây dựng has submitted."""
    with open_site(tmp_path_factory.mktemp("site")) as made:
        accepted = Acceptance("hoa", NOW)
        for agency, on, acceptance in (
            ("so-tu-phap", date(2019, 1, 30), accepted),
            ("so-y-te", date(2019, 2, 12), accepted),  # Tết was from 2 to 10 February
            ("so-xay-dung", date(2019, 2, 14), None),
        ):
            made.ledger.record_completion(
                Completion(TUC + agency, on, "12/KH", "lan", NOW, accepted=acceptance)
            )
        yield made


@pytest.fixture
def coordinator(site: WebSite) -> Visitor:
    return site.visitor(COORDINATOR)


def counts(page: str) -> dict[str, int]:
    found = re.findall(r'<li class="([a-z-]+)(?: none)?"><a href="[^"]+"[^>]*><b>(\d+)</b>', page)
    return {state: int(count) for state, count in found}


def test_what_needs_somebody_stands_at_the_top(coordinator: Visitor) -> None:
    """By hand: 54 were due on 31 January, three of them are submitted; the 28th is 3 days off."""
    page = coordinator.get("/plans/hanoi-2019").text
    assert counts(page) == {
        "overdue": 51, "today": 0, "soon": 1, "upcoming": 790, "submitted": 1, "done": 1,
        "done-late": 1,
    }  # fmt: skip
    assert sum(counts(page).values()) == 845


def test_the_map_tells_each_agencys_quarter(coordinator: Visitor) -> None:
    page = coordinator.get("/plans/hanoi-2019?by=month&sort=name").text

    def january(agency: str) -> str:
        row = re.search(
            rf"<tr><th scope=\"row\"><a [^>]+>{agency}</a></th>\s*(<td.*?</td>)", page, re.DOTALL
        )
        assert row, agency
        return " ".join(re.sub(r"<[^>]+>", " ", row[1]).split())

    assert january("Sở Tư pháp") == "✓ đúng hạn 1/1"
    assert january("Sở Y tế") == "◔ muộn 3 ngày 1/1"  # 1, 11 and 12 February
    assert january("Sở Xây dựng") == "↑ đã nộp 1/1"
    assert january("Sở Tài chính") == "! quá hạn 12 ngày 1/1"


def test_every_cell_leads_to_its_items(coordinator: Visitor) -> None:
    page = coordinator.get("/plans/hanoi-2019").text
    heat = page[page.index('class="scroll heat"') :]
    links = re.findall(
        r'<td class="[a-z-]+"><a href="([^"]+)"><span[^>]*>[^<]+</span>[^<]+'
        r'<span class="of">(\d+)/(\d+)<',
        heat,
    )
    assert len(links) > 150
    for url, _, total in links[:5]:
        listed = coordinator.get(url.replace("&amp;", "&")).text
        assert listed.count('name="keys"') == int(total)


def test_a_filter_narrows_the_list(coordinator: Visitor) -> None:
    def keys(query: str) -> set[str]:
        page = coordinator.get(f"/plans/hanoi-2019/items?{query}").text
        return set(re.findall(r'name="keys" value="([^"]+)"', page))

    assert keys("state=submitted") == {TUC + "so-xay-dung"}
    assert keys("state=done-late") == {TUC + "so-y-te"}
    report = "hanoi-2019/III.1/2019-Q1/so-y-te"
    assert keys("agency=so-y-te&period=2019-Q1") == {report, TUC + "so-y-te"}
    assert keys("agency=so-y-te&period=2019-03&by=month") == {report}
    assert keys("group=@quan-huyen&agency=so-tu-phap") == set()
    assert len(keys("state=overdue")) == 51
    assert coordinator.get("/plans/hanoi-2019/items?group=@none").status_code == 404


def test_a_long_list_has_pages_and_can_be_ticked_whole(coordinator: Visitor) -> None:
    first = coordinator.get("/plans/hanoi-2019/items?tick=all").text
    assert first.count('name="keys"') == first.count(" checked") == 200
    assert "Việc 1–200 trên 845" in first
    last = coordinator.get("/plans/hanoi-2019/items?page=99").text
    assert last.count('name="keys"') == 45
    assert " checked" not in last
    for odd in ("0", "-1", "x", "٣", "9" * 400):
        assert coordinator.get(f"/plans/hanoi-2019/items?page={odd}").status_code == 200


def test_an_extension_stands_beside_the_original(web_site: WebSite) -> None:
    key, coordinator = "hanoi-2019/PL.VII.1/finish/so-ttt", web_site.visitor(COORDINATOR)
    web_site.ledger.record_extension(Extension(key, date(2019, 3, 15), "9/GH", "hoa", NOW))
    page = coordinator.get("/plans/hanoi-2019/items?agency=so-ttt&state=upcoming").text
    assert "thứ Sáu, 15/03/2019" in page
    assert "trước gia hạn: 31/01/2019" in page


def test_a_plans_words_stay_vietnamese_on_an_english_page(coordinator: Visitor) -> None:
    page = coordinator.get("/plans/hanoi-2019?lang=en").text
    assert '<html lang="en">' in page
    assert '<h1><span lang="vi">Kế hoạch cải cách hành chính' in page
    assert "overdue 12 days" in page
    coordinator.get("/plans/hanoi-2019?lang=vi")


def test_whoever_only_reads_is_offered_no_act(web_site: WebSite) -> None:
    """A reader of the coordinator's agency sees the plan whole and decides nothing."""
    reader = "doc@so-noi-vu.hanoi.example.org"
    directory = web_site.folder / "plans" / "directories" / "hanoi.toml"
    officer = 'officer = "van-thu@so-noi-vu.hanoi.example.org"'
    text = directory.read_text("utf-8")
    assert text.count(officer) == 1  # in so-noi-vu's entry
    directory.write_text(text.replace(officer, f'readers = ["{reader}"], {officer}'), "utf-8")
    config = web_site.current.config  # knows the port that was given
    assert web_site.current.reload() == []
    web_site.current.config = config
    visitor = web_site.visitor(reader)
    page = visitor.get("/plans/hanoi-2019/items?state=overdue")
    assert page.status_code == 200
    assert 'name="keys"' not in page.text
    assert 'name="act"' not in page.text
    answer = visitor.send_form("/plans/hanoi-2019/act", act="urge", keys=TUC + "so-tai-chinh")
    assert answer.status_code == 404


@pytest.mark.parametrize("view", ["", "/items", "/figures"])
def test_it_is_not_there_for_others(site: WebSite, view: str) -> None:
    for who in (OFFICER, "van-thu@so-noi-vu.haiphong.example.org"):
        assert site.visitor(who).get(f"/plans/hanoi-2019{view}").status_code == 404
