# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's own tools: environments, local engines, and the run of all checks. Standard library only,
but for the generator, which scripts/generate starts in an environment."""
