# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook fixture itself, tried with modules of amazon.aws and the core."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner

WHO = {"name": "Ask who we are", "amazon.aws.aws_caller_info": {}}


def test_a_run_tells_its_tasks_results_and_calls(playbook: PlaybookRunner) -> None:
    run = playbook([WHO, {"name": "Say it", "ansible.builtin.debug": {"msg": "{{ word }}"}}], {"word": "hello"})
    assert [(task.task, task.status) for task in run.tasks] == [("Ask who we are", "ok"), ("Say it", "ok")]
    assert run.result("Ask who we are")["account"] == "123456789012"
    assert run.result("aws_caller_info") == run.result("Ask who we are")
    assert run.result("Say it")["msg"] == "hello"
    assert run.operations == ["GetCallerIdentity", "ListAccountAliases"]
    assert run.writes == run.changed == []
    assert "Say it" in run.output


def test_check_and_diff_reach_the_playbook(playbook: PlaybookRunner) -> None:
    tasks = [{"name": "Tell", "ansible.builtin.debug": {"msg": "{{ ansible_check_mode }} {{ ansible_diff_mode }}"}}]
    assert playbook(tasks).result("Tell")["msg"] == "False False"
    assert playbook(tasks, check=True, diff=True).result("Tell")["msg"] == "True True"


def test_a_failing_run_has_to_be_asked_for(playbook: PlaybookRunner) -> None:
    tasks = [{"name": "Fail", "ansible.builtin.fail": {"msg": "on purpose"}}]
    run = playbook(tasks, code=2)
    assert [(task.status, task.result["msg"]) for task in run.tasks] == [("failed", "on purpose")]
    with pytest.raises(AssertionError, match="on purpose"):
        playbook(tasks)
    with pytest.raises(KeyError, match="no task"):
        run.result("Other")
