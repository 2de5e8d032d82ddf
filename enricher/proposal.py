"""What `enricher init` proposes for a site: settings, its template, a workflow. Pure.

A proposal holds new files only. What a user has already is never touched: what belongs into files
of theirs is a line to paste.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from enricher.builders import Site

SETTINGS: Final = "enricher.toml"


class NewFile(NamedTuple):
    """A file to make, relative to the folder that the proposal is for."""

    path: PurePosixPath
    text: str


class Paste(NamedTuple):
    """Lines for a file of the user's, and what that file is."""

    where: str
    lines: tuple[str, ...]


class Proposal(NamedTuple):
    """The files to make and what to paste. ``writers`` are what runs write with, none where they
    write nothing; ``creates`` is set where the workflow proposes front matter for notes without;
    ``pack_setting`` is how a builder that reads the cache is told of a pack's folder."""

    files: tuple[NewFile, ...]
    pastes: tuple[Paste, ...]
    writers: tuple[str, ...]
    creates: bool
    pack_setting: str


class _Kit(NamedTuple):
    """What a builder's sites get: a writer, the folder of their templates, and what to paste.
    ``output`` are the folders that the builder puts its pages into, which are no notes. One with a
    plugin that reads the cache needs no writer, and its notes stay as they are; ``pack_setting`` is
    the line that names the folder of a pack to it."""

    writer: str = "data"
    templates: str = ""
    pastes: tuple[Paste, ...] = ()
    pack_setting: str = ""
    output: tuple[str, ...] = ()


_KITS: Final = {
    "Jekyll": _Kit(
        templates="jekyll",
        pastes=(
            Paste(
                "the layout of your posts (_layouts/post.html), below {{ content }}",
                ("{% include enricher.html %}",),
            ),
            Paste(
                "_config.yml, so that settings, and keys in them, are not published",
                ("exclude:", "  - enricher.toml"),
            ),
        ),
    ),
    "Hugo": _Kit(
        output=("public",),
        templates="hugo",
        pastes=(
            Paste(
                "your layout of pages (layouts/_default/single.html), below {{ .Content }}",
                ('{{ partial "enricher.html" . }}',),
            ),
        ),
    ),
    "MkDocs": _Kit(
        output=("site",),
        writer="",
        pastes=(
            Paste(
                "mkdocs.yml",
                (
                    "# pip install 'enricher[mkdocs] @ git+https://github.com/enricher/enricher'",
                    "plugins:",
                    "  - search",
                    "  - enricher:",
                    "      list: true   # a list of its papers below each page",
                ),
            ),
        ),
        pack_setting="cache: cache",
    ),
    "Quarto": _Kit(
        writer="csl-json", pastes=(Paste("_quarto.yml", ("bibliography: references.json",)),)
    ),
    "Jupyter Book": _Kit(
        output=("_build",),
        writer="bibtex",
        pastes=(Paste("_config.yml", ("bibtex_bibfiles:", "  - references.bib")),),
    ),
    "MyST": _Kit(output=("_build",), writer="bibtex"),
    "Sphinx": _Kit(
        output=("_build", "build"),  # the sources of pages are copied there, too
        writer="",
        pastes=(Paste("conf.py", ('extensions.append("enricher.integrations.sphinx")',)),),
        pack_setting='enricher_cache = "cache"',
    ),
    "Obsidian": _Kit(writer="front-matter"),
    "Hexo": _Kit(output=("public",)),
    "Zola": _Kit(output=("public",)),
    "Astro": _Kit(output=("dist",)),
}
_PLAIN: Final = _Kit(writer="venue")
_RELEASE: Final = Paste(
    ".github/workflows/enricher.yml, in place of the zeros, the commit of a release or, until "
    "there is one, of the main branch",
    ("git ls-remote https://github.com/enricher/enricher main    # prints it",),
)

_TOML: Final = """\
# Settings of enricher: they hold where it is started in this folder or below.
# What each means: https://github.com/enricher/enricher#settings

{to}

{exclude}  # notes to leave out
# mailto = "you@example.org"         # told to the servers, so that they can reach you
# cache = ".enricher"                # where fetched records are kept, if not in your home folder

# [overrides."arxiv:1803.02780"]     # your value beats any fetched one
# venue = "NeurIPS 2018"

# [links]
# "https://arxiv.org/abs/1706.03762" = false   # never enrich this link
"""


_CREATE: Final = 'create-front-matter: "true"'
_TO: Final = 'to = ["{}"]  # what is written: `enricher writers` lists them'
_TO_NOTHING: Final = "to = []  # nothing is written: the builder's plugin shows papers in its pages"


def proposal(
    site: Site | None,
    *,
    workflow: bool,
    files_of: Callable[[str], Mapping[str, str]],
    to: Sequence[str] | None = None,
) -> Proposal:
    """What a site gets; one that nothing is known of counts as a list, whose links get venues.

    ``files_of`` gives the texts of the files in a folder of the package, by their places; ``to`` is
    what settings that are there already write, and then none are made.
    """
    kit = _KITS.get(site.builder, _Kit()) if site else _PLAIN
    output = ", ".join(f'"{folder}/**"' for folder in kit.output)
    exclude = f"exclude = [{output}]" if output else '# exclude = ["drafts/**"]'
    # a pull request of what nobody wrote would be empty, and most pages there have no front matter
    writer = kit.writer or ("front-matter" if workflow else "")
    creates = workflow and writer == "front-matter"
    line = _TO.format(writer) if writer else _TO_NOTHING
    made = {SETTINGS: _TOML.format(to=line, exclude=exclude)} if to is None else {}
    made |= files_of(kit.templates) if kit.templates else {}
    pages = site.pages.relative_to(site.root).as_posix() if site and creates else "."
    made |= _workflow(files_of("github"), pages, creates=creates) if workflow else {}
    files = (NewFile(PurePosixPath(place), text) for place, text in made.items())
    pastes = (*kit.pastes, _RELEASE) if workflow else kit.pastes
    own = (writer,) if writer else ()
    writers = own if to is None else tuple(name.partition("=")[0] for name in to)
    return Proposal(tuple(files), pastes, writers, creates, kit.pack_setting)


def _workflow(files: Mapping[str, str], pages: str, *, creates: bool) -> Mapping[str, str]:
    """The workflow's files. Where it creates front matter, then in ``pages`` only: a README that is
    none of them needs none."""
    if not creates:
        return files
    paths = "paths: ." if pages == "." else f"paths: {json.dumps(pages)}"
    return {
        place: content.replace("paths: .\n", f"{paths}\n").replace(f"# {_CREATE}", _CREATE)
        for place, content in files.items()
    }
