# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Resource policies, of the table and of its stream: what both settings have in common."""

from __future__ import annotations

import typing as t

from .documents import parsed, same, shown
from .setting import Change, Setting
from .stand_ins import STREAM_ARN, arns_of, filled
from .violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .observed import Observed
    from .setting import Answer, Options
    from .settings import Settings
    from .stream.setting import Stream

# What ExpectedRevisionId says of a resource without a policy.
NO_POLICY = "NO_POLICY"
CONFIRM = "confirm_remove_self_resource_access"
NONE: dict[str, t.Any] = {}


class Policy(t.NamedTuple):
    """A policy: its document, ``{}`` for none, as it was given or read; text that is no JSON stays text.

    ``confirmed`` means that the user accepts to lose the right to change it. AWS gives each change a ``revision``.
    """

    document: t.Any
    confirmed: bool = False
    revision: str = ""

    @property
    def expected(self) -> str:
        """The revision to name in a call, so that AWS refuses it if somebody else has changed the policy meanwhile."""
        return self.revision or NO_POLICY


class PolicySetting(Setting[Policy]):
    """A resource policy as a setting; the one of the stream belongs to a ``stream``, and is gone with it."""

    option: t.ClassVar[str]
    output: t.ClassVar[str]
    stream: t.ClassVar[bool] = False

    def from_options(self, options: Mapping[str, t.Any]) -> Policy | None:
        """Return the policy; blank text leaves it alone, as it does where a variable of the role is blank."""
        given = options[self.option]
        if given is None or (isinstance(given, str) and not given.strip()):
            return None
        return Policy(parsed(given), bool(options.get(CONFIRM)))

    def to_options(self, value: Policy) -> Options:
        return {self.option: value.document}

    def from_aws(self, answer: t.Any, table: Answer) -> Policy:
        return Policy(parsed(answer.get("Policy") or NONE), revision=str(answer.get("RevisionId") or ""))

    def rules(self, value: Policy, own: Settings) -> Iterator[Violation]:
        """Judge by V49 and V79, and by V80 if the specification says that there is no stream."""
        if value.document == NONE:
            return
        from .policy_rules import judge
        from .stream.setting import STREAM

        yield from judge(value.document, self.option, stream=self.stream, confirmed=value.confirmed)
        stream = own.of(STREAM)
        if stream is not None:
            yield from self.without_stream(value, stream)

    def without_stream(self, value: Policy, stream: Stream | None) -> Iterator[Violation]:
        """Judge by V80: a policy of the stream, and one that names the stream, needs the stream."""
        if stream and stream.enabled:
            return
        hint = "set stream_enabled: true with a stream_view_type, or leave it out"
        if self.stream and value.document:
            yield Violation("V80", self.option, "the table has no stream that the policy could belong to", hint)
        elif STREAM_ARN in str(value.document):
            yield Violation("V80", self.option, f"{STREAM_ARN} is named, and the table has no stream", hint)

    def advice(self, value: Policy, own: Settings, present: Settings) -> Iterator[str]:
        """Return warnings about what is allowed or denied to everybody, unless the table has that already."""
        there = present.of(self) or Policy(NONE)
        if not same(value.document, there.document, "aws"):
            from .policy_rules import doubtful

            known = [*doubtful(there.document, self.option)]
            yield from (text for text in doubtful(value.document, self.option) if text not in known)

    def changes(self, there: Policy | None, wanted: Policy, observed: Observed) -> Iterator[Change]:
        """Return the whole document as one change, unless both mean the same."""
        if there is None:
            return
        before, after = there.document, self.filled(wanted.document, observed)
        partition = partition_of(observed)
        if not same(before, after, partition):
            yield Change((self.option,), shown(before, partition), shown(after, partition, before))

    def filled(self, document: t.Any, observed: Observed) -> t.Any:
        """Return a document with the ARNs of the table, and of its stream while that is on."""
        return filled(document, arns_of(observed.table))

    def is_off(self, value: Policy) -> bool:
        return not value.document

    def outputs(self, value: Policy) -> dict[str, str]:
        return {self.output: value.revision}


def partition_of(observed: Observed) -> str:
    """Return the partition of AWS that a table is in."""
    return [*observed.arn.split(":"), "", ""][1] or "aws"
