"""A plan file put into the site's folder: judged whole, written whole, with a row in the audit."""

from __future__ import annotations

import hmac
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from calendars.folder import Folder
from intake.seal import is_sealed, sealed
from ledger.audit import AuditEntry, State
from ledger.store import Ledger
from rules.plan import Plan
from rules.plan_file import load_plan
from rules.plan_text import open_questions
from rules.problems import Problem, errors
from rules.text import Text

from .config import Config
from .site import Site

_PERIOD = re.compile(r"^period\s*=\s*\[[^\[\]\n]*\].*\n", re.MULTILINE)
_REVISION = re.compile(r"^revis(?:ion|ed)\s*=.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan file to be installed. `text` is what was read, without the seal of its review."""

    path: Path
    text: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Installed:
    """The file of a plan in the site's folder, as its bytes stand."""

    path: Path
    content: bytes
    plan: Plan


def read_draft(path: Path) -> tuple[Draft | None, list[Problem]]:
    """The draft, or None with all that forbids it: an open question, a seal that does not fit what
    was reviewed, or any error of the plan file.
    """
    plan, problems = load_plan(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None, problems
    problems += [
        Problem(str(path), "#", question, _SETTLE, line=line)
        for line, question in open_questions(text)
    ]
    own = sealed(text).partition("\n")[2]  # without the line of the seal, where there is one
    if own != text and not is_sealed(text):
        problems.append(Problem(str(path), "sha256", _UNSEALED, _REVIEW_AGAIN, line=1))
    if plan is None or errors(problems):
        return None, problems
    return Draft(path, own, plan), problems


_SETTLE = Text("quyết xong thì sửa và xóa dòng này", "decide, mend the draft, take this line out")
_UNSEALED = Text("bản nháp đã đổi sau khi soát", "the draft was changed after its review")
_REVIEW_AGAIN = Text(
    "soát lại bằng kyhan import --review; hoặc xóa dòng đầu nếu chính bạn sửa và chịu trách nhiệm",
    "review it again by kyhan import --review; or take the first line out if the change is yours",
)


def check_draft(draft: Draft, site: Site, today: date) -> list[Problem]:
    """What is wrong with the plan among the site's directories and working days."""
    alone = replace(site, plans=(draft.plan,), problems=())
    own = f"{draft.plan.id}.toml"
    return [each for each in alone.check(today, Path("working-days.toml")) if each.file == own]


def installed_plans(config: Config) -> dict[str, Installed]:
    """The plans of the site's folder that can be read, by id; of two with one id the first."""
    paths = config.plans
    found: dict[str, Installed] = {}
    for path in sorted(paths.folder.glob("*.toml")):
        if path.resolve() == paths.working_days.resolve():
            continue
        plan, _ = load_plan(path)
        if plan is not None:
            found.setdefault(plan.id, Installed(path, path.read_bytes(), plan))
    return found


def acceptance(old: bytes, draft: Draft, difference: object) -> str:
    """The hash by which a person accepts this draft over that file with this difference alone."""
    parts = [_digest(old), _digest(draft.text.encode()), json.dumps(difference, sort_keys=True)]
    return _digest(json.dumps(parts).encode())


def fits(given: str, expected: str) -> bool:
    """Whether the hash given is the one expected."""
    return hmac.compare_digest(given.strip().lower().encode(), expected.encode())


def same(draft: Draft, old: Plan) -> bool:
    """Whether the draft says what the old plan says, whatever edition it calls itself."""
    edition = {"revision": old.revision, "revised": old.revised}
    return draft.plan.model_copy(update=edition) == old


class InstallError(Exception):
    """The draft was not installed; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def revised(draft: Draft, old: Plan | None, today: date) -> Draft:
    """The draft as an edition after `old`: `revision` one higher and `revised` the day, unless it
    says higher and later ones itself. InstallError where its text cannot be changed safely.
    """
    plan = draft.plan
    if old is None or (plan.revision > old.revision and plan.revised_on > old.revised_on):
        return draft
    later = plan.revised is not None and plan.revised > old.revised_on
    day = plan.revised if later else max(today, old.revised_on, plan.issued)
    changed = {"revision": max(plan.revision, old.revision + 1), "revised": day}
    lines = "".join(f"{key} = {value}\n" for key, value in changed.items())
    head, period, rest = _parted(_REVISION.sub("", draft.text, count=2))
    text = f"{head}{period}{lines}{rest}"
    if _data(text) != {**_data(draft.text), **changed}:
        raise InstallError(
            Text(
                f"tự ghi vào bản nháp, cạnh id: {lines.strip()!r}",
                f"write into the draft yourself, beside its id: {lines.strip()!r}",
            )
        )
    return Draft(draft.path, text, plan.model_copy(update=changed))


def _parted(text: str) -> tuple[str, str, str]:
    match = _PERIOD.search(text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else ("", "", text)


def _data(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def install(
    draft: Draft, old: Installed | None, ledger: Ledger, config: Config, who: str, now: datetime
) -> Path:
    """Write the draft in the old file's place, or as a new one, with its row in the audit before.

    Returns the file. InstallError where the folder is another one than was looked at.
    """
    plan = draft.plan
    path = old.path if old else config.plans.folder / f"{plan.id}.toml"
    content = draft.text.encode()
    folder = Folder(config.plans.folder)
    with folder.held():
        there = path.read_bytes() if path.exists() else None
        if there != (old.content if old else None):
            text = Text(
                f"{path}: tệp đã đổi hoặc đã có; làm lại lệnh này",
                f"{path}: has changed or is there already; give the command again",
            )
            raise InstallError(text)
        before = _edition(old.content, old.plan, old.path) if old else None
        entry = AuditEntry("plan", plan.id, who, before, _edition(content, plan, path))
        ledger.audit(entry, now)
        folder.write(path, content)
        folder.settle()
    return path


def _edition(content: bytes, plan: Plan, path: Path) -> State:
    return {"sha256": _digest(content), "revision": plan.revision, "file": path.name}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
