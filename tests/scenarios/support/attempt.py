# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One change on one engine: the module run as often as users do, and in a few words what became of it."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleRun
from ansible_collections.planton.dynamodb.tests.integration.support.tables import (
    Tables,
    assert_promises_kept,
    assert_same_answer,
    assert_well_formed,
)

from .changes import Change, Options
from .telling import AS_THE_SERVICE, told


class Attempt:
    """A change that the module is to make on one engine."""

    def __init__(self, tables: Tables, change: Change, name: str) -> None:
        self.tables = tables
        self.change = change
        self.name = name

    def outcome(self) -> str:
        """`as the service`, or what went otherwise first."""
        start: Options = {}
        if self.change.before is not None:
            run = self._run(self.change.before)
            if not _converged(run):
                return self._told("before: ", run, self.change.before)
            start = self.tables.spec(self.name)
        planned, run = self._run(self.change.after, check=True), self._run(self.change.after)
        if not _converged(run):
            return self._told("", run, self.change.after)
        assert_same_answer(planned, run)
        assert run["changed"]
        again = self._run(self.change.after)
        if again.planned or again.writes:
            return f"the second run plans: {again.planned}"
        return AS_THE_SERVICE if self.change.gone else self._read(start)

    def _run(self, options: Options, check: bool = False) -> ModuleRun:
        run = self.tables.run("dynamodb_table", {"name": self.name, **options}, check)
        assert_well_formed(run, run.failed)
        assert_promises_kept(run, check)
        return run

    def _told(self, when: str, run: ModuleRun, options: Options) -> str:
        """How the module failed, or what is not as it was to be: without its own words, which may change."""
        failed = next((operation for operation, status in run.statuses if status == "failed"), None)
        if failed:
            return f"{when}fails: {failed}: {run['error']['code']}"
        return f"{when}does not converge: {self._differences(options, self.tables.spec(self.name))}"

    def _read(self, start: Options) -> str:
        """What the options do not name must read back as before; a new table has more than was asked for."""
        expected = {**start, **self.change.after, **self.change.reads}
        found = self.tables.spec(self.name)
        more = {option: None for option in found if option not in expected} if start else {}
        differences = self._differences({**more, **expected}, found)
        return f"reads back {differences}" if differences else AS_THE_SERVICE

    @staticmethod
    def _differences(wanted: Options, found: Options) -> str:
        """The options that read back otherwise."""
        differing = [option for option in sorted(wanted) if wanted[option] != found.get(option)]
        return told("; ".join(f"{option} as {found.get(option)}" for option in differing), {})


def _converged(run: ModuleRun) -> bool:
    return not run.failed and bool(run["converged"])
