"""Bibliographies in CSL's YAML, a list of works, as Jekyll sites write them from a template.

The template quotes titles and abstracts and nothing else, so that a name may spoil its entry ("No"
is a boolean, "O: X" an error, a control character ends all): entries are cut apart first, each is
read alone, and every value is the text that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import yaml

from enricher.errors import ReplyError
from enricher.formats import highwire
from enricher.titles import fold

Value = str | list["Value"] | dict[str, "Value"]

DEEPEST = 6  # a work, its authors, an author, a name; nothing real goes deeper
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_START = re.compile(r"^- (?=[A-Za-z-]{1,40}:(?:[ \n]|$))", re.MULTILINE)
# YAML 1.2, 5.1: c-printable has none of these.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def cut(whole: str) -> list[str]:
    """The entries of a bibliography, as they stand. Raises ReplyError for any other text."""
    whole = _UNPRINTABLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))
    starts = [found.start() for found in _START.finditer(whole)]
    if not starts or whole[: starts[0]].strip("\ufeff-\n "):
        raise ReplyError("this is no list of works in YAML")
    return [whole[start:stop] for start, stop in pairwise([*starts, len(whole)])]


def read(entry: str) -> Mapping[str, Value]:
    """The fields of an entry; empty when it is not YAML, or is none that the template makes.

    Aliases are refused: a few lines of them stand for as many copies as one likes.
    """
    try:
        value = _value(entry)
    except yaml.YAMLError:
        return {}
    match value:
        case [dict(fields)]:
            return fields
        case _:
            return {}


def tags(entry: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    """An entry of `read` as the tags that a page of the work has; names are told in parts."""
    first, _, last = text(entry, "page").partition("-")
    issued = entry.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    day = [part for part in parts if isinstance(part, str)] if isinstance(parts, list) else []
    people = entry.get("author")
    found = {
        "citation_title": (text(entry, "title"),),
        "citation_author": tuple(map(_name, people)) if isinstance(people, list) else (),
        "citation_conference_title": (text(entry, "container-title"),),
        "citation_publication_date": ("/".join(day),),
        "citation_firstpage": (first.strip(),),
        "citation_lastpage": (last.strip("- "),),
        "citation_pdf_url": (text(entry, "PDF"),),
        "citation_doi": (text(entry, "DOI"),),
        highwire.ABSTRACT: (text(entry, "abstract"),),
    }
    return {name: tuple(filter(None, values)) for name, values in found.items() if any(values)}


def text(fields: Mapping[str, Value], name: str) -> str:
    """A field as one line, empty where it is none or has parts."""
    value = fields.get(name)
    return fold(value) if isinstance(value, str) else ""


def _name(person: Value) -> str:
    """ "Family, Jr., Given" with what stands before the family name; people have one name, too."""
    if not isinstance(person, dict):
        return ""
    prefixed = (text(person, "prefix"), text(person, "family"))
    family = " ".join(filter(None, prefixed))
    parts = (family, text(person, "suffix"), text(person, "given"))
    return ", ".join(filter(None, parts)) if family else parts[2]


def _value(entry: str) -> Value | None:
    """The value of the first document, None for one that is refused.

    Built from the parser's events, since a loader would look for types in the texts.
    """
    open_: list[list[Value]] = [[]]
    for event in yaml.parse(entry, _LOADER):
        match event:
            case yaml.AliasEvent():
                return None
            case yaml.ScalarEvent():
                open_[-1].append(event.value)
            case yaml.CollectionStartEvent():
                open_.append([])
                if len(open_) > DEEPEST:
                    return None
            case yaml.SequenceEndEvent():
                closed = open_.pop()
                open_[-1].append(closed)
            case yaml.MappingEndEvent():
                closed = open_.pop()
                keys = (key if isinstance(key, str) else "" for key in closed[::2])
                open_[-1].append(dict(zip(keys, closed[1::2], strict=True)))
            case _:
                pass
    return open_[0][0] if open_[0] else None
