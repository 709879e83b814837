# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manifests as text: every fault at its line, files found where they are meant to be, arguments that make no sense."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.from_manifest import from_manifest
from ansible_collections.planton.dynamodb.plugins.filter.with_outputs import with_outputs
from ansible_collections.planton.dynamodb.plugins.plugin_utils._files import NoFileError, find_files
from ansible_collections.planton.dynamodb.plugins.plugin_utils._manifests import by_region
from ansible_collections.planton.dynamodb.plugins.plugin_utils._yaml_lines import read_yaml

ORDERS = """\
# Orders of the shop.
apiVersion: aws.openmcf.org/v1
kind: AwsDynamodb
metadata:
  name: orders
spec:
  region: eu-central-1
  billingMode: PAY_PER_REQUEST
  attributeDefinitions:
    - name: id
      type: N
    - {name: placed, type: "N"}
  keySchema:
    - attributeName: id
      keyType: HASH
    - keyType: RANGE
      attributeName: placed
"""


def complaint(value: Any, **arguments: Any) -> list[str]:
    """What the filter says, a line each, without the first."""
    with pytest.raises(AnsibleFilterError) as caught:
        from_manifest(value, **arguments)
    first, *lines = str(caught.value).splitlines()
    assert first.startswith("from_manifest: ")
    return lines or [first.removeprefix("from_manifest: ")]


def faults(text: str) -> list[str]:
    """The places and the ids of what is wrong with a text."""
    found = (re.fullmatch(r"(\S+): .*\[([^\]]+)\]; .+", line) for line in complaint(text, file="o.yaml"))
    return [f"{match[1]} {match[2]}" for match in found if match]


def test_text_of_one_manifest() -> None:
    options = from_manifest(ORDERS)
    assert options["name"] == "orders"
    assert options["attribute_definitions"] == [{"name": "id", "type": "N"}, {"name": "placed", "type": "N"}]


def test_text_of_several_manifests() -> None:
    text = f"---\n{ORDERS}---\n---\n{ORDERS.replace('name: orders', 'name: carts')}---\n"
    assert [each["name"] for each in from_manifest(text)] == ["orders", "carts"]


def test_tables_region_by_region() -> None:
    tables = [{"name": "one", "region": "a"}, {"name": "two"}, {"name": "three", "region": "a"}]
    assert by_region(tables) == [
        {"region": "a", "tables": [{"name": "one"}, {"name": "three"}]},
        {"region": "", "tables": [{"name": "two"}]},
    ]
    assert by_region([]) == []


def test_a_list_is_a_list_whatever_it_holds() -> None:
    assert [each["name"] for each in from_manifest([ORDERS])] == ["orders"]
    assert from_manifest([]) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("billingMode: PAY_PER_REQUEST", "billingMode: FREE", ["o.yaml:8 unknown_value"]),
        ("kind: AwsDynamodb", "kind: AwsKmsKey", ["o.yaml:3 string.const"]),
        ("  name: orders", "  name: My Table!", ["o.yaml:5 V1"]),
        ("  name: orders", "  id: orders", ["o.yaml:4 V1"]),
        ("      type: N\n", "", []),
        ("      type: N\n", "      type: 1.5\n", ["o.yaml:11 wrong_type"]),
        ('type: "N"}', "type: [N]}", ["o.yaml:12 wrong_type"]),
        ("- keyType: RANGE", "- keyType: HASH", ["o.yaml:13 table_key_schema_shape, V5"]),
        ("attributeName: placed", "attributeName: paid", ["o.yaml:12 V8", "o.yaml:17 V7"]),
        (
            "keySchema:",
            "keySchemas:",
            [
                *("o.yaml:6 repeated.min_items", "o.yaml:6 table_key_schema_shape, V5"),
                *("o.yaml:10 V8", "o.yaml:12 V8", "o.yaml:13 unknown_field"),
            ],
        ),
        ("  region: eu-central-1\n", "  region: eu-central-1\n  region: us-east-1\n", ["o.yaml:8 yaml"]),
        ("  region: eu-central-1\n", "  region: eu-central-1\n  ttl: {enabled: true}\n", [
            "o.yaml:8 ttl_attribute_when_enabled, V45"
        ]),
        ("metadata:\n  name: orders\n", "metadata: [\n", ["o.yaml:6 yaml"]),
        ("  name: orders", "\tname: orders", ["o.yaml:5 yaml"]),
        ("  name: orders", "  name: !vault orders", ["o.yaml:5 yaml"]),
        ("  name: orders", "  name: &a {b: *a}", ["o.yaml:5 yaml"]),
        ("  name: orders", "  name: *unknown", ["o.yaml:5 yaml"]),
        ("  name: orders", "  ? [a]\n  : b", ["o.yaml:5 yaml"]),
        ("# Orders of the shop.", "\x00", ["o.yaml:1 yaml"]),
    ],
)  # fmt: skip
def test_faults_have_their_lines(old: str, new: str, expected: list[str]) -> None:
    assert old in ORDERS
    text = ORDERS.replace(old, new, 1)
    if expected:
        assert faults(text) == expected
    else:
        assert from_manifest(text)["attribute_definitions"][0]["type"] == "S"


def test_faults_of_all_manifests_are_told_in_the_order_of_lines() -> None:
    broken = ORDERS.replace("region: eu-central-1", "regoin: eu-central-1").replace("keyType: HASH", "keyType: hash")
    lines = complaint(f"{broken}---\n{ORDERS}---\n{broken}", file="all.yaml")
    assert [line.split(": ")[0] for line in lines] == [f"all.yaml:{line}" for line in (7, 15, 41, 43, 51)]
    assert "is described by all.yaml:2 already" in lines[2]


def test_the_first_line_counts_and_the_last_says_what_to_do() -> None:
    broken = ORDERS.replace("region: eu-central-1", "regoin: eu-central-1")
    with pytest.raises(AnsibleFilterError) as caught:
        from_manifest([ORDERS, broken.replace("name: orders", "name: carts")], file="tables")
    assert str(caught.value).splitlines() == [
        "from_manifest: 1 fault in 1 of 2 manifests:",
        "tables[1]:7: spec.regoin: there is no field 'regoin' here [unknown_field]; did you mean region?",
    ]


def test_what_is_merged_is_told_where_it_stands() -> None:
    text = ORDERS.replace("kind: AwsDynamodb\n", "kind: AwsDynamodb\nx-key: &key\n  keyType: hash\n")
    text = text.replace("    - attributeName: id\n      keyType: HASH\n", "    - <<: *key\n      attributeName: id\n")
    assert faults(text) == ["o.yaml:4 unknown_field", "o.yaml:5 unknown_value"]


def test_a_key_that_overrides_what_is_merged_is_not_there_twice() -> None:
    text = ORDERS.replace("    - attributeName: id\n", "    - <<: {keyType: RANGE}\n      attributeName: id\n")
    assert from_manifest(text)["key_schema"][0] == {"attribute_name": "id", "key_type": "HASH"}


@pytest.mark.parametrize("text", ["a: {b: 1, b: 2}\n", '{"a": {"b": 1,"b": 1}}', "a:\n  b: 1\n  b: 2\n"])
def test_a_key_is_there_once_on_a_line_too(text: str) -> None:
    (document,) = read_yaml(text)
    assert ["the key 'b' is there twice" in fault.message for fault in document.faults] == [True]


def test_dates_stay_text() -> None:
    (document,) = read_yaml("a: 2026-01-01\nb: 2026-01-01T10:00:00Z\n")
    assert document.value == {"a": "2026-01-01", "b": "2026-01-01T10:00:00Z"}


def test_documents_before_a_broken_one_are_read() -> None:
    first, second = read_yaml("a: 1\n---\nb: [\n")
    assert first.value == {"a": 1} and not first.faults
    assert second.value is None and [fault.line for fault in second.faults] == [4]


def test_the_line_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    (document,) = read_yaml("a:\n  b:\n    - c\n    - d: e\nf: g\n")
    assert document.line_of(()) == 1
    assert document.line_of(("a", "b")) == 2
    assert document.line_of(("a", "b", 1, "d")) == 4
    assert document.line_of(("a", "b", 7)) == 2
    assert document.line_of(("a", "b", "c")) == 2
    assert document.line_of(("f", "x", 0)) == 5


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "just words", "- 1\n", "5"])
def test_text_without_a_manifest(text: str) -> None:
    (line,) = complaint(text)
    assert re.match(r"manifest:\d: this is no manifest \[not_a_manifest\]; ", line)


def test_data_is_told_by_its_place_in_the_list() -> None:
    assert complaint([{}, "x: y"]) == [
        "manifest[0]: this is no manifest [not_a_manifest]; "
        "a manifest has apiVersion, kind: AwsDynamodb, metadata and spec",
        "manifest[1]:1: this is no manifest [not_a_manifest]; "
        "a manifest has apiVersion, kind: AwsDynamodb, metadata and spec",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            {"upstream_tags": "all"},
            "upstream_tags is to be true, false or one of pulumi, terraform, planton, not 'all'",
        ),
        ({"values": ["x"]}, "values is to be a dictionary, not list"),
        ({"outputs": "x"}, "outputs is to be a dictionary, not str"),
        ({"names": 5}, "names is to be a dictionary, not int"),
    ],
)
def test_arguments_that_make_no_sense(arguments: dict[str, Any], expected: str) -> None:
    assert complaint(ORDERS, **arguments) == [expected]


def test_arguments_that_are_dictionaries() -> None:
    assert from_manifest(ORDERS, names={"orders": "orders-1a2b"}, values={}, outputs={})["name"] == "orders-1a2b"


@pytest.mark.parametrize(
    ("value", "tags"),
    [(True, True), ("yes", True), ("Planton", True), (False, False), ("", False), (None, False), ("no", False)],
)
def test_the_switch_of_tags(value: Any, tags: bool) -> None:
    options = from_manifest(ORDERS, upstream_tags=value, outputs="", values=None, region="")
    assert ("tags" in options) is tags


def test_outputs_are_written_into_text() -> None:
    results = {"orders": {"outputs": {"table_name": "orders", "table_arn": "arn"}}}
    written = with_outputs(ORDERS, results)
    assert written["status"] == {"outputs": {"tableName": "orders", "tableArn": "arn"}}
    assert with_outputs([ORDERS], results) == [written]
    with pytest.raises(AnsibleFilterError, match="with_outputs: results is to be a dictionary, not list"):
        with_outputs(ORDERS, [])
    with pytest.raises(AnsibleFilterError, match="with_outputs: manifest:2: this is not YAML"):
        with_outputs("a: [\n", results)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with files of several kinds, and another beside it."""
    for name in ("b.yaml", "a.yml", "sub/c.json", "sub/.hidden.yaml", ".git/d.yaml", "notes.txt"):
        path = tmp_path / "one" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "only.yaml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("b.yaml", ["b.yaml"]),
        ("notes.txt", ["notes.txt"]),
        (".", ["a.yml", "b.yaml", "sub/c.json"]),
        ("sub", ["sub/c.json"]),
        ("*.y*ml", ["a.yml", "b.yaml"]),
        ("**/*.json", ["sub/c.json"]),
        ("?.yml", ["a.yml"]),
        ("only.yaml", ["only.yaml"]),
    ],
)
def test_files_are_found(place: Path, pattern: str, names: list[str]) -> None:
    found = find_files(pattern, [str(place / "one"), str(place / "two")])
    assert [os.path.normpath(each.name) for each in found] == names
    assert all(Path(each.path).exists() for each in found)


def test_an_absolute_path_is_called_by_itself(place: Path) -> None:
    (found,) = find_files(str(place / "two"), ["/nowhere"])
    assert found.name == found.path == str(place / "two" / "only.yaml")


@pytest.mark.parametrize("pattern", ["nothing.yaml", "*.nothing", "empty"])
def test_no_file(place: Path, pattern: str) -> None:
    (place / "one" / "empty").mkdir()
    with pytest.raises(NoFileError, match=rf"'{re.escape(pattern)}' is no file.* in .*one, .*two"):
        find_files(pattern, [str(place / "one"), str(place / "two")])
    with pytest.raises(NoFileError, match=r"is no file.*any$"):
        find_files(str(place / pattern), [])
