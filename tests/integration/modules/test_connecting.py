# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings with which no connection can be made at all: told with a hint, before any call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.cases import one_engine
from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleRun
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import ON_DEMAND
from ansible_collections.planton.dynamodb.tests.integration.support.tables import NAME, Tables, assert_well_formed

pytestmark = one_engine

Environ = dict[str, str | None]
Run = Callable[..., ModuleRun]


class Setting(NamedTuple):
    """A setting that cannot work, and what is told of it: a part of the text, and a part of the hint."""

    name: str
    environ: Environ
    text: str
    hint: str
    options: Mapping[str, Any] = MappingProxyType({})

    def __str__(self) -> str:
        return self.name


SETTINGS = [
    Setting("half of the credentials", {"AWS_SECRET_ACCESS_KEY": None}, "Partial credentials", "secret_key"),
    Setting(
        "a profile that does not exist",
        {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_PROFILE": "missing"},
        "The config profile (missing) could not be found",
        "profile",
    ),
    Setting("an endpoint without a scheme", {"AWS_URL": "localhost:8000"}, "localhost:8000", "endpoint_url"),
    Setting("no region", {"AWS_URL": None, "AWS_REGION": None}, "must specify a region", "AWS_REGION"),
    Setting(
        "settings that the client library does not know", {}, "nonsense", "aws_config", {"aws_config": {"nonsense": 1}}
    ),
    Setting("a region that is no name", {"AWS_URL": None}, "not a region", "region", {"region": "not a region"}),
]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_no_connection_can_be_made_with(setting: Setting, failing: Run) -> None:
    found = failing(setting.environ, **setting.options)
    assert setting.text in found["msg"] and setting.text in found["error"]["message"]
    assert setting.hint in found["error"]["hint"] and found["error"]["hint"] in found["msg"]
    assert found["error"]["code"]
    assert found.calls == []


def test_an_endpoint_that_speaks_no_tls(failing: Run, recorder: Recorder) -> None:
    found = failing({"AWS_URL": recorder.url.replace("http:", "https:")})
    assert found["error"]["code"] == "SSLError"
    assert "aws_ca_bundle" in found["error"]["hint"]
    assert found.calls == []


def test_certificates_that_are_not_there(failing: Run, recorder: Recorder) -> None:
    url = recorder.url.replace("http:", "https:")
    found = failing({"AWS_URL": url}, aws_ca_bundle="/nonexistent/bundle.pem")
    assert found["error"]["operation"] and found.calls == []


def test_a_profile_and_keys_together(table: Tables) -> None:
    options = {
        "name": NAME,
        **ON_DEMAND,
        "profile": "shop",
        "access_key": "one",
        "secret_key": "not-a-real-secret-7f3a",
    }
    run = table.run("dynamodb_table", options)
    assert_well_formed(run, fails=True)
    assert "both a profile and access tokens" in run["msg"]


def test_a_profile_that_exists(table: Tables, tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.write_text("[shop]\naws_access_key_id = 123456789012\naws_secret_access_key = not-a-real-secret-7f3a\n")
    environ: Environ = {
        "AWS_ACCESS_KEY_ID": None,
        "AWS_SECRET_ACCESS_KEY": None,
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
    }
    assert table(environ=environ, profile="shop", **ON_DEMAND)["changed"]


BLANK = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS")


@pytest.mark.parametrize("variable", [*BLANK, "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_CONFIG_FILE"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_variable_is_none(variable: str, blank: str, table: Tables) -> None:
    assert table(environ={variable: blank}, **ON_DEMAND)["changed"]
    assert table.info(environ={variable: blank})["tables"]


def test_a_blank_region_does_not_hide_the_other_variable(table: Tables) -> None:
    environ: Environ = {"AWS_REGION": "", "AWS_DEFAULT_REGION": "us-west-2"}
    run = table(environ=environ, **ON_DEMAND)
    assert ":us-west-2:" in run["outputs"]["table_arn"]


def test_a_blank_endpoint_is_that_of_the_region(failing: Run) -> None:
    """With that of the region out of reach, what is told is that nothing answers there, and no address is invalid."""
    found = failing({"AWS_URL": "", "AWS_REGION": "xx-nowhere-1"})
    assert "xx-nowhere-1" in found["msg"] and found["error"]["code"] == "EndpointConnectionError"


def test_settings_of_the_client_library_are_used(failing: Run, recorder: Recorder) -> None:
    recorder.fail("DescribeTable", "InternalServerError", "broken", status=500, times=99)
    assert failing({}, aws_config={"retries": {"max_attempts": 0}}).operations == ["DescribeTable"]
