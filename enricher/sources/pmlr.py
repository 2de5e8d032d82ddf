"""PMLR: the Proceedings of Machine Learning Research, at proceedings.mlr.press.

There is no API, but the site is made by Jekyll from public repositories (github.com/mlresearch, one
for each volume, and its theme): a paper has a page with `citation_*` tags, and a volume has all its
papers in one file of CSL's YAML. Until 2016 the series was JMLR's, at jmlr.org/proceedings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import csl_yaml, highwire
from enricher.formats.pages import parsed, parsed_or_empty
from enricher.identifiers.arxiv_ids import leading
from enricher.models import Match, PaperRef, Record, Wanted
from enricher.venues.pmlr import Event, event

NAME = "pmlr"
BASE_URL = "https://proceedings.mlr.press"
VOLUME_FROM = 4  # wanted papers of one volume that are worth its file of some megabytes
OPENREVIEW = "citation_openreview_id"  # no site's own tag: the page links there

# ------------------------------------------------------------------------------------- links

_GITHUB = ("raw.githubusercontent.com", "github.com")
_KEY = r"[A-Za-z][A-Za-z_'.-]{0,60}[0-9]{2,3}[a-z]{0,3}"
_ID = re.compile(rf"[vr][0-9]{{1,4}}/{_KEY}")
_VOLUME = re.compile(r"[vr][0-9]{1,4}", re.IGNORECASE)
# Posts are named by their day, supplements by their paper.
_NAME = re.compile(
    rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-)?({_KEY})(?:[-_]?supp[a-z]{{0,20}})?(?:\.[A-Za-z.]{{1,8}})?"
)


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of the series names: its page, PDF or supplement, wherever they lie."""
    parts = [part for part in unquote(url.path).split("/") if part]
    host = (url.hostname or "").lower()
    if host.endswith(_GITHUB):
        is_file = host.startswith("raw.") or parts[2:3] in (["raw"], ["blob"])
        if len(parts) < 4 or parts[0].lower() != "mlresearch" or not is_file:
            return None
        parts = [parts[1], *parts[-2:]]
    elif "jmlr" in host:
        if [part.lower() for part in parts[:2]] != ["proceedings", "papers"]:
            return None
        parts = parts[2:]
    if not 2 <= len(parts) <= 3 or not _VOLUME.fullmatch(parts[0]):
        return None
    found = _NAME.fullmatch(parts[-1])
    return Match(PaperRef(NAME, f"{parts[0].lower()}/{found[1]}")) if found else None


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper; the file of a whole volume from four wanted papers on.

    An id of another form has no page.
    """
    by_volume: dict[str, list[PaperRef]] = defaultdict(list)
    for ref in dict.fromkeys(want.ref for want in wanted if _ID.fullmatch(want.ref.id)):
        by_volume[ref.id.partition("/")[0]].append(ref)
    for volume, refs in by_volume.items():
        if len(refs) >= VOLUME_FROM:
            yield Call(f"{BASE_URL}/{volume}/assets/bib/citeproc.yaml", tuple(refs), "volume")
        else:
            yield from _page_calls(refs)


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The pages of the papers that a volume's file was to answer for."""
    if call.purpose == "volume":
        yield from _page_calls(call.refs)


def _page_calls(refs: Sequence[PaperRef]) -> Iterator[Call]:
    for ref in refs:
        yield Call(_page_url(ref), (ref,), "page")


def _page_url(ref: PaperRef) -> str:
    return f"{BASE_URL}/{ref.id}.html"


# ----------------------------------------------------------------------------------- replies


def read(call: Call, reply: Reply) -> Answer:
    """What a page or a volume's file says. Raises ReplyError for what is neither, or cut off."""
    if reply.status in {404, 410}:
        if call.purpose == "volume":
            return Answer(next=tuple(_page_calls(call.refs)))
        return Answer(missing=call.refs)
    if reply.status != 200:
        raise ReplyError(f"PMLR answered {reply.status}")
    text = highwire.decode(reply.body)
    return _page(call, text) if call.purpose == "page" else _volume(call, text)


_SUFFIX = re.compile(r",\s{0,3}((?:jr|sr)\.?|[ivx]{2,4})$", re.IGNORECASE)
_LINKED = re.compile(r"//openreview\.net/forum\?id=([A-Za-z0-9_-]{1,40})$")


def _page(call: Call, html: str) -> Answer:
    page = parsed(html)
    tags = highwire.read(page)
    if "citation_title" not in tags:
        raise ReplyError("PMLR answered with a page that is no paper's")
    if "</html>" not in html.lower():
        raise ReplyError("PMLR's page was cut off")
    # The tag has the conference's name alone; the page's own line names the volume, and with it
    # which one of the series it was.
    for name, selector in (
        ("citation_conference_title", "#info i"),
        (highwire.ABSTRACT, "#abstract"),
    ):
        node = page.css_first(selector)
        if node is not None and (text := titles.fold(node.text())):
            tags[name] = (text,)
    # "Given Family, Jr." is what the theme writes: to others that is "Family, Given".
    names = tags.get("citation_author", ())
    tags["citation_author"] = tuple(_SUFFIX.sub(r" \1", name) for name in names)
    for anchor in page.css("#extras a[href]"):
        href = anchor.attributes.get("href") or ""
        if found := _LINKED.search(href):
            tags[OPENREVIEW] = (found[1],)
        elif found_arxiv := leading(href.partition("//arxiv.org/abs/")[2]):
            tags["citation_arxiv_id"] = (found_arxiv[0].id,)
    (ref,) = call.refs
    return Answer((RawRecord(ref, "page", highwire.write(tags)),))


def _volume(call: Call, text: str) -> Answer:
    """Every paper of a volume; those that it lacks, or spoils, are asked for at their pages."""
    entries = [csl_yaml.read(entry) for entry in csl_yaml.cut(text)]
    if not {"title", "issued"} <= entries[-1].keys():
        raise ReplyError("PMLR's volume was cut off")
    records: dict[PaperRef, RawRecord] = {}
    for entry in entries:
        ref, tags = _entry_ref(call, entry), csl_yaml.tags(entry)
        if ref is not None and tags.keys() >= {"citation_title", "citation_author"}:
            records[ref] = RawRecord(ref, "page", highwire.write(tags))
    absent = [ref for ref in call.refs if ref not in records]
    return Answer(tuple(records.values()), next=tuple(_page_calls(absent)))


def _entry_ref(call: Call, entry: Mapping[str, csl_yaml.Value]) -> PaperRef | None:
    """The paper of an entry, if it is one of the volume that was asked for."""
    volume = call.refs[0].id.partition("/")[0]
    for url in (csl_yaml.text(entry, "URL"), f"{BASE_URL}/{volume}/{csl_yaml.text(entry, 'id')}"):
        try:
            found = match(urlsplit(url))
        except ValueError:
            continue
        if found is not None and found.ref.id.startswith(f"{volume}/"):
            return found.ref
    return None


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages; entries of volumes are kept as pages."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    tags = highwire.read(parsed_or_empty(raw.body))
    title = highwire.first(tags, "citation_title")
    if title is None or not _ID.fullmatch(raw.ref.id):
        return None
    name = highwire.first(tags, "citation_conference_title")
    told = event(name or "", highwire.year(tags), is_reissue=raw.ref.id.startswith("r"))
    pdf = highwire.first(tags, "citation_pdf_url")
    openreview = highwire.first(tags, OPENREVIEW)
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=highwire.authors(tags),
        type="workshop" if told.is_workshop else "conference",
        venue=_venue(told),
        booktitle=re.sub(r"\s?\([A-Z]{3,8}\)$", "", name) if name else None,
        year=told.year,
        published=_day(highwire.first(tags, "citation_publication_date") or ""),
        arxiv=highwire.first(tags, "citation_arxiv_id"),
        doi=highwire.first(tags, "citation_doi"),
        url=_page_url(raw.ref),
        pdf=re.sub(r"^http:", "https:", pdf) if pdf else None,
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        volume=raw.ref.id.partition("/")[0].removeprefix("v"),
        same_as=(PaperRef("openreview", openreview),) if openreview else (),
    )


def _venue(told: Event) -> str:
    name = f"{told.name} {told.year}" if told.year else told.name
    return f"{name} Workshop" if told.is_workshop and told.is_known else name


def _day(date: str) -> str | None:
    """The ISO date of "2018/07/03" or "2018/7/3"; of a month alone there is none."""
    found = re.fullmatch(r"((?:19|20)[0-9]{2})/(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])", date)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None


SOURCE: Final[Source] = Source(
    name=NAME,
    title="PMLR",
    hosts=(
        "proceedings.mlr.press",
        "mlresearch.github.io",
        "jmlr.org",
        "jmlr.csail.mit.edu",
        *_GITHUB,
    ),
    forms=(
        "proceedings.mlr.press/v80/bender18a.html",
        "proceedings.mlr.press/v48/melnyk16.pdf",
        "jmlr.org/proceedings/papers/v37/schulman15.pdf",
        "raw.githubusercontent.com/mlresearch/v235/main/assets/x24a/x24a.pdf",
    ),
    match=match,
    provider=Provider(
        name=NAME,
        operator=Operator(NAME, ("proceedings.mlr.press",), 1.0),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        smaller=smaller,
        without_abstract=highwire.without_abstract,
    ),
)
