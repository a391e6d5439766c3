"""What is written once for many mails: no mail differs by what was written before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Macro

from rules.directory import Agency
from rules.facts import Extension
from rules.notices import Notice
from rules.state import State
from templates.contexts import SenderInfo
from templates.items import mail_item
from templates.render import FOLDER, environment
from tests.scheduler.stage import at
from tests.templates.builders import (
    DAYS,
    FRIDAY,
    IN_STATE,
    JUSTICE,
    SENDER,
    mail,
    notice,
    slot,
    visible,
)

HEALTH = Agency(id="so-y-te", vi="Sở Y tế", en="Department of Health", kind="so")
GRANT = Extension(
    "hanoi-2019/III.1/2019-Q1/so-y-te", date(2019, 4, 5), "9/QĐ", "x", at("2019-03-01")
)
LATE = slot(**IN_STATE["overdue"])
SLOTS = [
    LATE,
    slot(**IN_STATE["soon"]),
    slot({"title": "Một việc khác", "product": "Báo cáo", "lead": ()}, **IN_STATE["overdue"]),
    replace(slot(**IN_STATE["upcoming"]), original=LATE, extensions=(GRANT,)),
    slot({"title": "<b>&amp;"}, hour="17:00", assumed=True, predicted=True),
]
SENDERS = [SENDER, SenderInfo("Kỳ Hạn", "Sở <Nội vụ>", "a@b.vn", "https://kyhan.example.org")]
NOTICES = st.builds(
    lambda of, agency, written, role, moved: replace(
        notice(of, agency=agency, written=written, role=role), moved_from=moved
    ),
    st.sampled_from(SLOTS),
    st.sampled_from([JUSTICE, HEALTH]),
    st.sampled_from(["", "Các sở", "Sở Y tế"]),
    st.sampled_from(["officer", "head"]),
    st.sampled_from([None, date(2019, 2, 1), date(2019, 2, 4)]),
)
MAILS = st.fixed_dictionaries(
    {
        "notices": st.lists(NOTICES, min_size=1, max_size=3),
        "today": st.sampled_from([date(2019, 3, 28) + timedelta(days=n) for n in range(3)]),
        "lang": st.sampled_from(["vi", "en"]),
        "sender": st.sampled_from(SENDERS),
    }
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MAILS)
def test_a_mail_is_what_it_is_with_nothing_remembered(
    tmp_path_factory: pytest.TempPathFactory, written: dict[str, Any]
) -> None:
    nothing = tmp_path_factory.getbasetemp()  # a folder that replaces no template: nothing is kept
    given_notices: Sequence[Notice] = written.pop("notices")
    assert mail(*given_notices, **written) == mail(*given_notices, override=nothing, **written)


def test_one_duty_of_two_agencies() -> None:
    both = [notice(LATE), notice(LATE, agency=HEALTH, written="Ngành y tế")]
    for given_notice, said in zip(both, ("Sở Tư pháp", "Sở Y tế"), strict=True):
        sent = mail(given_notice)
        for part in (sent.text, visible(sent.html)):
            assert f"Cơ quan: {said}" in part or f"Cơ quan {said}" in part
            assert ("Ngành y tế" in part) == (given_notice is both[1])


def test_one_duty_is_put_into_words_once_for_all_agencies(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, invoke = Counter[str](), Macro._invoke  # the one place all words pass

    def counted(macro: Macro, arguments: list[Any], autoescape: bool) -> str:  # Jinja's
        asked[macro.name] += 1
        return invoke(macro, arguments, autoescape)

    monkeypatch.setattr(Macro, "_invoke", counted)
    of = slot({"ref": "once"})
    agencies = [Agency(id=f"a{n}", vi=f"Sở {n}", en=f"Dept {n}", kind="so") for n in range(50)]
    assert len({mail(notice(of, agency=agency)).html for agency in agencies}) == 50
    assert asked["agency"] == 50 * 2  # in both parts
    assert {asked[name] for name in ("why", "next_step", "document")} == {2}


@pytest.mark.parametrize(
    ("of_notice", "of_mail", "said"),
    [
        ({"role": "head"}, {}, "Thư gửi cả lãnh đạo cơ quan"),
        ({"moved_from": date(2019, 2, 1)}, {}, "hạn đã đổi từ thứ Sáu, 01/02/2019 sang"),
        ({"moved_from": date(2019, 2, 4)}, {}, "hạn đã đổi từ thứ Hai, 04/02/2019 sang"),
        ({}, {"today": date(2019, 3, 28)}, "Quá hạn 18 ngày làm việc"),  # FRIDAY: 19
        ({}, {"lang": "en"}, "Overdue by 19 working days"),
        ({}, {"sender": SENDERS[1]}, "cho Sở <Nội vụ>; nếu chưa hoàn thành"),
    ],
)
def test_a_duty_told_before_is_told_as_it_now_is(
    of_notice: dict[str, Any], of_mail: dict[str, Any], said: str
) -> None:
    before = mail(notice(LATE))
    after = mail(replace(notice(LATE), **of_notice), **of_mail)
    assert said not in before.text
    assert said in after.text
    assert said in visible(after.html)


def test_a_plan_read_again_is_told_anew() -> None:
    before, after = (notice(slot({"title": title})) for title in ("Tên cũ", "Tên mới"))
    assert "Tên cũ" in mail(before).text
    sent = mail(after)
    for part in (sent.subject, sent.text, sent.html):
        assert "Tên mới" in part
        assert "Tên cũ" not in part


def test_an_agency_cannot_slip_into_what_is_kept() -> None:
    made = environment("vi", html=False)
    words = made.from_string("{% macro say(item) %}{{ item.agency }}{% endmacro %}").module
    item = mail_item(1, State.OVERDUE, notice(LATE), FRIDAY, DAYS, "vi", "")
    assert made.from_string("{{ words.say(item) }}").render(words=words, item=item) == "Sở Tư pháp"
    with pytest.raises(UndefinedError, match="agency"):
        made.from_string("{{ kept(words.say, item) }}").render(words=words, item=item)


def test_an_operators_words_may_speak_of_the_agency(tmp_path: Path) -> None:
    words = (FOLDER / "vi" / "words.j2").read_text("utf-8")
    changed = words.replace("{{ item.plan }}", "{{ item.agency }}: {{ item.plan }}")
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "words.j2").write_text(changed, "utf-8")
    sent = mail(notice(LATE, agency=HEALTH), override=tmp_path)
    assert "Căn cứ: Sở Y tế: Kế hoạch" in sent.text
    assert "Sở Y tế: Kế hoạch" in visible(sent.html)
