"""A person's answers applied to a draft: what is kept, set and dropped, judged by the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from rules.directory import Directory
from rules.plan import Plan
from rules.slots import DutyReader, Reading
from rules.text import Text, one_line
from rules.wording import WordingError
from rules.workdays import WorkingDays

from .draft import plan_id
from .questions import Question

Data = dict[str, Any]

NONE = "-"  # in the place of names: no agency
_LONGEST = 2000  # characters of a value: a title or a wording, never a page

_HEAD = {
    "title": Text("tên kế hoạch", "the plan's title"),
    "number": Text("số của văn bản", "the document's number"),
    "issued": Text("ngày của văn bản", "the document's date"),
    "issuer": Text("cơ quan ban hành", "the issuer"),
    "coordinator": Text("cơ quan điều phối", "the coordinator"),
    "period": Text("kỳ của kế hoạch", "the plan's period"),
}
_DEADLINE = Text("thời hạn", "deadline")
_NOBODY = Text(
    f"chưa có cơ quan chủ trì nên không ai được nhắc; nếu đúng vậy thì ghi chủ trì là {NONE}",
    f"no agency leads, so nobody would be told; if that is right, give {NONE} as the lead",
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


class AnswerError(ValueError):
    """An answer that cannot stand; `text` says why, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Answer(BaseModel):
    """What a person decided of one question.

    `set` gives `field` the `value`: names of agencies separated by semicolons, or "-" for none; a
    day as 28/12/2018 or 2018-12-28; years as 2019 or 2019-2020. `add` puts one more agency to those
    there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    choice: Literal["keep", "set", "add", "drop"]
    refs: tuple[str, ...] = ()
    field: str = ""
    value: str = ""


def of_candidate(question: Question, number: int, data: Mapping[str, Any]) -> Answer:
    """The answer that takes a candidate, counted from 0. IndexError where there is none such.

    What stands for a name nobody answered to is added to the agencies already there; a candidate
    that is there already stands alone from now on. The names written become those the directory
    knows: a plan is refused with others.
    """
    value = question.candidates[number]
    field = question.field
    if field in ("lead", "with") and question.written:
        there = {
            n for duty in _chosen(data, question.refs) for n in duty.get(f"{field}_written", ())
        }
        if not there & {question.written, *question.candidates}:
            return Answer(choice="add", refs=question.refs, field=field, value=value)
    return Answer(choice="set", refs=question.refs, field=field, value=value)


def answered(
    data: Mapping[str, Any],
    answers: Sequence[Answer | None],
    directory: Directory,
    days: WorkingDays,
) -> Data:
    """The draft's data with the answers in it, in their order; None is one still to be given. The
    data given stays as it is.

    AnswerError for an answer that cannot be read.
    """
    out: Data = {**data, "duty": [dict(duty) for duty in data.get("duty", ())]}
    for answer in answers:
        if answer is None:
            continue
        if answer.choice == "drop":
            out["duty"] = [duty for duty in out["duty"] if duty["ref"] not in answer.refs]
        elif answer.choice in ("set", "add"):
            _change(out, answer, directory, days)
    return out


def judge(data: Mapping[str, Any], question: Question, answer: Answer, days: WorkingDays) -> None:
    """AnswerError where the data with the answer in it is still no plan: a head's key is missing,
    a deadline is refused by the rules, nobody is to lead (unless told so), or no duty is left.
    """
    field = answer.field or question.field
    if not data["duty"]:
        raise AnswerError(Text("phải còn ít nhất một nhiệm vụ", "one duty at least has to stay"))
    if field in _HEAD and not question.refs and not data.get(field):
        raise AnswerError(Text("mục này phải có", "this has to be given"))
    for duty in _chosen(data, question.refs):
        if field == "when" and not _missing(data):
            readings(data, duty, days)
        if field == "lead" and answer.choice == "keep" and not duty.get("lead"):
            raise AnswerError(_NOBODY)


def further(data: Mapping[str, Any], days: WorkingDays) -> list[Question]:
    """What the sheet does not ask and the plan cannot be without: a missing key of the head, a
    deadline that is refused now that the head is known.
    """
    reason = Text("bản nháp chưa có", "the draft does not have it")
    asked = [Question(_HEAD[key], reason, field=key) for key in _missing(data)]
    if asked:
        return asked
    for duty in data["duty"]:
        try:
            readings(data, duty, days)
        except AnswerError as error:
            ref, when = (str(duty["ref"]),), str(duty.get("when", ""))
            asked.append(Question(_DEADLINE, error.text, refs=ref, field="when", written=when))
    return asked


def asked_before(answer: Answer) -> Question:
    """The question of `further` that an answer settled, for whoever looks at it again."""
    reason = Text("bản nháp chưa có", "the draft did not have it")
    if answer.refs:
        return Question(_DEADLINE, reason, refs=answer.refs, field="when")
    return Question(_HEAD.get(answer.field, _DEADLINE), reason, field=answer.field)


def readings(data: Mapping[str, Any], duty: Mapping[str, Any], days: WorkingDays) -> list[Reading]:
    """The duty's windows under the plan's head. AnswerError where the rules refuse it."""
    try:
        plan = Plan.model_validate({**data, "duty": [duty]})
        return DutyReader(plan, days, {}).read(plan.duties[0])
    except WordingError as error:
        raise AnswerError(error.text) from error
    except ValidationError as error:
        said = str(error.errors()[0]["msg"])
        raise AnswerError(Text(said, said)) from error


def _missing(data: Mapping[str, Any]) -> list[str]:
    return [key for key in _HEAD if not data.get(key)]


def _chosen(data: Mapping[str, Any], refs: tuple[str, ...]) -> list[Data]:
    return [duty for duty in data["duty"] if duty["ref"] in refs]


def _change(data: Data, answer: Answer, directory: Directory, days: WorkingDays) -> None:
    value = one_line(answer.value)
    if not value:
        raise AnswerError(Text("chưa ghi gì", "nothing was given"))
    if len(value) > _LONGEST:
        raise AnswerError(
            Text(
                f"dài quá: nhiều nhất {_LONGEST} ký tự", f"too long: {_LONGEST} characters at most"
            )
        )
    if not answer.refs:
        data[answer.field] = _of_head(answer.field, value, directory)
        if answer.field == "period":
            data["id"] = plan_id(str(data.get("directory", "")), data["period"])
        return
    for duty in _chosen(data, answer.refs):
        if answer.field == "when":
            _wording(data, duty, value, days)
        elif answer.field in ("lead", "with"):
            _agencies(duty, answer, value, directory)
        else:
            raise AnswerError(Text("mục này không ghi được", "this cannot be set"))


def _wording(data: Data, duty: Data, value: str, days: WorkingDays) -> None:
    """The wording in place of the old one and of its cells; labels only where it needs them."""
    duty["when"] = value
    duty.pop("cells", None)
    alone = {key: each for key, each in duty.items() if key != "labels"}
    try:
        found = readings(data, alone, days)
    except AnswerError:
        return  # it needs the labels, or `judge` refuses it with the reason
    if all(each.window for each in found):
        duty.pop("labels", None)


def _agencies(duty: Data, answer: Answer, value: str, directory: Directory) -> None:
    key, written = answer.field, f"{answer.field}_written"
    parts = [] if value == NONE else value.split(";")
    names = [name for part in parts if (name := part.strip())]
    ids = [_known(name, directory) for name in names]
    if answer.choice == "add":
        names = [*duty.get(written, ()), *names]
        ids = [*duty.get(key, ()), *ids]
    once: dict[str, str] = {}
    for ident, name in zip(ids, names, strict=True):
        once.setdefault(ident, name)
    duty[key], duty[written] = list(once), list(once.values())


def _of_head(key: str, value: str, directory: Directory) -> object:
    match key:
        case "issued":
            return _day(value)
        case "period":
            years = [int(year) for year in _YEAR.findall(value)]
            if not years:
                raise AnswerError(Text("ghi năm: 2019 hoặc 2019-2020", "years: 2019, 2019-2020"))
            return [min(years), max(years)]
        case "issuer" | "coordinator":
            return _known(value, directory)
        case "title" | "number":
            return value
    raise AnswerError(Text("mục này không ghi được", "this cannot be set"))


def _day(value: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise AnswerError(Text("ghi ngày: 28/12/2018", "a day: 28/12/2018 or 2018-12-28"))


def _known(name: str, directory: Directory) -> str:
    """The agency's id. AnswerError with the nearest names where nobody answers to it."""
    found = directory.find(name)
    if found is None:
        near = "; ".join(directory.nearest(name))
        raise AnswerError(
            Text(
                f"“{name}”: danh bạ không có" + (f"; gần giống: {near}" if near else ""),
                f"“{name}”: not in the directory" + (f"; near: {near}" if near else ""),
            )
        )
    return found
