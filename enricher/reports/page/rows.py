"""What a page shows of each paper, as plain texts and safe addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from enricher.catalogue import Entry
from enricher.links import unwrap
from enricher.reports.plain import one_line

HrefOf = Callable[[str], str]

_YEAR = re.compile(r"\s*\b(?:19|20)\d\d\b")
_WEB = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)
_BARE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S*", re.IGNORECASE)


class Finding(NamedTuple):
    """What is wrong with a link: ``code`` names the kind, ``path`` and ``line`` the place, and
    ``paper`` the ``source:id`` that the link leads to, empty where there is none."""

    code: str
    message: str
    path: str
    line: int
    paper: str = ""


class Address(NamedTuple):
    """A link: what it says, and where it leads."""

    label: str
    href: str


class Place(NamedTuple):
    """The lines of one note that link to a paper."""

    note: str
    href: str
    lines: list[int]


class Row(NamedTuple):
    """A paper of the page. ``venue`` has no year; ``first`` is what it is
    sorted by where that is by authors; ``words`` are what the notes call it. Texts are on one line
    each; addresses are of the web, or empty."""

    id: str
    title: str
    href: str
    authors: str
    first: str
    venue: str
    year: int | None
    status: str
    why: str
    links: list[Address]
    sources: list[str]
    places: list[Place]
    words: list[str]


def rows_of(entries: Sequence[Entry], href_of: HrefOf) -> list[Row]:
    """The rows of entries, in order. Notes are called by their paths below the folder that all of
    them are in."""
    name_of = namer([note for entry in entries for note in entry.notes])
    return [_row(entry, href_of, name_of) for entry in entries]


def namer(paths: Iterable[str]) -> Callable[[str], str]:
    """How notes are called: by their paths below the folder that all of them are in."""
    folders = {PurePath(path).parent.parts for path in paths}
    first, last = min(folders, default=()), max(folders, default=())
    shared = next(
        (number for number, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    return lambda path: one_line(PurePath(*PurePath(path).parts[shared:]).as_posix())


def line_of(href: str, line: int) -> str:
    """The address of a line of a note: sites that show the sources of files have one (GitHub,
    GitLab, Codeberg), browsers that open a file have none. Empty where there is none."""
    return f"{href}#L{line}" if href.startswith(("https://", "http://")) else ""


def web_address(url: str) -> str:
    """An address that a page may lead to; empty for any other, such as one that is a script."""
    url = url.strip()
    if _BARE.fullmatch(url):
        url = f"https://{url}"
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~", errors="replace") if _WEB.fullmatch(url) else ""


def _row(entry: Entry, href_of: HrefOf, name_of: Callable[[str], str]) -> Row:
    addresses = list(_addresses(entry))
    own = web_address((entry.paper.url if entry.paper else "") or "")
    venue = one_line(entry.venue)
    return Row(
        one_line(entry.id),
        one_line(entry.title),
        own or (addresses[0].href if addresses else ""),
        one_line(", ".join(entry.authors)),
        one_line(_by_family(entry.authors[0] if entry.authors else "")),
        _YEAR.sub("", venue).strip() or venue,
        entry.year,
        str(entry.status),
        one_line(entry.why),
        addresses,
        list(entry.sources),
        list(_places(entry, href_of, name_of)),
        [word for word in map(one_line, entry.labels) if word not in entry.title],
    )


def _addresses(entry: Entry) -> Iterator[Address]:
    """Where to read a paper, each place once: arXiv, its DOI, then as the notes link to it."""
    paper = entry.paper
    known: list[Address] = []
    if paper and paper.arxiv:
        known.append(Address("arXiv", web_address(f"https://arxiv.org/abs/{paper.arxiv}")))
    if paper and paper.doi and not paper.doi.lower().startswith("10.48550/"):
        known.append(Address("DOI", web_address(f"https://doi.org/{paper.doi}")))
    known += (Address(_host(href), href) for href in map(web_address, map(unwrap, entry.links)))
    seen: set[str] = set()
    for address in known:
        if address.href and address.label not in seen:
            seen.add(address.label)
            yield address


def _host(href: str) -> str:
    """What a link to a site says."""
    try:
        host = (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:
        return "link"
    if host == "arxiv.org" or host.endswith(".arxiv.org"):
        return "arXiv"
    return "DOI" if host in {"doi.org", "dx.doi.org"} else host


def _places(entry: Entry, href_of: HrefOf, name_of: Callable[[str], str]) -> Iterator[Place]:
    lines: dict[str, list[int]] = {}
    for place in entry.places:
        lines.setdefault(place.path, []).extend([place.line] if place.line else [])
    for path, found in lines.items():
        yield Place(name_of(path), href_of(path), sorted(set(found)))


def _by_family(author: str) -> str:
    *given, family = author.split() or [""]
    return " ".join((family, *given))
