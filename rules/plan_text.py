"""A plan as the text of a plan file that loads back equal; questions stand as comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from .plan import Duty, Plan
from .question import Question
from .text import Text, one_line
from .toml_text import pair

DECIDE = ("# CẦN QUYẾT", "# DECIDE")  # of a rolled draft, Vietnamese and English
DOUBT = ("# NGHI VẤN", "# DOUBT")  # of an imported draft
OPEN_MARKS = (*DECIDE, *DOUBT)
_ENGLISH = (DECIDE[1], DOUBT[1])


def plan_text(
    plan: Plan,
    *,
    head: Sequence[str] = (),
    questions: Sequence[Question] = (),
    leave_out: Collection[str] = (),
) -> str:
    """The plan file. `head` are its first comment lines, `leave_out` keys a person has to give.

    Each question stands above what it is about; while one stands the draft is none to be installed.
    """
    lines = [f"# {one_line(line)}" for line in head]
    lines += [*_asked(questions, "")]
    dumped = plan.model_dump(by_alias=True, exclude_defaults=True, exclude={"duties"})
    policy = dumped.pop("policy", {})
    for key, value in dumped.items():
        if key in leave_out:
            lines.append(f"# {key} = …")
        else:
            lines += pair(key, value)
    if policy:
        lines += ["", "[policy]", *(line for key in policy for line in pair(key, policy[key]))]
    for duty in plan.duties:
        lines += ["", *_asked(questions, duty.ref), *_duty(duty)]
    return "\n".join(lines) + "\n"


def open_questions(text: str) -> list[tuple[int, Text]]:
    """What a draft still asks: the line, from 1, and the question in both languages.

    A line in Vietnamese and the English one right below it are one question.
    """
    found: list[tuple[int, Text]] = []
    for number, line in enumerate(text.splitlines(), 1):
        asked = line.strip()
        if not asked.startswith(OPEN_MARKS):
            continue
        said = asked.removeprefix("# ")
        if found and asked.startswith(_ENGLISH) and found[-1][0] == number - 1:
            found[-1] = (number - 1, Text(found[-1][1].vi, said))
        else:
            found.append((number, Text(said, said)))
    return found


def _asked(questions: Sequence[Question], ref: str) -> Iterator[str]:
    for question in questions:
        if question.ref == ref:
            told = f" [{'; '.join(question.candidates)}]" if question.candidates else ""
            for mark, text in zip(DECIDE, question.text, strict=True):
                yield f"{mark} {question.about}: {one_line(text + told)}"


def _duty(duty: Duty) -> Iterator[str]:
    data = {"lead": duty.lead, **duty.model_dump(by_alias=True, exclude_defaults=True)}
    cells: Mapping[str, str] = data.pop("cells", {})
    as_table = cells and not duty.when and duty.labels == tuple(cells)
    if as_table:
        del data["labels"]
    order = [name for name in _KEYS if name in data]
    yield "[[duty]]"
    for key in order:
        yield from pair(key, _plain(data[key]))
    if cells:
        yield f"[duty.{'when' if as_table else 'cells'}]"
        for label, text in cells.items():
            yield from pair(label, text)


_KEYS = tuple(field.alias or name for name, field in Duty.model_fields.items())


def _plain(value: object) -> object:
    """Inline tables without what they leave unsaid."""
    if isinstance(value, Mapping):
        return {key: each for key, each in value.items() if each is not None}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
