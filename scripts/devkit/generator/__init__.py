# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what repeats the options of plugins/module_utils/_settings: documentation, argument specifications, the role.

It needs PyYAML. scripts/generate starts it in an environment that has it.
"""
