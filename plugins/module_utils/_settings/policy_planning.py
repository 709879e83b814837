# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The calls that put and delete resource policies, of the table and of its stream."""

from __future__ import annotations

import dataclasses
import typing as t

from .calls import CREATE, Operation
from .conditions import TABLE_EXISTS, Condition
from .documents import denies, denies_anything, text_of, unique_ids
from .planning import Planning
from .policies import NONE, Policy, PolicySetting
from .policy_rules import OF_POLICIES, names_nothing, too_long
from .stand_ins import STREAM_ARN, TABLE_ARN, arns_of, filled
from .stream.setting import STREAM, STREAM_OFF
from .violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .comparison import Comparison
    from .observed import Observed
    from .planning import Work
    from .setting import Part
    from .settings import Settings

PUT, DELETE = "PutResourcePolicy", "DeleteResourcePolicy"
ACTION = f"dynamodb:{PUT}"


@dataclasses.dataclass(frozen=True)
class StreamOn(Condition):
    """The table has a stream, and not the one whose ARN is ``subject``."""

    text: t.ClassVar[str] = "stream enabled"

    def holds(self, observed: Observed | None) -> bool:
        arn = arns_of(observed.table)[STREAM_ARN] if observed else ""
        return arn not in ("", self.subject)


class PolicyPlanning(Planning[Policy]):
    """Plans a policy. One that denies something is put last, because it may deny other calls of the run.

    ``arn`` is the text that stands for the ARN of what the policy belongs to, ``what`` is its name in reasons.
    """

    setting: t.ClassVar[PolicySetting]
    arn: t.ClassVar[str]
    what: t.ClassVar[str]

    def creation_refusals(self, value: Policy, whole: Settings) -> Iterator[Violation]:
        """Judge by V80, and by V49 what a new table would keep: AWS takes no principal that was deleted."""
        if whole.of(STREAM) is None:
            yield from self.setting.without_stream(value, None)
        gone = unique_ids(value.document)
        if gone:
            message = f"AWS refuses a document that names what was deleted: {', '.join(gone)}"
            hint = f"give {self.setting.option} without it, or {{}} for none"
            yield Violation("V49", self.setting.option, message, hint)

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V80 with the stream that the table has, and by V49 with the ARNs of the table."""
        own = comparison.own.of(self.setting)
        if own is None:
            return
        if comparison.own.of(STREAM) is None:
            yield from self.setting.without_stream(own, comparison.wanted.of(STREAM))
        document = self.setting.filled(own.document, comparison.observed)
        if document != own.document:
            yield from too_long(document, self.setting.option)

    def is_affected(self, comparison: Comparison) -> bool:
        """Tell whether a new stream is made that the document of the specification names."""
        own = comparison.own.of(self.setting)
        return own is not None and STREAM_ARN in str(own.document) and renews_stream(comparison)

    def creates(self, wanted: Policy, table: Settings, replaced: Observed | None) -> Part:
        text = self._at_creation(wanted, replaced)
        return {"ResourcePolicy": text} if text else {}

    def more_actions(self, wanted: Policy) -> tuple[str, ...]:
        """Return the action that AWS checks if CreateTable has a policy."""
        return (ACTION,) if wanted.document else ()

    def after_creation(self, name: str, wanted: Policy, replaced: Observed | None) -> Iterator[Operation]:
        if wanted.document and not self._at_creation(wanted, replaced):
            arns = _known(replaced)
            document = filled(self._carried(wanted, replaced), arns)
            order = {"needs": self._needs(arns, document, ""), "follows": frozenset({CREATE})}
            yield self._put(name, arns, wanted._replace(document=document), Policy(NONE), **order)

    def _at_creation(self, wanted: Policy, replaced: Observed | None) -> str:
        """Return the text for CreateTable, which takes no ARN that is not known yet; empty if there is to be a call."""
        document = filled(self._carried(wanted, replaced), _known(replaced))
        text = text_of(document) if document else ""
        late = any(stand_in in text for stand_in in (TABLE_ARN, STREAM_ARN))
        return "" if self.setting.stream or late or denies_anything(document) else text

    def _carried(self, wanted: Policy, replaced: Observed | None) -> t.Any:
        """Return the document; one that is kept is to name the new stream where it names the old one."""
        kept = replaced is not None and wanted is replaced.of(self.setting)
        return self._for_new_stream(wanted.document, replaced) if kept else wanted.document

    def _for_new_stream(self, document: t.Any, observed: Observed | None) -> t.Any:
        old = arns_of(observed.table)[STREAM_ARN] if observed and self.setting.stream else ""
        return filled(document, {old: STREAM_ARN}) if old else document

    def operations(self, work: Work[Policy]) -> Iterator[Operation]:
        there, document, arns = work.there or Policy(NONE), work.wanted.document, arns_of(work.observed.table)
        old = arns[STREAM_ARN]
        if renews_stream(work.comparison):
            if work.comparison.own.of(self.setting) is None:
                document = self._for_new_stream(document, work.observed)
            arns = {**arns, STREAM_ARN: ""}
        if self.setting.stream and work.comparison.of(STREAM):
            # The policy of the old stream goes with it.
            there = Policy(NONE)
        document = filled(document, arns)
        needs = self._needs(arns, document, old) if document else ()
        if document and (work.changes or len(needs) > 1):
            # Of a policy that the specification leaves out, only this call knows once the old stream is off.
            kept = work.comparison.own.of(self.setting) is None
            order = {"needs": needs, "only_copy_after": frozenset({STREAM_OFF} if kept else ())}
            yield self._put(work.name, arns, work.wanted._replace(document=document), there, **order)
        elif there.document and not document:
            yield self._delete(work.name, arns, there)

    def _needs(self, arns: t.Mapping[str, str], document: t.Any, old: str) -> tuple[Condition, ...]:
        """Return what must be there before the call: the table, and the stream while its ARN is not known."""
        late = STREAM_ARN in f"{arns[self.arn] or self.arn} {text_of(document)}"
        return (TABLE_EXISTS, StreamOn(old)) if late else (TABLE_EXISTS,)

    def _put(self, name: str, arns: t.Mapping[str, str], wanted: Policy, there: Policy, **order: t.Any) -> Operation:
        request: Part = {"ResourceArn": arns[self.arn] or self.arn, "Policy": text_of(wanted.document)}
        request["ExpectedRevisionId"] = there.expected
        if wanted.confirmed:
            request["ConfirmRemoveSelfResourceAccess"] = True
        gone = [name for name in unique_ids(there.document) if name not in unique_ids(wanted.document)]
        more = f"; it names what was deleted: {', '.join(gone)}" if gone else ""
        return Operation(
            PUT,
            name,
            request,
            f"put the {self.what}{more}",
            lane=self.setting.name,
            stops=False,
            stand_ins=True,
            last=denies_anything(wanted.document),
            destructive=wanted.confirmed and denies(wanted.document, OF_POLICIES, everybody=False),
            **order,
        )

    def _delete(self, name: str, arns: t.Mapping[str, str], there: Policy) -> Operation:
        request = {"ResourceArn": arns[self.arn], "ExpectedRevisionId": there.expected}
        reason, needs = f"remove the {self.what}", (TABLE_EXISTS,)
        lane = self.setting.name
        return Operation(DELETE, name, request, reason, lane=lane, stops=False, needs=needs, destructive=True)

    def warnings(self, work: Work[Policy]) -> Iterator[str]:
        arns = arns_of(work.observed.table)
        document = filled(work.wanted.document, arns)
        idle = names_nothing(document, arns[self.arn]) if arns[self.arn] and work.changes else []
        if idle:
            yield f"{work.name}: {self.setting.option}: no part of what it belongs to: {', '.join(idle)} [V49]"
        if work.there and denies_anything(work.there.document) and work.changes:
            yield f"{work.name}: what the old {self.what} denies, AWS goes on denying for about four minutes"


def renews_stream(comparison: Comparison) -> bool:
    """Tell whether the plan makes a stream, the first one or one of another view."""
    wanted = comparison.wanted.of(STREAM)
    return bool(comparison.of(STREAM) and wanted and wanted.enabled)


def _known(replaced: Observed | None) -> dict[str, str]:
    """Return the ARNs of a new table: one that replaces another has the same, but its stream is a new one."""
    return {TABLE_ARN: replaced.arn if replaced else "", STREAM_ARN: ""}
