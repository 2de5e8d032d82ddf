"""The papers of a note as flat lists in its YAML front matter, for Obsidian; never nested.

A new list is a block of one line an item, as Obsidian itself saves lists: what changes of one
paper is one line. A list that was saved in another form is changed in that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Edit, PaperRef, Span
from enricher.paper import Paper
from enricher.text import FrontMatter
from enricher.writers.front_matter.block import FILLED, Said
from enricher.writers.front_matter.choices import Choice, added_of, choices_of, news_of
from enricher.writers.front_matter.filling import Filling, filling_of, held_keys, users_keys
from enricher.writers.front_matter.flat_edits import FlatNote, flat_edits, nested_edits, spelled
from enricher.writers.front_matter.flat_lists import columns_of, names_of, read
from enricher.writers.front_matter.users import is_users, left_alone, own_fields, stays
from enricher.writers.front_matter.whole import Expected, creation, verify, without_created
from enricher.writers.front_matter.yaml_block import parse
from enricher.writers.front_matter.yaml_list import YamlList
from enricher.writers.interface import Document, Idle, Planned, Profile, WriteOptions
from enricher.writers.values import Value
from enricher.writers.works import Work, works_of
from enricher.writers.yaml_tree import tree_of


def is_there(document: Document, front: FrontMatter, options: WriteOptions) -> bool:
    """Whether a front matter holds flat lists of ours."""
    stem = names_of(options.key)["title"].removesuffix("titles")
    if stem not in document.text[: front.span.end]:
        return False
    return bool(own(document.path, document.text, front, options))


def plan(
    document: Document,
    front: FrontMatter,
    papers: Mapping[PaperRef, Paper],
    options: WriteOptions,
) -> Planned:
    """The edits that bring the papers of a note up to date, in the profile of the options: a
    nested list of ours becomes flat ones, and flat ones become a nested list."""
    if options.profile is Profile.FLAT:
        options = _with_titles(options)
    note = _read(document, front, options)
    works = works_of(document.links, papers)
    reason = _reason_to_leave(note)
    if reason:
        is_news = any(work.paper for work in works)
        return Planned(notices=(reason,), idle=Idle.LEFT_ALONE) if is_news else Planned()
    choices = choices_of(note.written, works, options)
    filling = filling_of(document, note.parsed, note.written, choices, options)
    return Planned(_edits(note, filling), published=news_of(choices), added=added_of(choices))


def remove(document: Document, front: FrontMatter, options: WriteOptions) -> Planned:
    """The edits that take the lists out, and what was filled with them."""
    note = _read(document, front, replace(options, fill_missing=False, profile=Profile.FLAT))
    if not note.lists.keys:
        return Planned()
    filling = filling_of(document, note.parsed, note.written, (), note.options)
    return Planned(_edits(note, filling))


def own(path: str, text: str, front: FrontMatter, options: WriteOptions) -> Sequence[Span]:
    """The lists that are ours, and what was filled with what they say."""
    try:
        parsed = parse(path, text, front, options.key)
    except NoteError:  # told when the note is planned
        return ()
    lists = read(parsed, options.key)
    held = held_keys(text, users_keys(parsed, options), lists.entries)
    lines = [key.lines for key in lists.keys.values()]
    return [*lines, *(each.key.value for each in held.values())]


def create(document: Document, works: Sequence[Work], options: WriteOptions) -> Planned:
    """The edit that gives a note a front matter of its own."""
    newline = texts.newline_of(document.text)
    options = _with_titles(options)
    choices = choices_of((), works, options)
    results = [_flat(choice) for choice in choices]
    columns = columns_of(results, options.fields)
    names = names_of(options.key)
    lists = (spelled(names[field], items, newline) for field, items in columns.items())
    edit = creation(document, "".join(lists), "---")
    said = {names[field]: _as_said(items) for field, items in columns.items()}
    verify(document, [edit], YamlList(options.key).parse, Expected((), said=said))
    return Planned((edit,), added=added_of(choices))


def _with_titles(options: WriteOptions) -> WriteOptions:
    """The options with titles among the fields: a list beside that of the ids tells that both are
    ours."""
    return replace(options, fields=tuple(dict.fromkeys((*options.fields, "title"))))


def _read(document: Document, front: FrontMatter, options: WriteOptions) -> FlatNote:
    parsed = parse(document.path, document.text, front, options.key)
    newline = texts.newline_of(document.text[: front.span.end])
    return FlatNote(document, front, parsed, read(parsed, options.key), options, newline)


def _reason_to_leave(note: FlatNote) -> str:
    """Why nothing can be written: what stands there is the user's, or holds something of theirs."""
    document, options, block = note.document, note.options, note.parsed.block
    users = next((entry for entry in note.written if is_users(entry, options)), None)
    if users is not None:
        return f"{stays(document, users, options)}: flat lists have no place for that"
    names = [name for name in note.lists.users if name != options.key or note.block is None]
    if not names:
        return ""
    starts = {key.name: key.lines.start for key in note.parsed.keys}
    if block is not None:
        starts[options.key] = block.span.start
    is_empty = names[0] == options.key and block is not None and block.is_empty
    start = starts.get(names[0], note.front.content.start)
    return left_alone(document, start, names[0], options, is_empty=is_empty)


def _edits(note: FlatNote, filling: Filling) -> tuple[Edit, ...]:
    options, names = note.options, names_of(note.options.key)
    said = {**filling.said, **{names[field]: None for field in note.lists.keys}}
    entries: list[dict[str, Value]] = []
    choices = [choice for choice in filling.choices if choice.stays]
    if options.profile is Profile.FLAT:
        columns = columns_of([_flat(choice) for choice in choices], options.fields)
        said |= {names[field]: _as_said(items) for field, items in columns.items()}
        edits = flat_edits(note, columns)
    else:
        entries = [_nested(choice, options) for choice in choices]
        del said[options.key]
        edits = nested_edits(note, entries)
    parse = YamlList(options.key).parse
    whole = without_created(note.document, note.front, [*edits, *filling.edits(note.document.text)])
    if whole:
        others = parse(note.document.path, note.document.text, note.front, said).others
        trees = [{name: tree_of(value) for name, value in entry.items()} for entry in entries]
        verify(note.document, whole, parse, Expected(others, trees, said))
    return tuple(whole)


def _flat(choice: Choice) -> dict[str, Value]:
    """What is written of a paper, with the other ids that lead to it: links are not written, and
    a run that cannot fetch one of them has to know that they belong together."""
    result = choice.result
    if choice.work is not None and choice.work.paper is not None:
        more = choice.values.get("same_as")
        ids = [str(link.ref) for link in choice.work.links]
        ids += more if isinstance(more, tuple) else ()
        result["same_as"] = tuple(id_ for id_ in dict.fromkeys(ids) if id_ != result["id"])
    return result


def _nested(choice: Choice, options: WriteOptions) -> dict[str, Value]:
    """The same as an entry of a nested list."""
    result = choice.result
    filled = result.get(FILLED)
    ours = own_fields(filled if isinstance(filled, tuple) else (), options)
    names = [*(name for name in options.fields if name in result), *result]
    return {name: result[name] for name in dict.fromkeys(names) if name in ours}


def _as_said(items: Sequence[str | int]) -> Said:
    return tuple(map(str, items))
