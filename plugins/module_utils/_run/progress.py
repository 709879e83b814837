# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How far a fleet is, written to a file once a second, for whoever shows it to people while the module runs."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import typing as t

from .result import failure

if t.TYPE_CHECKING:
    from .._aws.pace import Clock
    from .._aws.pacing import Pacer
    from .fleet_options import Job

Words = dict[str, t.Any]

SECONDS = 1.0


def snapshot(jobs: t.Sequence[Job], pacer: Pacer | None, now: float) -> Words:
    """Return which tables are over and how they ended, and what the others wait for and since how many seconds.

    Only a fleet has a pacer. ``unread`` counts tables without an answer yet, ``in_line`` those that were read and wait
    for their turn.
    """
    over = {job.name: _ending(job) for job in jobs if job.over}
    waits = {
        job.name: {"for": job.run.awaits[0], "seconds": round(now - job.run.awaits[1])}
        for job in jobs
        if not job.over and job.run and job.run.awaits[0]
    }
    unread = sum(not (job.over or job.run) for job in jobs)
    return {
        "total": len(jobs),
        "over": over,
        "waits": waits,
        "unread": unread,
        "in_line": sum(job.stands_in_line for job in jobs),
        "seconds_between_changes": round(pacer.limited, 2) if pacer else 0.0,
        "seconds_between_reads": {name: round(s, 2) for name, s in pacer.limited_reads.items()} if pacer else {},
    }


def _ending(job: Job) -> str:
    if job.error or job.crash or job.run is None or failure(job.run):
        return "failed"
    return "changed" if job.run.changed else "ok"


class Progress:
    """Writes snapshots to a file as long as the block runs; ``warnings`` tells if that was not possible."""

    def __init__(self, path: str | None, jobs: t.Sequence[Job], pacer: Pacer | None, clock: Clock) -> None:
        self._path = path
        self._jobs = jobs
        self._pacer = pacer
        self._clock = clock
        self._end = threading.Event()
        self.warnings: list[str] = []

    @contextlib.contextmanager
    def shown(self) -> t.Iterator[None]:
        """Write while the block runs."""
        if not self._path:
            yield
            return
        writer = threading.Thread(target=self._write, args=(self._path,), daemon=True)
        writer.start()
        try:
            yield
        finally:
            self._end.set()
            writer.join()

    def _write(self, path: str) -> None:
        while not self._end.wait(SECONDS):
            try:
                with open(f"{path}.new", "w", encoding="utf-8") as file:
                    json.dump(snapshot(self._jobs, self._pacer, self._clock.now()), file)
                os.replace(f"{path}.new", path)
            except OSError as error:
                self.warnings.append(f"how far the tables are could not be written to {path}: {error}")
                return
