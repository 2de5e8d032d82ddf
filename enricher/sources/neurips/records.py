"""What NeurIPS's pages and listings say of papers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

from enricher import titles
from enricher.exchange import RawRecord
from enricher.formats import highwire
from enricher.formats.pages import parsed_or_empty
from enricher.models import PaperRef, Record, Wanted
from enricher.sources.neurips.ids import BASE_URL, BOOKTITLE, NAME, hashed, pages_of


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages and of listings."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    if raw.form == "listing":
        tags: highwire.Tags = listed_tags(raw.body)
    else:
        tags = highwire.read(parsed_or_empty(raw.body))
    title = highwire.first(tags, "citation_title")
    pdf = highwire.first(tags, "citation_pdf_url")
    own = hashed(pdf or "") or (raw.ref if not raw.ref.id.startswith("legacy/") else None)
    year = int(own.id.partition("/")[0]) if own else highwire.year(tags)
    if title is None:
        return None
    urls = (pdf,) if pdf else ()
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type="conference",
        venue=f"NeurIPS {year}" if year else "NeurIPS",
        booktitle=BOOKTITLE,
        year=year,
        url=pages_of(Wanted(own or raw.ref, urls))[0],
        pdf=re.sub(r"^http:", "https:", pdf) if pdf else None,
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        volume=highwire.first(tags, "citation_volume"),
        same_as=(own,) if own and own != raw.ref else (),
    )


def listed_tags(raw: str) -> dict[str, tuple[str, ...]]:
    """An entry of a listing, as the tags that its page has. Its authors are one text."""
    entry = parsed_or_empty(raw)
    anchor = entry.css_first("a[href*='/hash/']")
    names = entry.css_first(".paper-authors, i")
    if anchor is None:
        return {}
    page = urljoin(BASE_URL, anchor.attributes.get("href") or "")
    tags = {
        "citation_title": (titles.fold(anchor.text()),),
        "citation_author": tuple(titles.fold(name) for name in names.text().split(","))
        if names
        else (),
        "citation_pdf_url": (_file(page),),
    }
    return {name: tuple(filter(None, values)) for name, values in tags.items() if any(values)}


def _file(page: str) -> str:
    """The PDF of a page: the same name in another folder (Zotero's and PaperMemory's rule, too)."""
    return re.sub(r"/hash/([0-9a-f]{32})-Abstract(.*)\.html$", r"/file/\1-Paper\2.pdf", page)


def listed_title(raw: str) -> str:
    """The title of an entry of a listing, empty where it has none."""
    return highwire.first(listed_tags(raw), "citation_title") or ""
