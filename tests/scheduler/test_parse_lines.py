"""`kyhan parse --jsonl`: one answer a line, and no line stops the others."""

from __future__ import annotations

import json

import pytest

from scheduler.cli.parse import parse_jsonl
from tests.rules.wording.reading import CALENDAR

WINDOW = {"label": "finish", "start": None, "stated": "2022-06-29", "bound": "before"}


def _answers(*lines: str) -> list[dict[str, object]]:
    return [json.loads(answer) for answer in parse_jsonl(lines, CALENDAR)]


def test_a_phrase_gets_its_windows() -> None:
    line = '{"phrase": "trước 30/6/2022", "plan_year": 2022, "signed": null, "period": null}'
    assert _answers(line, "\n") == [{"windows": [WINDOW], "pending": False, "recurs": None}]


def test_a_range_of_years_is_the_plans_and_a_label_the_reports() -> None:
    phase, report = _answers(
        '{"phrase": "trong suốt giai đoạn", "plan_year": 2021, "period": "2021-2030"}',
        '{"phrase": "ngày 05 tháng cuối kỳ báo cáo", "plan_year": 2019, "period": "2019-H1"}',
    )
    assert phase["windows"] == [
        {"label": "finish", "start": "2021-01-01", "stated": "2030-12-31", "bound": "within"}
    ]
    assert report["windows"] == [
        {"label": "2019-H1", "start": None, "stated": "2019-06-05", "bound": "by"}
    ]


def test_what_waits_says_for_what() -> None:
    (answer,) = _answers('{"phrase": "theo yêu cầu", "plan_year": 2022}')
    assert (answer["pending"], answer["waits_for"]) == (True, "theo yêu cầu")


@pytest.mark.parametrize("line", [
    "{bad", "[]", "3", "null", '"phrase"', "{}", '{"phrase": 3, "plan_year": 2022}',
    '{"phrase": "Quý I"}', '{"phrase": "Quý I", "plan_year": "2022"}',
    '{"phrase": "Quý I", "plan_year": true}', '{"phrase": "Quý I", "plan_year": 99999}',
    '{"phrase": "Quý I", "plan_year": 2022, "period": "2022-Q5"}',
    '{"phrase": "Quý I", "plan_year": 2022, "period": 5}',
    '{"phrase": "Quý I", "plan_year": 2022, "signed": "10/1/2022"}',
    '{"phrase": "Quý I", "plan_year": 2022, "event": 20220110}',
])  # fmt: skip
def test_a_bad_line_is_answered_and_the_next_one_read(line: str) -> None:
    bad, good = _answers(line, '{"phrase": "trước 30/6/2022", "plan_year": 2022}')
    assert isinstance(bad["error"], dict)
    assert bad["error"]["kind"] == "bad-line"
    assert good["windows"] == [WINDOW]


def test_a_refusal_says_its_kind_and_place() -> None:
    (answer,) = _answers('{"phrase": "Quý V", "plan_year": 2022}')
    assert answer["error"] == {
        "kind": "impossible",
        "phrase": "Quý V",
        "position": [0, 5],
        "vi": "Không có quý 5",
        "en": "There is no quarter 5",
        "nearest": [],
    }


def test_half_a_surrogate_does_not_stop_the_stream() -> None:
    (answer,) = parse_jsonl(['{"phrase": "\\ud800", "plan_year": 2022}'], CALENDAR)
    assert json.loads(answer.encode().decode())["error"]["kind"] == "no-time"
