# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option is described once: the files that repeat it are what scripts/generate writes."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.module_utils._argspec import LIST_OPTIONS, table_argument_spec
from ansible_collections.planton.dynamodb.scripts.devkit.generator import text
from ansible_collections.planton.dynamodb.scripts.devkit.generator.argspec import MARK, argspec
from ansible_collections.planton.dynamodb.scripts.devkit.generator.files import (
    ARGSPEC,
    FRAGMENTS,
    ROLE,
    SETTINGS,
    VALIDATION,
    generated,
    stale,
)
from ansible_collections.planton.dynamodb.scripts.devkit.generator.options import PLACE, OptionsError, read
from ansible_collections.planton.dynamodb.scripts.devkit.generator.readme import markdown, readme
from ansible_collections.planton.dynamodb.scripts.devkit.generator.role import in_words_of_the_role
from ansible_collections.planton.dynamodb.scripts.devkit.generator.text import BEGIN, END, MarksError
from ansible_collections.planton.dynamodb.scripts.devkit.generator.validation import validation

ROOT = Path(__file__).parents[2]
WANTED = generated(ROOT)
Words = dict[str, Any]
# What some folders of settings have, and where it is listed.
OF_SOME = {"manifest": "manifests", "adopting": "adoptings", "drift": "drifts"}
COLOUR = {
    "description": ["What colour the table has, V(RED) or V(BLUE), see O(ttl.enabled=true)."],
    "type": "str",
    "example": "RED",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The descriptions, and the files that are partly written by hand."""
    shutil.copytree(ROOT / PLACE, tmp_path / PLACE)
    for path in (ARGSPEC, VALIDATION, ROLE / "README.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, tmp_path / path)
    return tmp_path


def describe(checkout: Path, option: Words, **more: Any) -> None:
    """Add a setting with the one option ``colour``."""
    path = checkout / PLACE / "colour" / "options.yml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump({"place": 95, "options": {"colour": option}, **more}))


def fragment(source: str) -> Words:
    """The options that a documentation fragment documents."""
    (assigned,) = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign))
    return dict(yaml.safe_load(ast.literal_eval(assigned.value))["options"])


@pytest.mark.parametrize("path", WANTED, ids=str)
def test_the_file_is_up_to_date(path: Path) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == WANTED[path], "write it: scripts/generate"


def test_each_file_says_what_writes_it() -> None:
    for path, written in WANTED.items():
        start = written.index(MARK) if path == ARGSPEC else written.index(BEGIN) if path.suffix == ".md" else 0
        assert "ritten by scripts/generate from " in "".join(written[start:].splitlines(keepends=True)[:2]), path


def test_a_changed_file_is_stale(checkout: Path) -> None:
    for path, written in generated(checkout).items():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text(written)
    assert stale(checkout) == {}
    path = FRAGMENTS / "_run_options.py"
    (checkout / path).write_text("")
    (checkout / ROLE / "defaults" / "main.yml").unlink()
    assert {*stale(checkout)} == {path, ROLE / "defaults" / "main.yml"}


def test_documentation_and_argument_specification_agree() -> None:
    """Not only because one program writes both: what ansible-doc shows is what the modules take."""

    def compared(options: Words, nested: str) -> Words:
        return {
            name: (
                *(option.get(key) for key in ("type", "elements", "choices", "aliases", "default")),
                bool(option.get("required")),
                compared(option.get(nested, {}), nested),
            )
            for name, option in options.items()
        }

    documented = fragment(WANTED[FRAGMENTS / "_tables_option.py"])
    items = documented["tables"].pop("suboptions")
    assert compared(items, "suboptions") == compared(table_argument_spec(), "options")
    assert compared(documented, "suboptions") == compared(LIST_OPTIONS, "options")
    apart = [fragment(WANTED[FRAGMENTS / f"_{name}_options.py"]) for name in ("table", "run")]
    assert {**apart[0], **apart[1]}.keys() == items.keys() - {"tags", "purge_tags"}


def test_a_new_setting_is_one_folder(checkout: Path) -> None:
    """It appears everywhere, in its place, without any other file."""
    before = generated(checkout)
    rule = {"V900": {"text": "a colour is one of two", "mark": "policy"}}
    describe(checkout, COLOUR, rules=rule, seconds={"UpdateColour": 3})
    after = generated(checkout)
    assert "| V900 | a colour is one of two | | policy |\n" in after[VALIDATION]
    # What only some folders have is listed where they have it.
    listed = [SETTINGS / f"{catalog}.py" for catalog in OF_SOME.values()]
    assert [path for path in after if after[path] == before[path]] == [FRAGMENTS / "_run_options.py", *listed]

    assert fragment(after[FRAGMENTS / "_table_options.py"])["colour"]["description"] == COLOUR["description"]
    item = fragment(after[FRAGMENTS / "_tables_option.py"])["tables"]["suboptions"]["colour"]
    assert item == {
        "description": ["What colour the table has, V(RED) or V(BLUE), see O(tables[].ttl.enabled=true)."],
        "type": "str",
    }
    names: Words = {"__name__": "argspec"}
    exec(compile(after[ARGSPEC], "argspec", "exec"), names)
    options = names["table_argument_spec"]()
    assert options["colour"] == {"type": "str"}
    assert {name: option for name, option in options.items() if name != "colour"} == table_argument_spec()
    assert [*options].index("colour") == [*options].index("ttl") + 1

    role = yaml.safe_load(after[ROLE / "meta" / "argument_specs.yml"])["argument_specs"]["variables"]["options"]
    told = "What colour the table has, V(RED) or V(BLUE), see O(aws_dynamodb_ttl.enabled=true)."
    expected = {"description": [told], "type": "str"}
    assert role["aws_dynamodb_colour"] == expected
    assert role["aws_dynamodb_tables"]["options"]["colour"] == expected
    assert role["aws_dynamodb_table_defaults"]["options"]["colour"] == expected
    assert "# aws_dynamodb_colour: RED\n" in after[ROLE / "defaults" / "main.yml"]
    told = "What colour the table has, `RED` or `BLUE`, see `aws_dynamodb_ttl.enabled: true`."
    assert f"| `aws_dynamodb_colour` | str | {told} | `RED` |\n" in after[ROLE / "README.md"]


@pytest.mark.parametrize(("file", "catalog"), OF_SOME.items())
def test_what_only_some_folders_have_is_listed_in_the_order_of_the_settings(
    checkout: Path, file: str, catalog: str
) -> None:
    describe(checkout, COLOUR)
    (checkout / PLACE / "colour" / f"{file}.py").write_text("")
    written = generated(checkout)[SETTINGS / f"{catalog}.py"]
    assert f"from .colour import {file} as colour\n" in written
    listed = re.findall(rf"^    (\w+)\.{file.upper()},$", written, re.MULTILINE)
    assert listed[listed.index("ttl") + 1] == "colour"


def test_a_setting_that_another_collection_documents_is_not_in_the_fragment_of_one_table(checkout: Path) -> None:
    describe(checkout, COLOUR, documented_by="amazon.aws.colours")
    after = generated(checkout)
    assert "colour" not in fragment(after[FRAGMENTS / "_table_options.py"])
    assert "colour" in fragment(after[FRAGMENTS / "_tables_option.py"])["tables"]["suboptions"]


def test_what_another_collection_documents_is_documented_by_the_module_of_one_table() -> None:
    documentation = (ROOT / "plugins" / "modules" / "dynamodb_table.py").read_text()
    named = [setting.documented_by for setting in read(ROOT).settings if setting.documented_by]
    assert named
    assert all(f"  - {name}\n" in documentation for name in named)


def test_an_option_may_be_the_same_as_another(checkout: Path) -> None:
    describe(checkout, {"same_as": "stream_view_type", "example": "x"})
    colour = read(checkout).specification["colour"]
    assert colour == {**read(checkout).specification["stream_view_type"], "example": "x"}


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ({**COLOUR, "samples": 1}, "colour: unknown samples; there are description, type"),
        ({"type": "str", "example": "x"}, "colour: description missing"),
        ({"example": "x"}, "colour: description and type missing"),
        ({"description": "x", "type": "str"}, "colour: an example is missing, because it has no default"),
        ({"same_as": "nowhere"}, "colour: same_as names nowhere, which is not described by itself"),
        ({"same_as": "ttl.nowhere"}, "colour: same_as names ttl.nowhere"),
        ({"same_as": "global_secondary_indexes.name"}, "colour: same_as names global_secondary_indexes.name"),
        ({**COLOUR, "suboptions": {"shade": {"type": "str"}}}, "colour.shade: description missing"),
    ],
)
def test_a_description_that_is_not_whole_is_refused(checkout: Path, option: Words, told: str) -> None:
    describe(checkout, option)
    with pytest.raises(OptionsError, match=re.escape(told)):
        read(checkout)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"place": None}, "colour/options.yml: place is a number"),
        ({"options": {"ttl": COLOUR}}, "described more than once: ttl"),
        ({"policy": []}, "colour/options.yml: unknown policy"),
    ],
)
def test_a_setting_that_is_not_whole_is_refused(checkout: Path, more: Words, told: str) -> None:
    describe(checkout, COLOUR, **more)
    with pytest.raises(OptionsError, match=told):
        read(checkout)


def test_what_is_written_by_hand_stays() -> None:
    described = read(ROOT)
    written = argspec(described, f"# By hand.\n{MARK}old = 1\n")
    assert written.startswith(f"# By hand.\n{MARK}") and "old = 1" not in written
    written = readme(described, f"Before.\n{BEGIN}old\n{END}After.\n")
    assert written.startswith(f"Before.\n{BEGIN}") and written.endswith(f"{END}After.\n") and "old\n" not in written


@pytest.mark.parametrize("there", ["", BEGIN, END])
def test_a_file_without_marks_is_refused(there: str) -> None:
    described = read(ROOT)
    with pytest.raises(MarksError, match="has no line"):
        readme(described, there)
    with pytest.raises(MarksError, match="has no line"):
        validation(described, there)
    with pytest.raises(OptionsError, match="has no line"):
        argspec(described, there)


@pytest.mark.parametrize(
    ("documented", "shown"),
    [
        ("O(wait=true), V(false), C(a b) and RV(x.y=z)", "`wait: true`, `false`, `a b` and `x.y: z`"),
        ("M(ns.c.module) and P(ns.c.role#role)", "`ns.c.module` and `ns.c.role`"),
        ("L(here,https://x.example/a) | I(no)", r"[here](https://x.example/a) \| I(no)"),
        ("RV(planton.dynamodb.dynamodb_table#module:converged=false)", "`converged: false`"),
    ],
)
def test_markup_in_the_readme(documented: str, shown: str) -> None:
    assert markdown(documented) == shown


def test_texts_name_variables_of_the_role() -> None:
    said = in_words_of_the_role(
        "O(ttl.enabled=true), O(tables[].ttl), O(other), RV(converged=false)", {"ttl", "tables"}
    )
    module = "RV(planton.dynamodb.dynamodb_table#module:converged=false)"
    assert said == f"O(aws_dynamodb_ttl.enabled=true), O(aws_dynamodb_tables[].ttl), O(other), {module}"


@pytest.mark.parametrize(
    "value", [{"a": "x " * 200}, {"a": ["y" * 100] * 3, "b": {"c": "it: is 'so'"}}, {"a": [], "b": {}}]
)
def test_yaml_has_short_lines_and_reads_back(value: Words) -> None:
    written = text.block(value, 8)
    assert max(map(len, written.splitlines())) <= text.LONGEST
    assert yaml.safe_load(written) == yaml.safe_load(yaml.safe_dump(value))


def test_a_word_that_is_longer_than_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than a line"):
        text.block({"a": "x" * 200})


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (["a=1", "b=2"], "f(a=1, b=2)"),
        ([f"a={'x' * 50}", f"b={'y' * 50}"], f"f(\n        a={'x' * 50}, b={'y' * 50}\n    )"),
        ([f"a={'x' * 60}", f"b={'y' * 60}"], f"f(\n        a={'x' * 60},\n        b={'y' * 60},\n    )"),
        (["a=g(\n        )", "b=2"], "f(\n        a=g(\n        ),\n        b=2,\n    )"),
    ],
)
def test_a_call_that_is_too_long_for_a_line_is_broken_as_ruff_does(parts: list[str], written: str) -> None:
    assert text.call("f", parts, 4, 12) == written
