# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""How a module of AWS begins, and how many calls it makes at a time."""

from __future__ import annotations

import contextlib
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from .._aws.connecting import forget_blank_variables

Words = dict[str, t.Any]

# Reads and writes of one table at a time: more than it has settings would never be used.
WORKERS = 8


def make_module(argument_spec: Words, **more: t.Any) -> AnsibleAWSModule:
    """Build the module from its options; where core trips over a value, it says what is wrong and ends the module."""
    forget_blank_variables()
    try:
        return AnsibleAWSModule(argument_spec=argument_spec, **more)
    except TypeError:
        for spec in shallower(argument_spec):
            with contextlib.suppress(TypeError):
                AnsibleAWSModule(argument_spec=spec, **more)
        raise


def shallower(spec: Words) -> list[Words]:
    """Return the options with ever fewer of their suboptions.

    ansible-core looks into the suboptions of an option before it checks that there are any, and trips over
    ``ttl: true``. Without the suboptions it gets as far as saying what is wrong.
    """
    return [_as_deep_as(spec, depth) for depth in (1, 0)]


def _as_deep_as(spec: Words, depth: int) -> Words:
    """Return the options with their suboptions down to a depth."""
    return {
        name: {
            field: _as_deep_as(value, depth - 1) if field == "options" else value
            for field, value in option.items()
            if field != "options" or depth > 0
        }
        for name, option in spec.items()
    }
