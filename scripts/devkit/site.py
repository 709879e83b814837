# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/site does: the pages of docs/ and those of the modules, built by Sphinx into .build/site."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Run as a file, Python knows no package above it.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from devkit.environments import BUILD, ROOT, Environment, SetupError, clean_environ, ensure, venv_environ  # noqa: E402
from devkit.workspace import copied_tree  # noqa: E402

CORE, SITE = "core-2.19", "site"
COLLECTION = "planton.dynamodb"
REPOSITORY = "https://github.com/plantonhq/ansible-collection-dynamodb"
SOURCE, TARGET, TREES = BUILD / "site-source", BUILD / "site", BUILD / "site-doctrees"
# A link to a file beside the pages, as Markdown writes it; code spans and addresses are not meant.
LINK = re.compile(r"(?<=\]\()(\.\.?/[^)#\s]+)(#[^)\s]*)?(?=\))")
CONTENTS = re.compile(r"^\.\. contents::.*\n(?:[ \t]+\S.*\n)*", re.M)
ENTRY = re.compile(r"^( {4})(\w+)_(module|filter|lookup|role)$", re.M)
# A label of a module or plugin of another collection, and others of Ansible's documentation that pages name.
FOREIGN = re.compile(r"<(ansible_collections\.(?!planton\.)(\w+)\.(\w+)\.(\w+_(?:module|filter|lookup)))>")
LABELS = {
    "ansible_configuration_settings": "reference_appendices/config.html#ansible-configuration-settings",
    "common_return_values": "reference_appendices/common_return_values.html#common-return-values",
    "action_plugins": "plugins/action.html#action-plugins",
}


class SiteError(Exception):
    """The site cannot be built, or is not whole; the text says why."""


def build() -> None:
    """Build the site and check its links."""
    site, core = ensure(SITE), ensure(CORE)
    for place in (SOURCE, TARGET, TREES):
        shutil.rmtree(place, ignore_errors=True)
    _gather(SOURCE / "docs")
    _modules(core, SOURCE / "docs")
    _inventory(SOURCE / "docs" / "ansible.inv")
    _sphinx(site)
    broken = list(broken_links(TARGET))
    if broken:
        raise SiteError("links that lead nowhere:\n" + "\n".join(broken))


def _gather(pages: Path) -> None:
    """Put the written pages together, with what they include beside them as in the checkout."""
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("docsite"))
    shutil.copytree(ROOT / "examples", SOURCE / "examples")
    for page in pages.rglob("*.md"):
        page.write_text(_outward(page.read_text(), ROOT / "docs" / page.relative_to(pages)))
    docsite = ROOT / "docs" / "docsite"
    shutil.copy2(docsite / "conf.py", pages)
    (pages / "index.md").write_text(_index((docsite / "index.md").read_text()))
    shutil.copytree(docsite / "static", pages / "static")


def _index(text: str) -> str:
    """Name the pages that nobody has put in order where the index has a place for them."""
    others = sorted({page.stem for page in (ROOT / "docs").glob("*.md")} - {*text.split()})
    return text.replace("(other pages)\n", "".join(f"{name}\n" for name in others))


def _outward(text: str, page: Path) -> str:
    """Let links to files that are no pages of the site lead to the repository."""

    def link(found: re.Match[str]) -> str:
        target = (page.parent / found[1]).resolve()
        if not target.exists():
            raise SiteError(f"{page.relative_to(ROOT)}: {found[1]} is not there")
        if target.suffix == ".md" and target.is_relative_to(ROOT / "docs"):
            return found[0]
        kind = "tree" if target.is_dir() else "blob"
        return f"{REPOSITORY}/{kind}/main/{target.relative_to(ROOT)}{found[2] or ''}"

    return LINK.sub(link, text)


def _modules(core: Environment, pages: Path) -> None:
    """Have antsibull-docs write the pages of modules, plugins and the role."""
    target = pages / "collections"
    target.mkdir(mode=0o755)  # it refuses a directory that others may write to
    with copied_tree(core) as collection:
        environ = {**venv_environ(core), "ANSIBLE_COLLECTIONS_PATH": str(collection.parents[2])}
        command = [core.tool("antsibull-docs"), "--config-file", str(_settings()), "collection", "--use-current"]
        flags = ["--fail-on-error", "--squash-hierarchy", "--dest-dir", str(target)]
        _must([*command, *flags, COLLECTION], environ)
    for page in target.rglob("*.rst"):
        # The theme shows the parts of a page beside it, and titles are too long for its list of pages.
        page.write_text(ENTRY.sub(r"\1\2 \3 <\2_\3>", CONTENTS.sub("", page.read_text())))


def _settings() -> Path:
    path = SOURCE / "antsibull-docs.cfg"
    path.write_text(
        "breadcrumbs = true\nindexes = true\nuse_html_blobs = false\nadd_antsibull_docs_version = false\n"
        f'collection_url = {{\n  * = "{REPOSITORY}"\n}}\n'
        'collection_install = {\n  * = "ansible-galaxy collection install {namespace}.{name}"\n}\n'
    )
    return path


def _inventory(path: Path) -> None:
    """Write down where Ansible's own labels are, as Sphinx would fetch it."""
    labels = dict(LABELS)
    for page in path.parent.rglob("*.rst"):
        for label, *names in FOREIGN.findall(page.read_text()):
            labels[label] = f"collections/{'/'.join(names)}.html"
    lines = "".join(f"{name} std:label -1 {place} {name}\n" for name, place in sorted(labels.items()))
    head = "# Sphinx inventory version 2\n# Project: Ansible\n# Version: devel\n"
    note = "# The remainder of this file is compressed using zlib.\n"
    path.write_bytes((head + note).encode() + zlib.compress(lines.encode()))


def _sphinx(site: Environment) -> None:
    command = [site.tool("sphinx-build"), "-b", "html", "-W", "--keep-going", "-q", "-j", "2", "-d", str(TREES)]
    _must([*command, str(SOURCE / "docs"), str(TARGET)], venv_environ(site))


def _must(command: list[str], environ: dict[str, str]) -> None:
    result = subprocess.run(
        command,
        cwd=SOURCE,
        env={**clean_environ(), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SiteError(f"{Path(command[0]).name} ended with {result.returncode}:\n{result.stdout}")


class _Page(HTMLParser):
    """What a page can be entered by, and where it leads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                (self.links if tag == "a" else self.loads).append(value)


def broken_links(site: Path) -> Iterator[str]:
    """Tell of links inside the site that lead nowhere, and of pages that load something from elsewhere."""
    pages = {path: _Page(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site)
        yield from (f"{name} loads {load}" for load in page.loads if urlsplit(load).netloc)
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.exists():
                yield f"{name}: {link}"
            elif anchor and target in pages and anchor not in pages[target].anchors:
                yield f"{name}: {link}: no such place on that page"


def main() -> int:
    argparse.ArgumentParser(
        prog="scripts/site", description="Build the documentation site into .build/site; warnings are errors."
    ).parse_args()
    began = time.monotonic()
    try:
        build()
    except (SiteError, SetupError) as error:
        print(f"scripts/site: {error}", file=sys.stderr)
        return 1
    pages = sum(1 for _page in TARGET.rglob("*.html"))
    print(
        f"{pages} pages in {TARGET.relative_to(ROOT)}, built in {time.monotonic() - began:.0f} s; see index.html there"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
