# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""dynamodb_table and dynamodb_table_info as a test uses them: each run is held to what every run promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .modules import SECONDS, ModuleRun, ModuleRunner

NAME = "orders"
KEYS = {"changed", "converged", "plan", "changes", "diff", "outputs", "table", "spec", "seconds"}
PLAN_KEYS = {"id", "summary", "text", "operations", "iam_actions"}
OPERATION_KEYS = {"operation", "target", "request", "reason", "waits_for", "destructive", "status"}
OUTPUT_KEYS = {
    *("table_name", "table_arn", "table_id", "stream_arn", "stream_label"),
    *("kinesis_stream_arns", "import_arn"),
    *("policy_revision_id", "stream_policy_revision_id", "replicas", "index_arns"),
}


@dataclass
class Tables:
    """Runs both modules on the tables of one engine."""

    run: ModuleRunner

    def __call__(
        self,
        fails: bool = False,
        check: bool = False,
        environ: dict[str, str | None] | None = None,
        seconds: int = SECONDS,
        **options: Any,
    ) -> ModuleRun:
        """Run dynamodb_table once, on the table NAME unless told otherwise."""
        run = self.run("dynamodb_table", {"name": NAME, **options}, check, environ, seconds)
        assert_well_formed(run, fails)
        assert_promises_kept(run, check)
        return run

    def converge(self, **options: Any) -> ModuleRun:
        """Run in check mode, then in earnest, then once more; return the run in earnest."""
        planned = self(check=True, **options)
        run = self(**options)
        assert_same_answer(planned, run)
        assert run["converged"]
        self.unchanged(**options)
        return run

    def unchanged(self, **options: Any) -> ModuleRun:
        """Run on a table that is as the options say."""
        run = self(**options)
        assert run.planned == [], run["diff"]
        assert not run["changed"] and run["converged"]
        assert run["diff"] == {"before": {}, "after": {}}
        assert run.writes == []
        return run

    def refused(self, *rules: str, **options: Any) -> ModuleRun:
        """Run with options that cannot be carried out: the same answer in check mode, and nothing written."""
        planned, run = self(fails=True, check=True, **options), self(fails=True, **options)
        assert sorted({error["rule"] for error in run["errors"]}) == sorted(rules), run["errors"]
        assert (planned["errors"], planned["msg"]) == (run["errors"], run["msg"])
        assert all(error["message"] and error["hint"] and error["path"] for error in run["errors"])
        assert run.writes == []
        return run

    def info(
        self,
        fails: bool = False,
        environ: dict[str, str | None] | None = None,
        seconds: int = SECONDS,
        **options: Any,
    ) -> ModuleRun:
        """Run dynamodb_table_info."""
        run = self.run("dynamodb_table_info", options, environ=environ, seconds=seconds)
        assert_well_formed(run, fails)
        assert not run["changed"] and run.writes == []
        return run

    def spec(self, name: str = NAME) -> dict[str, Any]:
        """The table as dynamodb_table_info tells it in option words."""
        found = self.info(names=[name])["tables"]
        return dict(found[0]["spec"])


def assert_well_formed(run: ModuleRun, fails: bool) -> None:
    """One JSON document, no traceback, and the exit code that goes with the result."""
    assert "Traceback" not in run.stdout + run.stderr and not run.stderr, run.stdout + run.stderr
    assert len(run.stdout.strip().splitlines()) == 1
    assert run.failed == fails == (run.code != 0), run.result.get("msg", run.planned)
    if fails:
        assert run["msg"]


def assert_promises_kept(run: ModuleRun, check: bool) -> None:
    """What every result of dynamodb_table holds, failed or not."""
    result, plan = run.result, run["plan"]
    assert result.keys() >= KEYS
    assert plan.keys() == PLAN_KEYS
    assert result["outputs"].keys() == OUTPUT_KEYS
    assert result["diff"].keys() == {"before", "after"}
    assert not (run.failed and result["converged"])
    statuses = {status for _operation, status in run.statuses}
    for step in plan["operations"]:
        assert step.keys() - {"error", "retry_at", "region"} == OPERATION_KEYS
        assert step["waits_for"] == [] or all(step["waits_for"])
        # A Scan is asked for before a table is replaced, to make sure that it is empty.
        actions = {action.partition(":")[2] for action in plan["iam_actions"]}
        assert step["operation"] == "Scan" or step["operation"] in actions
    if check or "errors" in result:
        assert run.writes == []
        assert statuses <= {"planned"}
    else:
        assert statuses <= {"done", "skipped", "pending", "failed"}
        # A backup that was begun is there, also where the run did not get to see it complete.
        assert result["changed"] == ("done" in statuses or "backup_arn" in result)


def assert_same_answer(planned: ModuleRun, run: ModuleRun) -> None:
    """Check mode says what the run then does."""
    assert planned.result.keys() - {"warnings"} == run.result.keys() - {"warnings", "backup_arn"}
    assert planned["plan"]["id"] == run["plan"]["id"]
    assert [_unstarted(step) for step in planned["plan"]["operations"]] == [
        _unstarted(step) for step in run["plan"]["operations"]
    ]
    for key in ("changed", "diff"):
        assert planned[key] == run[key]
    assert planned["plan"]["summary"] == run["plan"]["summary"]


def _unstarted(step: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in step.items() if key != "status"}
