"""What CVF's pages and listings say of papers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import RawRecord
from enricher.formats import highwire
from enricher.formats.pages import parsed_or_empty
from enricher.identifiers.arxiv_ids import leading
from enricher.models import PaperRef, Record
from enricher.sources.cvf.ids import BASE_URL, NAME, match, pages_of, place_of

_DT = re.compile(r"<dt\b[^<>]{0,200}\bclass\s?=\s?[\"']?ptitle\b", re.IGNORECASE)
_END = re.compile(r"</dl>", re.IGNORECASE)


def entries_of(html: str) -> dict[PaperRef, RawRecord]:
    """Every paper of a listing. Raises ReplyError for one that was cut off."""
    starts = [found.start() for found in _DT.finditer(html)]
    end = _END.search(html, starts[-1] if starts else 0)
    if starts and end is None:
        raise ReplyError("CVF's listing was cut off")
    stops = [*starts[1:], end.start()] if end else []
    records: dict[PaperRef, RawRecord] = {}
    for start, stop in zip(starts, stops, strict=False):
        raw = html[start:stop].strip()
        ref = _listed(raw)
        if ref is not None:
            records[ref] = RawRecord(ref, "listing", raw)
    return records


_HREF = re.compile(r"<a\b[^<>]{0,200}?\bhref\s?=\s?[\"']([^\"'<>]{1,2000})", re.IGNORECASE)


def _listed(raw: str) -> PaperRef | None:
    """The paper of an entry of a listing, by the first link in it."""
    href = _HREF.search(raw)
    try:
        found = match(urlsplit(urljoin(BASE_URL, href[1]))) if href else None
    except ValueError:
        return None
    return found.ref if found else None


def arxiv_of(anchors: Sequence[LexborNode]) -> str | None:
    """The id of the preprint that a page or an entry links to as "arXiv"."""
    for anchor in anchors:
        if anchor.text().strip().lower() == "arxiv":
            path = urlsplit(anchor.attributes.get("href") or "").path
            found = leading(path.partition("abs/")[2])
            if found:
                return found[0].id
    return None


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages and of listings."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    place = place_of(raw.ref)
    if place is None:
        return None
    page = parsed_or_empty(raw.body)
    tags = _listed_tags(page) if raw.form == "listing" else highwire.read(page)
    title = highwire.first(tags, "citation_title")
    if title is None:
        return None
    own = (_listed(raw.body) if raw.form == "listing" else None) or raw.ref
    url = pages_of(own)[0]
    venue = f"{place.conference} {place.year}{' Workshop' if place.is_workshop else ''}"
    booktitle = highwire.first(tags, "citation_conference_title")
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type="workshop" if place.is_workshop else "conference",
        venue=venue,
        booktitle=re.sub(r"\s*\([A-Z]{3,8}\)$", "", booktitle) if booktitle else None,
        year=place.year,
        arxiv=highwire.first(tags, "citation_arxiv_id"),
        url=url,
        # The page's own link to its PDF was wrong for years; the folders are the same always.
        pdf=url.replace("/html/", "/papers/").removesuffix(".html") + ".pdf",
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        same_as=(own,) if own != raw.ref else (),
    )


_BIBTEX_FIELD = re.compile(r"\b(author|booktitle|pages)\s{0,9}=\s{0,9}\{([^{}]*)\}")


def _listed_tags(entry: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    """An entry of a listing, as the tags that its page has.

    Names are printed in a form's fields (`query` until 2020, `query_author` later); the BibTeX
    entry tells their parts, but 2020's lost accents.
    """
    anchor = entry.css_first("dt a, a")
    bibtex = entry.css_first(".bibref")
    fields = dict(_BIBTEX_FIELD.findall(bibtex.text())) if bibtex else {}
    parts = {
        highwire.author(name).name: name
        for name in map(titles.fold, re.split(r"\s+and\s+", fields.get("author", "")))
    }
    inputs = entry.css("input[name='query'], input[name='query_author']")
    printed = [titles.fold(node.attributes.get("value") or "") for node in inputs]
    tags = {
        "citation_title": (titles.fold(anchor.text()),) if anchor else (),
        "citation_author": tuple(parts.get(name, name) for name in printed if name),
        "citation_conference_title": (titles.fold(fields.get("booktitle", "")),),
    }
    first, _, last = fields.get("pages", "").partition("-")
    tags["citation_firstpage"] = (first.strip(),)
    tags["citation_lastpage"] = (last.strip("- "),)
    if arxiv := arxiv_of(entry.css("a[href*='arxiv.org/']")):
        tags["citation_arxiv_id"] = (arxiv,)
    return {name: values for name, values in tags.items() if any(values)}
