"""A front matter is written in its own style, and in the profile that the site's readers know.

Obsidian's properties are flat, so that YAML holds lists of texts for it instead of one nested list.
TOML knows two places: Hugo reads a page's own data anywhere, Zola in the table ``[extra]`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter
from enricher.writers.front_matter import FrontMatterSettings, as_written, managed, yaml_flat
from enricher.writers.front_matter.managed import Style
from enricher.writers.front_matter.other_keys import other_lists, told
from enricher.writers.front_matter.toml_tables import TomlTables
from enricher.writers.front_matter.yaml_list import YamlList
from enricher.writers.interface import (
    Document,
    Idle,
    Planned,
    Profile,
    WriteOptions,
)
from enricher.writers.works import works_of

LEFT = "its front matter is left as it is"
UNMARKED = frozenset({".ipynb", ".bib"})


def plan(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edit that brings the list up to date; none in a note that wants to be left alone."""
    if texts.is_opted_out(document.text):
        return Planned(idle=Idle.OPTED_OUT)
    front = _front_matter(document.path, document.text)
    if front is None:
        return _creation(document, papers, options)
    chosen = _with_profile(options)
    if as_written.is_current(document, front, papers, chosen):
        return Planned()
    planned = _planned(document, front, papers, chosen)
    return planned._replace(notices=(*planned.notices, *told(document, front, options)))


def _planned(
    document: Document,
    front: FrontMatter,
    papers: Mapping[PaperRef, Paper],
    options: WriteOptions,
) -> Planned:
    """The edit of a note that has a front matter."""
    styles = _styles(front, options)
    if not styles or (front.style == "yaml" and options.profile is Profile.EXTRA):
        if papers:
            raise _unsupported(document, front)
        return Planned()
    if front.style == "yaml" and (
        options.profile is Profile.FLAT or yaml_flat.is_there(document, front, options)
    ):
        return yaml_flat.plan(document, front, papers, options)
    style, *others = styles
    for other in others:
        for span in managed.own(document.path, document.text, front, options, other):
            raise _misplaced(document, span)
    return managed.plan(document, front, papers, options, style)


def remove(document: Document, _papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edit that takes the list out; entries that hold a user's keys or comments stay."""
    front = _front_matter(document.path, document.text)
    if front is None:
        return Planned()
    styles = _styles(front, _with_profile(options))
    removals = [managed.remove(document, front, options, style) for style in styles]
    if front.style == "yaml":
        removals.append(yaml_flat.remove(document, front, options))
    planned = next((each for each in removals if each.edits or each.notices), Planned())
    return planned._replace(left=(*planned.left, *told(document, front, options)))


def own(path: str, text: str, options: WriteOptions) -> Sequence[Span]:
    """The list, where there is one and it is ours; one that is left under another key, too."""
    front = _front_matter(path, text)
    if front is None:
        return ()
    if plain := as_written.span_of(text, front, options.key):
        return (plain,)
    spans = [each.span for each in other_lists(path, text, front, options)]
    if options.key not in text:
        return spans
    for style in _styles(front, _with_profile(options)):
        spans += managed.own(path, text, front, options, style)
    return [*spans, *yaml_flat.own(path, text, front, options)] if front.style == "yaml" else spans


def _with_profile(options: WriteOptions) -> WriteOptions:
    """The options with the profile that was set for this writer, if any was."""
    return replace(options, profile=options.of(FrontMatterSettings).profile or options.profile)


def _styles(front: FrontMatter, options: WriteOptions) -> Sequence[Style]:
    """How the list may stand in a front matter: as the profile wants it, then as another profile
    may have left it; none where it cannot."""
    if front.style == "json":
        return ()
    if front.style == "yaml":
        return (YamlList(options.key),)
    places = (TomlTables((options.key,)), TomlTables(("extra", options.key)))
    return places[::-1] if options.profile is Profile.EXTRA else places


def _front_matter(path: str, text: str) -> FrontMatter | None:
    """The front matter of a note whose format knows any: a notebook is one JSON object."""
    if PurePath(path).suffix.lower() in UNMARKED:
        return None
    return texts.front_matter(text)


def _creation(
    document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions
) -> Planned:
    """The edit that gives a Markdown note a front matter of its own, where that is wanted."""
    works = works_of(document.links, papers)
    if not any(work.paper for work in works):
        return Planned()
    suffix = PurePath(document.path).suffix.lower()
    if not options.create_front_matter or suffix not in texts.MARKDOWN:
        return Planned(idle=Idle.NO_FRONT_MATTER)
    if texts.METADATA.match(document.text):
        raise NoteError(
            document.path,
            "begins with metadata of MultiMarkdown, which a YAML block above would hide",
            line=1,
            hint="put them into a YAML front matter, or write --to venue or link-title",
        )
    options = _with_profile(options)
    if options.profile is Profile.FLAT:
        return yaml_flat.create(document, works, options)
    is_zola = options.profile is Profile.EXTRA
    style = TomlTables(("extra", options.key)) if is_zola else YamlList(options.key)
    return managed.create(document, works, options, style)


def _unsupported(document: Document, front: FrontMatter) -> NoteError:
    why, other = "the front matter is JSON, which is not written to", "YAML or TOML"
    if front.style == "yaml":
        other = "TOML"
        why = "the front matter is YAML, and this site's readers want papers in [extra] of TOML"
    remedy = f"turn it into {other}, or write to a file beside the notes with `--to data`"
    return NoteError(document.path, f"{why}: {remedy}", line=1, hint=LEFT)


def _misplaced(document: Document, span: Span) -> NoteError:
    there = document.text[slice(*span)]
    line, _ = texts.LineIndex(document.text).position(span.end - len(there.lstrip()))
    why = "its papers stand in a table that this site's readers do not know"
    remedy = "`enricher remove --to front-matter` takes them out; then run again"
    return NoteError(document.path, f"{why}: {remedy}", line=line, hint=LEFT)
