# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written as YAML reads back as the same, whatever characters a name has."""

from __future__ import annotations

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.plugin_utils._yaml_text import as_yaml
from hypothesis import given, settings
from hypothesis import strategies as st

# The ends of lines that only YAML knows, and characters around them.
ENDS = st.text(st.sampled_from("\n\r\t \x85\u2028\u2029\ufeff\xa0é:#'\"{%a"), max_size=8)
WRITTEN = ENDS | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize("variables", [False, True])
@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(name=WRITTEN, value=WRITTEN)
def test_any_text_reads_back(variables: bool, name: str, value: str) -> None:
    text = as_yaml({name: [value]}, variables=variables)
    assert yaml.load(text, Loader=_Reader) == {name: [value]}


class _Reader(yaml.SafeLoader):
    """Reads what Ansible's own loader marks as no template, too."""


_Reader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))
