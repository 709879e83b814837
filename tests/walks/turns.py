# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that take turns on one account: one goes on at a time, and a seed decides which and for how long.

Each run has a thread of its own, but a thread only goes on when it is given the turn. It gives the turn back when it
sleeps, and by chance around each call: before the call is carried out, and before its answer arrives. Virtual time
moves on only when all of them sleep. So the same seed always makes the same order of calls at the same moments.
"""

from __future__ import annotations

import bisect
import collections
import concurrent.futures
import contextlib
import heapq
import random
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.api import TableApi
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.inline import Inline
from ansible_collections.planton.dynamodb.plugins.module_utils._run.converge import Converger, Rules, Run
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Entry
from ansible_collections.planton.dynamodb.tests.walks.account import (
    NAME,
    WIRE,
    Account,
    EngineClock,
    libraries_sleep,
)
from ansible_collections.planton.dynamodb.tests.walks.room import with_room

Result = dict[str, Any]
# How often a call gives the turn back, on either side of it, and how long it may be on its way then.
CHANCE, ON_THE_WAY = 0.5, 0.4
# Nothing that runs wait for takes longer, for both together: wait_timeout, and what is sat out beyond it.
LIMIT = 8 * 3600.0
# Six indexes of both kinds are built one after the other, for up to twenty minutes each.
PATIENCE = 3 * 3600.0


class AbandonedError(BaseException):
    """Ends a run whose turn will not come again."""


class Turn:
    """One run: its number, and what came of it."""

    def __init__(self, task: Callable[[], Any], number: int) -> None:
        self._task, self.number = task, number
        self.over = self.abandoned = False
        self.result: Any = {}
        self.error: BaseException | None = None
        self.go = threading.Semaphore(0)

    def live(self, done: Callable[[Turn], None]) -> None:
        """Be the run, in its thread, from its first turn on."""
        self.go.acquire()
        try:
            if not self.abandoned:
                self.result = self._task()
        except BaseException as error:
            self.error = error
        self.over = True
        done(self)


class Turns:
    """Decides whose turn it is. ``made_by`` tells, by the number of a call in the log, which run made it."""

    def __init__(self, account: Shared, seed: int) -> None:
        self._account = account
        self._random = random.Random(seed)
        # Released when all is over, or cannot go on, and when a run that is abandoned has ended.
        self._back = threading.Semaphore(0)
        self._here = threading.local()
        self.made_by: dict[int, int] = {}
        self._all: list[Turn] = []
        # When each turn that waits wakes up, and its place in the list of all; or what it waits for.
        self._asleep: list[tuple[float, int]] = []
        self._until_holds: dict[int, Callable[[], bool]] = {}
        self._ready: list[int] = []
        self._until = 0.0
        self._threads: list[threading.Thread] = []

    def take(self, tasks: list[Callable[[], Result]]) -> list[Result]:
        """Let all of them run to their end, and return their results; raises what one of them raised."""
        turns = [self.add(task) for task in tasks]
        self._until = self._account.clock.now() + LIMIT
        try:
            self._pass_on(None)
            self._back.acquire()
            for turn in self._all:
                if turn.error:
                    raise turn.error
            assert all(turn.over for turn in self._all), "the runs do not come to an end"
        finally:
            self._abandon()
            for thread in self._threads:
                thread.join()
        return [turn.result for turn in turns]

    def add(self, task: Callable[[], Any]) -> Turn:
        """Let one more run take turns with the others, from now on."""
        turn = Turn(task, len(self._all))
        self._sleep(turn, 0.0)
        self._all.append(turn)
        self._threads.append(threading.Thread(target=self._live, args=(turn,), daemon=True))
        self._threads[-1].start()
        return turn

    def _live(self, turn: Turn) -> None:
        self._here.turn = turn
        with_room(lambda: turn.live(self._ended))

    def _ended(self, turn: Turn) -> None:
        if turn.abandoned or turn.error:
            self._back.release()
        else:
            self._pass_on(None)

    def _pass_on(self, own: Turn | None) -> None:
        """Let the next one go on; return when the turn has come again, which is at once if it is the next itself."""
        chosen = self._choose()
        if own is None or chosen is not own:
            (chosen.go if chosen else self._back).release()
            if own:
                own.go.acquire()

    def _choose(self) -> Turn | None:
        """Return one of those that are awake, when time has moved on until there is one; none if all are over."""
        clock = self._account.engine.clock
        for number in [number for number, holds in self._until_holds.items() if holds()]:
            del self._until_holds[number]
            bisect.insort(self._ready, number)
        if not self._ready and self._asleep:
            clock.advance(max(0.0, self._asleep[0][0] - clock.now()))
        while self._asleep and self._asleep[0][0] <= clock.now():
            bisect.insort(self._ready, heapq.heappop(self._asleep)[1])
        if not self._ready or clock.now() > self._until:
            return None
        number = self._random.choice(self._ready)
        self._ready.remove(number)
        return self._all[number]

    def _abandon(self) -> None:
        for turn in self._all:
            if not turn.over:
                turn.abandoned = True
                turn.go.release()
                self._back.acquire()

    def pool(self, size: int) -> TurnPool:
        """Return one that gives so many turns."""
        return TurnPool(self, size)

    def pause(self, seconds: float) -> bool:
        """Give the turn back for so long; tell whether it was a run that asked."""
        return self._give_back(lambda turn: self._sleep(turn, seconds))

    def wait_until(self, holds: Callable[[], bool]) -> bool:
        """Give the turn back until this holds; tell whether it was a run that asked."""
        return self._give_back(lambda turn: self._until_holds.update({turn.number: holds}))

    def _give_back(self, note: Callable[[Turn], None]) -> bool:
        turn: Turn | None = getattr(self._here, "turn", None)
        if turn is None:
            return False
        if turn.abandoned:
            raise AbandonedError
        note(turn)
        self._pass_on(turn)
        if turn.abandoned:
            raise AbandonedError
        return True

    def _sleep(self, turn: Turn, seconds: float) -> None:
        heapq.heappush(self._asleep, (self._account.engine.clock.now() + seconds, turn.number))

    def watch(self, call: Entry, _carried_out: bool) -> None:
        """Around a call: go on, or let the others go on while it is on its way."""
        turn = getattr(self._here, "turn", None)
        if turn is None:
            return
        self.made_by[call.number] = turn.number
        if self._random.random() < CHANCE:
            self.pause(self._random.choice((0.0, self._random.uniform(0.0, ON_THE_WAY))))


class TurnPool(concurrent.futures.Executor):
    """Gives each task a turn of its own, ``size`` at a time."""

    def __init__(self, turns: Turns, size: int) -> None:
        self._turns = turns
        self._size = size
        self._begun: list[Turn] = []
        self._waiting: collections.deque[Callable[[], Any]] = collections.deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except Exception as error:
                future.set_exception(error)

        self._waiting.append(work)
        if sum(not turn.over for turn in self._begun) < self._size:
            self._begun.append(self._turns.add(self._work))
        return future

    def _work(self) -> None:
        while self._waiting:
            self._waiting.popleft()()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if not all(turn.over for turn in self._begun):
            self._turns.wait_until(lambda: all(turn.over for turn in self._begun))


class SharedClock(EngineClock):
    """Time that is shared: whoever sleeps lets the others go on."""

    def __init__(self, account: Shared) -> None:
        super().__init__(account.engine.clock)
        self._account = account

    def sleep(self, seconds: float) -> None:
        if not (self._account.turns and self._account.turns.pause(seconds)):
            super().sleep(seconds)

    def wait_until(self, holds: Callable[[], bool], tick: float) -> None:
        if not (self._account.turns and self._account.turns.wait_until(holds)):
            super().wait_until(holds, tick)


class Shared(Account):
    """An account that several runs work on at once."""

    def __init__(self, seed: int = 0, **more: Any) -> None:
        super().__init__(seed, **more)
        self.clock = SharedClock(self)
        self.turns: Turns | None = None
        self._seed = seed

    def run(self, options: Mapping[str, Any], name: str = NAME, **rules: Any) -> Run:
        """As any run; among others, the libraries sleep for all of them already. A run may be one in another Region."""
        if self.turns is None:
            return super().run(options, name, **{"wait_timeout": PATIENCE, **rules})
        desired, api = desired_from_options({"name": name, **options}), TableApi(self.connect)
        api = api.there(options["region"]) if "region" in options else api
        return Converger(api, self.clock, Inline(), self.turns.pool).run(
            desired, Rules(**{"wait_timeout": PATIENCE, **rules})
        )

    def at_once(self, *specs: Mapping[str, Any], **rules: Any) -> list[Result]:
        """Run these specifications of one table at once; return their results in order."""
        with self.taking_turns() as turns:
            return turns.take([lambda options=options: self.result(options, **rules) for options in specs])

    @contextlib.contextmanager
    def taking_turns(self, *, calls_take_time: bool = True) -> Iterator[Turns]:
        """Have whatever is run in the block take turns."""
        WIRE.host = self.host
        random.seed(self._seed)
        self.turns = Turns(self, self._seed)
        if calls_take_time:
            self.host.watch = self.turns.watch
        try:
            with libraries_sleep(self.clock):
                yield self.turns
        finally:
            self.turns = None
            self.host.watch = lambda _call, _carried_out: None
