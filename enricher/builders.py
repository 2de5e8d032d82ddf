"""Which site builder, or editor, reads the notes: told by its own configuration beside them.

Where each reads data files and how it names its pages is from its documentation; a site is the
nearest folder, the notes' own or one above it in the same repository, that holds a configuration.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from enricher import files, text
from enricher.errors import NoteError
from enricher.writers.interface import Profile, WriteOptions


class Site(NamedTuple):
    """A site: what builds it, its folder, and the file that told so.

    ``pages`` is the folder that the builder's own page paths are relative to; ``files`` are the
    places of side files by writer, relative to ``root``, where the builder expects them.
    """

    builder: str
    root: Path
    config: Path
    profile: Profile
    pages: Path
    files: Mapping[str, str]


class _Builder(NamedTuple):
    """A builder: the files that may configure it, and what else they or the folder must hold.
    ``data_of`` reads the folder of data from a configuration that is a program."""

    name: str
    configs: tuple[str, ...]
    holds: re.Pattern[str] | None = None
    beside: tuple[str, ...] = ()
    profile: Profile = Profile.NESTED
    pages: str = "."
    pages_key: str = ""
    data: str = ""
    data_key: str = ""
    within_pages: bool = False
    file: str = "papers.json"
    data_of: Callable[[str], str] | None = None


def _hugo(name: str, *, holds: re.Pattern[str] | None = None) -> _Builder:
    """Hugo by a configuration of this name: the older one is that of many other programs, too."""
    folders, endings = ("", "config/_default/"), ("toml", "yaml", "yml", "json")
    return _Builder(
        "Hugo",
        tuple(f"{folder}{name}.{ending}" for folder in folders for ending in endings),
        holds=holds,
        pages="content",
        pages_key="contentDir",
        data="data",
        data_key="dataDir",
    )


# The comments of JavaScript, and how Eleventy is told its folders: in what the configuration
# returns or exports, or (version 3) by calls. What is no plain text there is not known to us.
_COMMENT = re.compile(r"/\*.*?\*/|^[ \t]*//[^\n]*", re.DOTALL | re.MULTILINE)
_DIR = re.compile(r"""\bdir["']?\s{0,9}:\s{0,9}\{([^{}]{0,2000})\}""")
_TEXT = r"""(["'`])([\w./-]{1,200})"""


def _data_of_eleventy(content: str) -> str:
    """The folder of data: a path from that of the input (``../_data`` beside it is common)."""
    content = _COMMENT.sub("", content)
    told = _DIR.search(content)

    def folder(key: str, call: str) -> str:
        in_dir = rf"""\b{key}["']?\s{{0,9}}:\s{{0,9}}{_TEXT}\1"""
        by_call = rf"""\.{call}\(\s{{0,9}}{_TEXT}\1\s{{0,9}}\)"""
        found = re.search(by_call, content) or (re.search(in_dir, told[1]) if told else None)
        return found[2] if found else ""

    pages, data = folder("input", "setInputDirectory"), folder("data", "setDataDirectory")
    place = os.path.normpath(Path(pages, data or "_data"))
    return _within(place) or str(Path(_within(pages), "_data"))


_ENDINGS = ("js", "cjs", "mjs", "ts", "mts")
# The first that fits counts: Jupyter Book, Hexo and Jekyll share the name of their files, and so do
# Zola and Hugo.
_BUILDERS: Final = (
    _Builder("Jupyter Book", ("_config.yml",), beside=("_toc.yml", "_toc.yaml")),
    _Builder(
        "Hexo",
        ("_config.yml",),
        beside=("scaffolds", "source/_posts"),
        pages="source",
        pages_key="source_dir",
        data="_data",
        within_pages=True,
    ),
    _Builder(
        "Jekyll",
        ("_config.yml", "_config.yaml"),
        pages_key="source",
        data="_data",
        data_key="data_dir",
        within_pages=True,
    ),
    _Builder(
        "Zola",
        ("config.toml", "zola.toml"),
        holds=re.compile(r"^base_url[ \t]*=", re.MULTILINE),
        profile=Profile.EXTRA,
        pages="content",
        data="data",
    ),
    _hugo("hugo"),
    _hugo(
        "config",
        holds=re.compile(
            r"""^[ \t]*["']?(?:baseURL|languageCode)\b""", re.IGNORECASE | re.MULTILINE
        ),
    ),
    _Builder("MkDocs", ("mkdocs.yml", "mkdocs.yaml"), pages="docs", pages_key="docs_dir"),
    _Builder("Quarto", ("_quarto.yml", "_quarto.yaml")),
    _Builder("MyST", ("myst.yml", "myst.yaml")),
    _Builder(
        "Sphinx",
        ("conf.py",),
        holds=re.compile(r"""^extensions\b[^#]{0,2000}["'](?:myst_|sphinx)""", re.MULTILINE),
    ),
    _Builder(
        # its data cascade would join a list of this name with that of a front matter
        "Eleventy",
        (".eleventy.js", *(f"eleventy.config.{ending}" for ending in _ENDINGS)),
        data="_data",
        file="library.json",
        data_of=_data_of_eleventy,
    ),
    _Builder(
        "Astro",
        tuple(f"astro.config.{ending}" for ending in _ENDINGS),
        data="src/data",
    ),
)
_VAULT: Final = ".obsidian"


def site_of(folder: Path) -> Site | None:
    """The site that the notes of a folder belong to, None where nothing tells."""
    start = folder.absolute()
    for place in (start, *start.parents):
        found = _site_at(place)
        if found is not None:
            return found
        if (place / ".git").exists():
            return None
    return None


def for_site(options: WriteOptions, site: Site | None) -> WriteOptions:
    """The options with the profile of the site."""
    return replace(options, profile=site.profile) if site else options


def told(site: Site | None) -> str:
    """What was found out about a site, in a line for people."""
    if site is None:
        return "no site builder's configuration found; front matter is nested"
    data = "".join(f", {writer} in {path}" for writer, path in site.files.items())
    return f"{site.builder} ({site.config}): front matter is {site.profile}{data}"


def _site_at(folder: Path) -> Site | None:
    """The site whose root a folder is. A vault's notes are Obsidian's, whatever else reads them."""
    vault = files.is_folder(folder / _VAULT)
    for builder in _BUILDERS:
        config = _config_of(builder, folder)
        if config is not None:
            site = _site(builder, folder, config)
            return site._replace(profile=Profile.FLAT) if vault else site
    if vault:
        return Site("Obsidian", folder, folder / _VAULT, Profile.FLAT, folder, {})
    return None


def _config_of(builder: _Builder, folder: Path) -> Path | None:
    if builder.beside and not any((folder / name).exists() for name in builder.beside):
        return None
    for name in builder.configs:
        config = folder / name
        if config.is_file() and (builder.holds is None or builder.holds.search(_text_of(config))):
            return config
    return None


def _site(builder: _Builder, folder: Path, config: Path) -> Site:
    content = _text_of(config)
    pages = _set_folder(content, builder.pages_key) or builder.pages
    places: dict[str, str] = {}
    if builder.data_of is not None:
        places["data"] = str(Path(builder.data_of(content), builder.file))
    elif builder.data:
        data = _set_folder(content, builder.data_key) or builder.data
        places["data"] = str(Path(pages if builder.within_pages else "", data, builder.file))
    if (folder / "_bibliography").is_dir():  # jekyll-scholar's own default
        places["bibtex"] = "_bibliography/references.bib"
    return Site(builder.name, folder, config, builder.profile, folder / pages, places)


def _set_folder(content: str, key: str) -> str:
    """The folder that a top-level key of a YAML or TOML file names, if it lies in the site.

    These files hold tags and templates that only their builders can read, so the line is looked
    for and no parser asked.
    """
    if not key:
        return ""
    line = rf"""^{key}[ \t]*[:=][ \t]*(["']?)([\w./-]{{1,200}})\1[ \t]*(?:#[^\n]*)?\r?$"""
    found = re.search(line, content, re.MULTILINE)
    return _within(found[2]) if found else ""


def _within(name: str) -> str:
    """The folder of a name, if it lies in the site and is not the site's own."""
    folder = Path(name)
    return "" if folder.is_absolute() or ".." in folder.parts else str(folder).strip(".")


def _text_of(config: Path) -> str:
    try:
        return text.twin(text.decode(files.read(config)))
    except NoteError:  # whoever builds the site will be told
        return ""
