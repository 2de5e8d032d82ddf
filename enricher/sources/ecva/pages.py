"""What the pages of ECVA say of a paper, as the `citation_*` tags that other sites' pages have."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from enricher import titles
from enricher.formats import highwire

PAGE_URL = "citation_abstract_html_url"
PDF_URL = "citation_pdf_url"

_SUPPLEMENT = re.compile(r"[-_]supp[a-z]{0,20}\.pdf$", re.IGNORECASE)
_SPRINGER = re.compile(r"https://(?:link\.springer\.com/chapter|(?:dx\.)?doi\.org)/(10\.[^?#\s]+)")
# Marks of footnotes at names: asterisks, daggers, raised digits, "[2]".
_MARKS = re.compile("[*\u2020\u2021\u00a7\u00b6\u00b9\u00b2\u00b3\u2070-\u2079]|\\[[0-9]\\]")


def of_page(page: LexborHTMLParser, url: str) -> dict[str, tuple[str, ...]]:
    """The tags of a paper's page; none of any other page."""
    title = page.css_first("#papertitle")
    if title is None or not title.text().strip():
        return {}
    names = page.css_first("#authors i, #authors b")
    abstract = page.css_first("#abstract")
    tags = _tags(title, names, url, _links(page.css("a[href]"), url))
    if abstract and (text := titles.fold(abstract.text()).strip('"')):
        tags[highwire.ABSTRACT] = (text,)
    return tags


def of_entry(entry: LexborHTMLParser, listing: str) -> dict[str, tuple[str, ...]]:
    """The tags of one paper's part of the listing, which stands at the URL ``listing``."""
    anchor = entry.css_first("dt a[href]")
    if anchor is None:
        return {}
    url = _links([anchor], listing)[0]
    return _tags(anchor, entry.css_first("dd"), url, _links(entry.css("dd a[href]"), listing))


def _tags(
    title: LexborNode, names: LexborNode | None, url: str, links: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    dois = [found[1].lower() for found in map(_SPRINGER.match, links) if found]
    pdfs = [link for link in links if link.endswith(".pdf") and not _SUPPLEMENT.search(link)]
    tags = {
        "citation_title": (_unquoted(titles.fold(title.text())),),
        "citation_author": tuple(_names(names.text())) if names else (),
        "citation_doi": tuple(dois[:1]),
        PAGE_URL: (url,),
        PDF_URL: tuple(pdfs[:1]),
    }
    return {name: values for name, values in tags.items() if any(values)}


def _links(anchors: Sequence[LexborNode], base: str) -> list[str]:
    """Where links lead. Some addresses at Springer have a blank within."""
    targets: list[str] = []
    for anchor in anchors:
        try:
            targets.append(urljoin(base, re.sub(r"\s", "", anchor.attributes.get("href") or "")))
        except ValueError:  # hostile, or cut off: "https://["
            targets.append("")
    return targets


def _unquoted(title: str) -> str:
    """Titles with a comma stand in quotation marks in the listing of 2022."""
    inside = title[1:-1]
    return inside if title == f'"{inside}"' and '"' not in inside else title


def _names(text: str) -> Iterator[str]:
    """The authors: "A B, C D*, and E F"; in 2018 BibTeX's "B, A and D, C"."""
    line = titles.fold(html.unescape(text)).partition(";")[0]  # some names are escaped twice
    names = re.split(r"(?:^| )and ", line)
    if not all(name.count(",") == 1 for name in names) or len(names) == 1:
        names = [name for part in names for name in part.split(",")]
    for name in names:
        plain = titles.fold(_MARKS.sub("", name).replace("()", ""))
        if any(map(str.isalpha, plain)):
            yield plain
