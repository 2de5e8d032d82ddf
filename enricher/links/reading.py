"""What a Markdown text says to its readers, with the titles of links apart.

Two texts that differ only in such titles have the same ``rest``.
"""

from __future__ import annotations

from typing import NamedTuple

from pyromark.event import Event as Parsed

from enricher.links.events import defined, exact_events, variant
from enricher.links.offsets import Offsets
from enricher.text import twin


class Reading(NamedTuple):
    """``titles`` are those of inline links and images, ``definitions`` those of link reference
    definitions, by the place where the link begins; empty where it has none."""

    rest: list[object]
    titles: dict[int, str]
    definitions: dict[int, str]


def reading(text: str) -> Reading:
    """What CommonMark with GFM's tables reads. Text of indented code is passed over: below an
    admonition it is Markdown again."""
    text = twin(text)
    offsets = Offsets(text)
    told = Reading([], {}, {})
    is_code = False
    for parsed, where in exact_events(text):
        if isinstance(parsed, str):
            told.rest.append(parsed)
        elif "Start" in parsed and (link := _link(parsed)):
            told.rest.append(link[:-1])
            if link[1] == "Inline":
                told.titles[offsets.point(where["start"])] = link[-1]
        elif not (is_code and "Text" in parsed):
            is_code = "Start" in parsed and parsed["Start"] == {"CodeBlock": "Indented"}
            told.rest.append(parsed)
    for label, definition in defined(text).items():
        told.rest.append((label, definition["dest"]))
        start = offsets.point(definition["span"]["start"])
        told.definitions[start] = definition["title"] or ""
    return told


def _link(parsed: Parsed) -> tuple[str, str, str, str] | None:
    """Of a link or an image that begins: its name, how it is written, its target and its title."""
    if isinstance(parsed, str) or "Start" not in parsed or isinstance(parsed["Start"], str):
        return None
    element = parsed["Start"]
    if "Link" in element:
        name, link = "Link", element["Link"]
    elif "Image" in element:
        name, link = "Image", element["Image"]
    else:
        return None
    return name, variant(link["link_type"]), link["dest_url"], link["title"]
