# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole specifications as the bound compares them, and what differs between two of them.

What it knows of a setting is in tests/settings/*/truth.py; a setting that cannot be changed in place has no part of it.
These may be there:

- read(options): what is compared;
- after_creation(value), creation_takes(value, seconds): the writes that follow CreateTable, and their time;
- creation_begins(value, seconds): how long those have to wait; goes_last(value): that they follow all others;
- before_deletion(value): the writes that must come before DeleteTable;
- atoms(difference), needs(difference): what UpdateTable has to settle, and what must be settled before;
- writes(difference), takes(difference, seconds, cooldown): the writes beside UpdateTable, and their time.

Nothing here knows the planner or the executor, for it is they who are judged by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings import folders
from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference, Options, Seconds, Table

TRUTHS = {name: truth for name, truth in folders.modules("truth").items() if hasattr(truth, "read")}


def read(options: Options) -> Table:
    """Read a whole specification."""
    return {name: truth.read(options) for name, truth in TRUTHS.items()}


def _asked(question: str) -> Iterable[tuple[str, Any]]:
    """The settings that have an answer to that question, with what answers it."""
    return ((name, getattr(truth, question)) for name, truth in TRUTHS.items() if hasattr(truth, question))


def _sum(counts: Iterable[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


def after_creation(table: Table) -> Counter[str]:
    return _sum(count(table[name]) for name, count in _asked("after_creation"))


def creation_takes(table: Table, seconds: Seconds) -> float:
    """The longest of them, and what goes last when the others have begun."""
    last = _last(table)
    times = {name: time(table[name], seconds) for name, time in _asked("creation_takes")}
    begun = max(time(table[name], seconds) for name, time in _asked("creation_begins"))
    return max(time + (begun if name in last else 0.0) for name, time in times.items())


def _last(table: Table) -> set[str]:
    return {name for name, goes_last in _asked("goes_last") if goes_last(table[name])}


def before_deletion(table: Table) -> Counter[str]:
    return _sum(count(table[name]) for name, count in _asked("before_deletion"))


def writes(difference: Difference) -> Counter[str]:
    return _sum(count(difference) for _name, count in _asked("writes"))


def takes(difference: Difference, seconds: Seconds, cooldown: bool) -> float:
    """The longest of them, as they need not wait for each other."""
    last = _last(difference.after)
    return max(time(difference, seconds, cooldown) for name, time in _asked("takes") if name not in last)


def last_takes(difference: Difference, seconds: Seconds) -> float:
    """What begins when all other calls are made; here it begins when they are done, which is a little later."""
    last = _last(difference.after)
    return max((time(difference, seconds, False) for name, time in _asked("takes") if name in last), default=0.0)


def atoms_of(difference: Difference) -> frozenset[Atom]:
    """Everything that calls of UpdateTable must settle."""
    return frozenset(atom for _name, atoms in _asked("atoms") for atom in atoms(difference))


def needs_of(difference: Difference) -> dict[Atom, frozenset[Atom]]:
    """What must be settled before each difference: the old index before the new one, stream off before on."""
    found: dict[Atom, frozenset[Atom]] = {}
    for _name, needs in _asked("needs"):
        for atom, needed in needs(difference).items():
            found[atom] = found.get(atom, frozenset()) | needed
    return found
