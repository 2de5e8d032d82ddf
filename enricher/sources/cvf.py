"""CVF Open Access: papers of CVPR, ICCV, WACV and others, at openaccess.thecvf.com.

There is no API. A paper has a page with `citation_*` tags; a conference has one listing page with
all its papers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from enricher import highwire, titles
from enricher.arxiv_ids import leading
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.models import Match, PaperRef, Record, Wanted

NAME = "cvf"
BASE_URL = "https://openaccess.thecvf.com"
LISTING_FROM = 8  # wanted papers of one conference that are worth its listing of some megabytes

# ------------------------------------------------------------------------------------- links

# content/CVPR2021, content/CVPR2021W
_NEW_FOLDER = re.compile(r"([a-z]{3,8}?)((?:19|20)[0-9]{2})(w?)", re.IGNORECASE)
# content_cvpr_2018, content_cvpr_2018_workshops, content_cvpr_workshops_2014, content_CVPRW_2019
_OLD_FOLDER = re.compile(
    r"content_([a-z]{3,8}?)(w|_workshops)?_((?:19|20)[0-9]{2})(_workshops)?", re.IGNORECASE
)
_KINDS = frozenset({
    "html", "papers", "papers_backup", "supplemental", "supplementary", "cameraready", "posters",
})  # fmt: skip
_FILE = re.compile(r"(.+)_(?:paper|supplemental|poster|video)(?![0-9a-z]).*", re.IGNORECASE)
_NUMBERED_FILE = re.compile(r"([0-9]{1,6})\.pdf", re.IGNORECASE)
_KEPT = "!$&'()*+,;=@~"  # what a path may hold besides letters and digits (RFC 3986, 3.3)


class _Place(NamedTuple):
    """What an id spells: the conference ("CVPR"), its year, the workshop, the file's stem."""

    conference: str
    year: int
    is_workshop: bool
    workshop: str
    stem: str


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of the open-access site names, in any of its layouts since 2013.

    Supplements and posters are their paper's, as far as their names tell: from 2019 on they are
    shorter than the paper's own.
    """
    parts = [part for part in unquote(url.path).split("/") if part]
    if parts and parts[0].lower() == "openaccess":
        parts = parts[1:]
    if parts and parts[0].lower() == "content":
        folder = _NEW_FOLDER.fullmatch(parts[1]) if len(parts) > 1 else None
        rest = parts[2:]
    else:
        folder = _OLD_FOLDER.fullmatch(parts[0]) if parts else None
        rest = parts[1:]
    return _in_folder(folder, rest) if folder else None


def _in_folder(folder: re.Match[str], rest: Sequence[str]) -> Match | None:
    groups = [group for group in folder.groups() if group]
    year = next(group for group in groups if group.isdigit())
    is_workshop = len(groups) > 2
    names = [part for part in rest[:-1] if part.lower() not in _KINDS]
    if len(rest) < 2 or len(names) == len(rest) - 1 or len(names) > is_workshop:
        return None
    found = _FILE.fullmatch(rest[-1]) or _NUMBERED_FILE.fullmatch(rest[-1])
    if found is None:
        return None
    volume = f"{groups[0].upper()}{year}{'W' if is_workshop else ''}"
    path = (quote(part, safe=_KEPT) for part in (*names, found[1]))
    return Match(PaperRef(NAME, "/".join((volume, *path))))


def _place(ref: PaperRef) -> _Place | None:
    """What an id spells; None for one that no URL could have led to."""
    volume, *names = ref.id.split("/")
    found = re.fullmatch(r"([A-Z]{3,8}?)([0-9]{4})(W?)", volume)
    if found is None or not names or len(names) > 1 + bool(found[3]):
        return None
    if not all(name and quote(unquote(name), safe=_KEPT) == name for name in names):
        return None
    return _Place(found[1], int(found[2]), bool(found[3]), "/".join(names[:-1]), names[-1])


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper; the listing of a conference from eight wanted papers on.

    A listing holds main papers only. An id of another form has no page.
    """
    by_volume: dict[str, list[PaperRef]] = defaultdict(list)
    for ref in dict.fromkeys(want.ref for want in wanted if _place(want.ref)):
        by_volume[ref.id.partition("/")[0]].append(ref)
    for volume, refs in by_volume.items():
        if len(refs) >= LISTING_FROM and not volume.endswith("W"):
            yield Call(f"{BASE_URL}/{volume}?day=all", tuple(refs), "listing")
        else:
            yield from _page_calls(refs)


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The pages of the papers that a listing was to answer for."""
    if call.purpose == "listing":
        yield from _page_calls(call.refs)


def _page_calls(refs: Sequence[PaperRef]) -> Iterator[Call]:
    for ref in refs:
        for url in _pages(ref)[:1]:
            yield Call(url, (ref,), "page")


def _pages(ref: PaperRef) -> list[str]:
    """Where a paper's page may be, the likeliest first.

    The case of a folder's name differs from year to year (`content_cvpr_2018`,
    `content_CVPR_2019`), and of some years both are seen.
    """
    place = _place(ref)
    if place is None:
        return []
    file = f"{place.stem}_paper.html"
    if place.year >= 2021 or (place.conference == "ACCV" and place.year == 2020):
        return [f"{BASE_URL}/content/{ref.id.rpartition('/')[0]}/html/{file}"]
    return [f"{BASE_URL}/{folder}/{file}" for folder in _old_folders(place)]


def _old_folders(place: _Place) -> list[str]:
    upper, lower, year = place.conference, place.conference.lower(), place.year
    names = [lower, upper] if year < 2019 and upper != "ECCV" else [upper, lower]
    if not place.is_workshop:
        return [f"content_{name}_{year}/html" for name in names]
    workshop = place.workshop
    named = f"content_{upper}W_{year}/html/{workshop}"
    if year >= 2019 or upper == "ECCV":
        return [named.rstrip("/")]
    folders = [f"content_{name}_{year}_workshops/{workshop}/html" for name in names]
    return [*folders, f"content_{lower}_workshops_{year}/{workshop}/html"]


# ----------------------------------------------------------------------------------- replies

_DT = re.compile(r"<dt\b[^<>]{0,200}\bclass\s?=\s?[\"']?ptitle\b", re.IGNORECASE)
_END = re.compile(r"</dl>", re.IGNORECASE)


def read(call: Call, reply: Reply) -> Answer:
    """What a page or a listing says. Raises ReplyError for what is neither, or was cut off."""
    if reply.status in {404, 410}:
        return _absent(call)
    if reply.status != 200:
        raise ReplyError(f"CVF answered {reply.status}")
    html = highwire.decode(reply.body)
    if call.purpose == "page":
        return _page(call, html)
    records = _entries(html)
    if call.purpose == "search":
        return _search(call, records)
    absent = [ref for ref in call.refs if ref not in records]
    return Answer(tuple(records.values()), next=tuple(_page_calls(absent)))


def _absent(call: Call) -> Answer:
    """There is no such page: another place where it may be, or the paper is missing."""
    if call.purpose == "listing":
        return Answer(next=tuple(_page_calls(call.refs)))
    (ref,) = call.refs
    places = _pages(ref)
    left = places[places.index(call.url) + 1 :] if call.url in places else []
    if left:
        return Answer(next=(Call(left[0], (ref,), "page"),))
    if call.purpose == "page" and _is_short(ref):
        volume, _, stem = ref.id.partition("/")
        return Answer(next=(Call(f"{BASE_URL}/{volume}?day=all#{stem}", (ref,), "search"),))
    return Answer(missing=(ref,))


def _is_short(ref: PaperRef) -> bool:
    """Whether an id may come from a supplement: its file is named by three words of the title,
    as papers' were until 2018."""
    place = _place(ref)
    if place is None or place.is_workshop or place.year < 2019:
        return False
    return len(_words(ref)) <= 5


def _words(ref: PaperRef) -> list[str]:
    """The words of a file's stem, without the conference and the year behind them."""
    return ref.id.rpartition("/")[2].split("_")[:-2]


def _page(call: Call, html: str) -> Answer:
    page = LexborHTMLParser(html)
    tags = highwire.read(page)
    if "citation_title" not in tags:
        # The site shows its own frame, with nothing in it, for some papers that it lacks.
        if "Open Access Repository" in (page.css_first("title") or page).text():
            return _absent(call)
        raise ReplyError("CVF answered with a page that is no paper's")
    if "</head>" not in html.lower():
        raise ReplyError("CVF's page was cut off")
    (ref,) = call.refs
    abstract = page.css_first("#abstract")
    if abstract and (text := titles.fold(abstract.text())):
        tags[highwire.ABSTRACT] = (text,)
    if arxiv := _arxiv(page.css("a[href*='arxiv.org/']")):
        tags["citation_arxiv_id"] = (arxiv,)
    return Answer((RawRecord(ref, "page", highwire.write(tags)),))


def _arxiv(anchors: Sequence[LexborNode]) -> str | None:
    for anchor in anchors:
        if anchor.text().strip().lower() == "arxiv":
            path = urlsplit(anchor.attributes.get("href") or "").path
            found = leading(path.partition("abs/")[2])
            if found:
                return found[0].id
    return None


def _search(call: Call, records: Mapping[PaperRef, RawRecord]) -> Answer:
    """The one paper of a listing that a short file name begins, for the paper that was wanted."""
    (ref,) = call.refs
    words = _words(ref)
    found = [raw for other, raw in records.items() if _words(other)[: len(words)] == words]
    if len(found) != 1:
        return Answer(tuple(records.values()), missing=(ref,))
    return Answer((*records.values(), found[0]._replace(ref=ref)))


def _entries(html: str) -> dict[PaperRef, RawRecord]:
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


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages and of listings."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    place = _place(raw.ref)
    if place is None:
        return None
    page = LexborHTMLParser(raw.body)
    tags = _listed_tags(page) if raw.form == "listing" else highwire.read(page)
    title = highwire.first(tags, "citation_title")
    if title is None:
        return None
    own = (_listed(raw.body) if raw.form == "listing" else None) or raw.ref
    url = _pages(own)[0]
    venue = f"{place.conference} {place.year}{' Workshops' if place.is_workshop else ''}"
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
    if arxiv := _arxiv(entry.css("a[href*='arxiv.org/']")):
        tags["citation_arxiv_id"] = (arxiv,)
    return {name: values for name, values in tags.items() if any(values)}


SOURCE: Final[Source] = Source(
    name=NAME,
    title="CVF Open Access",
    hosts=("thecvf.com", "cv-foundation.org"),
    forms=(
        "openaccess.thecvf.com/content/CVPR2021/html/…_CVPR_2021_paper.html",
        "openaccess.thecvf.com/content_CVPR_2019/papers/…_CVPR_2019_paper.pdf",
        "openaccess.thecvf.com/content/CVPR2023W/WAD/html/…_CVPRW_2023_paper.html",
        "cv-foundation.org/openaccess/content_cvpr_2015/papers/…_2015_CVPR_paper.pdf",
    ),
    match=match,
    provider=Provider(
        name=NAME,
        operator=Operator(
            NAME, ("openaccess.thecvf.com", "www.thecvf.com", "www.cv-foundation.org"), 1.0
        ),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        smaller=smaller,
        without_abstract=highwire.without_abstract,
    ),
)
