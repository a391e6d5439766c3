"""How messages end: written down with others, and before the sender's next one leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger.changes import Change, Settled, Stamped, Verdict
from scheduler.mail.transport import Envelope, Stamp
from tests.rules.builders import slot
from tests.scheduler.stage import CONFIG, STATED, SetClock, Twin, deliver, enqueue, ledger_in, site

PLANS = site(slot(STATED, agencies=tuple("abcdefgh")))
ONE = CONFIG.model_copy(update={"mail": CONFIG.mail.model_copy(update={"connections": 1})})


async def test_no_data_leave_while_the_end_of_the_last_mail_is_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the database fails over it: never more than one mail of a sender is in doubt."""
    in_doubt: list[int] = []
    failures = [OSError("the disk is full")] * 2

    class Looking(Twin):
        async def send(self, envelope: Envelope, stamp: Stamp) -> None:
            await asyncio.sleep(0.02)  # the end of the last one comes first
            await stamp()
            told = [each for each in ledger.told() if each.outcome == "planned"]
            left = {each.message_id for each in told} & {each.message_id for each in self.sent}
            in_doubt.append(len(left))
            self.sent.append(envelope)

    with ledger_in(tmp_path) as ledger:
        clock, apply = SetClock("2019-03-01"), ledger.apply

        def failing(changes: Sequence[Change]) -> list[Verdict]:
            if len(in_doubt) == 4 and isinstance(changes[0], Settled) and failures:
                raise failures.pop()
            return apply(changes)

        monkeypatch.setattr(ledger, "apply", failing)
        enqueue(ledger, clock, PLANS)
        assert (await deliver(ledger, clock, PLANS, Looking(), ONE)).sent == 8
    assert (in_doubt, failures) == ([0] * 8, [])


async def test_the_end_of_a_mail_and_the_stamp_of_the_next_share_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[list[bool]] = []
    with ledger_in(tmp_path) as ledger:
        clock, apply = SetClock("2019-03-01"), ledger.apply

        def counted(changes: Sequence[Change]) -> list[Verdict]:
            commits.append([isinstance(each, Stamped) for each in changes])
            return apply(changes)

        monkeypatch.setattr(ledger, "apply", counted)
        enqueue(ledger, clock, PLANS)
        assert (await deliver(ledger, clock, PLANS, Twin(), ONE)).sent == 8
    # the first mail alone: its stamp, its end; then stamps with the ends of those before
    assert commits == [[True], [False], [True], *[[False, True]] * 6, [False]]
