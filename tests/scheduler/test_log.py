"""The log: one JSON object a line where that is asked for, libraries' warnings included."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from scheduler.config import Log
from scheduler.log import configure_log


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_json_lines_of_ours_and_of_the_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(Log(level="info", format="json"))
    structlog.get_logger("scheduler.x").info("sent", to="Sở Tư pháp")
    structlog.get_logger("scheduler.x").debug("not-now")
    logging.getLogger("apscheduler").info("chatter")
    logging.getLogger("apscheduler").error("job failed")
    try:
        int("why")
    except ValueError:
        structlog.get_logger("scheduler.x").exception("pass-failed")
    captured = capsys.readouterr()
    lines = [json.loads(line) for line in captured.err.splitlines()]
    assert [line["event"] for line in lines] == ["sent", "job failed", "pass-failed"]
    assert lines[0]["to"] == "Sở Tư pháp"
    assert "ValueError: invalid literal" in lines[2]["exception"]
    assert captured.out == ""


def test_lines_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(Log())
    structlog.get_logger("scheduler.x").warning("put-back", error="451 later")
    assert "451 later" in capsys.readouterr().err
