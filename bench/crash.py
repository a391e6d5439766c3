"""The daemon killed fifty times at random while it sends: what is lost, what comes twice.

`python -m bench.crash [KILLS]`; not one of the benchmarks, it takes minutes. The relay answers
after 30 ms and now and then cuts the connection, before or after it has taken the message.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.scheduler.crash import Ground
from tests.scheduler.relay import CUT, CUT_AFTER, relay

KILLS, CONNECTIONS = 50, 8
A_KILL = 25  # mails for each


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    draw = random.Random(2019)  # noqa: S311  # the same run each time
    with tempfile.TemporaryDirectory() as folder, relay() as server:
        server.delay = 0.03
        ground = Ground(Path(folder), server, agencies=A_KILL * kills, connections=CONNECTIONS)
        lost_answers = 0
        for number in range(kills):
            faults = [CUT, CUT_AFTER] if number % 5 == 0 else []
            lost_answers += len(faults)
            server.on_data += faults
            log = f"log-{number}"
            process = ground.start(log=log)
            ground.until(partial(ground.events, "started", log))
            time.sleep(draw.uniform(0.2, 1.0))
            process.kill()
            process.wait()
        with closing(sqlite3.connect(f"{folder}/var/kyhan.sqlite3")) as database, database:
            # What was cut waits for minutes, longer each time: they pass at once
            database.execute("UPDATE messages SET next_attempt = '2019-03-01 00:00:00.000000'")
        server.on_data = []
        ground.finish()
        tally = ground.tally()
    print(f"{kills} kills, {CONNECTIONS} connections, {lost_answers} connections cut")
    print(" ".join(f"{name}={value}" for name, value in tally._asdict().items()))
    assert tally.lost == tally.changed == 0
    assert tally.repeats <= min(tally.ambiguous, kills * CONNECTIONS + lost_answers)


if __name__ == "__main__":
    main()
