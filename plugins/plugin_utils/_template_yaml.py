# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads the text of a template of CloudFormation, with the short forms of its functions."""

from __future__ import annotations

import typing as t

import yaml

from ._yaml_lines import PlainLoader, YamlDocument, read_yaml

# These two are the only functions whose long form does not begin with Fn.
PLAIN = ("Ref", "Condition")


class _TemplateLoader(PlainLoader):
    """Reads ``!Sub`` as ``Fn::Sub``, and so on."""


def _function(loader: t.Any, name: str, node: yaml.Node) -> dict[str, t.Any]:
    if isinstance(node, yaml.ScalarNode):
        argument: t.Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        argument = loader.construct_mapping(node, deep=True)
    return {name if name in PLAIN else f"Fn::{name}": argument}


_TemplateLoader.add_multi_constructor("!", _function)


def read_template(text: str) -> list[YamlDocument]:
    """Return every document of the text."""
    return read_yaml(text, _TemplateLoader)
