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
from .._item_options import shallower

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
