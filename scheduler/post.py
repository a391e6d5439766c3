"""Letters of urging (đôn đốc): decided by a coordinator, looked at beforehand, then sent.

They leave like the mails of the ladder: in the hours in which mail leaves, from what is true then.
"""

from __future__ import annotations

import email
import email.policy
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calendars.web.services import Moment, UrgeLetter, Urging
from ledger.store import Ledger
from rules.notices import Notice, Outcome, recipients, urge_rung
from rules.schedule import Occurrence
from rules.state import FINAL, State, state_of
from rules.text import Text, plain_lines

from .config import Config
from .letter import write_letter
from .mail.mime import message_id
from .preview import looked_at


@dataclass(frozen=True, slots=True)
class _Decided:
    """The notices of an urging, and the keys of what has nobody to be told."""

    notices: tuple[Notice, ...]
    nobody: tuple[str, ...]


def preview_urging(
    moment: Moment, ledger: Ledger, config: Config, keys: Iterable[str], note: str
) -> Urging:
    """What `urge` would do by now, each letter in full as it would leave. Nothing is written."""
    return _looked_at(_decide(moment, keys), moment, ledger, config, plain_lines(note))


def urge(
    moment: Moment, ledger: Ledger, config: Config, keys: Iterable[str], note: str, by: str
) -> Urging:
    """Urge whoever owes these occurrences: a letter to each agency's officer, one to its head.

    `by`: who decided it, for the audit; `note`: words of theirs for the letters, or "". Nobody is
    urged twice on a day about the same thing: urging again adds nothing. What is submitted, closed
    or without a date is left out. More letters than `[mail] hold_above` wait to be released.
    """
    decided, note = _decide(moment, keys), plain_lines(note)
    found = _looked_at(decided, moment, ledger, config, note)
    secret, domain = ledger.secret(), config.mail.message_domain

    def numbered(recipient: str, carried: Sequence[Notice]) -> str:
        kind = "\0".join(("urge", *sorted(each.occurrence.key for each in carried)))
        return message_id(kind, recipient, moment.today, secret=secret, domain=domain)

    report = ledger.urge(
        decided.notices, by=by, note=note, day=moment.today, now=moment.now,
        message_id=numbered, hold_above=config.mail.hold_above,
    )  # fmt: skip
    return replace(found, held=report.kept_back)


def _decide(moment: Moment, keys: Iterable[str]) -> _Decided:
    notices: list[Notice] = []
    nobody: list[str] = []
    rung, why = urge_rung(moment.today), _why(moment.today)
    for key in dict.fromkeys(keys):
        occurrence = moment.schedule.find(key)
        if occurrence is None or not _is_owed(occurrence, moment):
            continue
        found = list(recipients(occurrence.assignee.agency))
        notices += [
            Notice(occurrence, rung, address, role, Outcome.SEND, why) for role, address in found
        ]
        nobody += [] if found else [key]
    return _Decided(tuple(notices), tuple(nobody))


def _is_owed(occurrence: Occurrence, moment: Moment) -> bool:
    """Whether it is dated and neither submitted nor closed."""
    if occurrence.key in moment.facts.completions:
        return False
    state = state_of(occurrence.slot, None, moment.today, moment.schedule.working_days)
    return state is not State.PENDING and state not in FINAL


def _why(today: date) -> Text:
    day = f"{today:%d/%m/%Y}"
    return Text(f"Cơ quan điều phối đôn đốc ngày {day}.", f"Urged by the coordinator on {day}.")


def _looked_at(
    decided: _Decided, moment: Moment, ledger: Ledger, config: Config, note: str
) -> Urging:
    new: defaultdict[str, list[Notice]] = defaultdict(list)
    for each in ledger.not_urged(decided.notices):
        new[each.recipient].append(each)
    letters = tuple(
        _letter(recipient, carried, note, moment, ledger, config)
        for recipient, carried in sorted(new.items())
    )
    still = {each.occurrence.key for carried in new.values() for each in carried}
    already = dict.fromkeys(each.occurrence.key for each in decided.notices)
    return Urging(
        letters,
        len(letters) if len(letters) > config.mail.hold_above else 0,
        tuple(key for key in already if key not in still),
        decided.nobody,
    )


def _letter(
    recipient: str,
    carried: Collection[Notice],
    note: str,
    moment: Moment,
    ledger: Ledger,
    config: Config,
) -> UrgeLetter:
    claim = looked_at(recipient, moment.today, carried, kind="urge", note=note)
    body = write_letter(claim, moment.schedule, ledger, now=moment.now, config=config).body
    mail = email.message_from_bytes(body or b"", policy=email.policy.default)
    part = mail.get_body(("plain",))
    text = str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
    return UrgeLetter(recipient, str(mail["Subject"] or ""), text)
