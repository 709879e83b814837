# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx builds the site from what scripts/site puts together: nothing is fetched."""

project = "planton.dynamodb"
author = "the planton.dynamodb contributors"
copyright = "2026, the planton.dynamodb contributors"

extensions = ["myst_parser", "sphinx.ext.intersphinx", "sphinx_antsibull_ext"]
root_doc = "index"
default_role = "any"
nitpicky = True

# The same anchors as on GitHub, where the pages are read too.
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]

# Only labels that the pages of modules name; scripts/site writes them down.
intersphinx_mapping = {"ansible": ("https://docs.ansible.com/projects/ansible/latest/", "ansible.inv")}

html_theme = "furo"
html_title = "planton.dynamodb"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
pygments_style = "ansible"
pygments_dark_style = "github-dark"
highlight_language = "YAML+Jinja"
antsibull_ext_color_scheme = "none"
