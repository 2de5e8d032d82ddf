"""The ACL Anthology: papers on computational linguistics since 1965, at aclanthology.org.

A paper has a page with `citation_*` tags, at its id. Ids are explained at
aclanthology.org/info/ids: until 2019 a letter and a year, a volume and a number (`P18-1001`), since
then a year, a venue, a volume and a number (`2020.acl-main.1`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats import highwire
from enricher.formats.pages import parsed, parsed_or_empty
from enricher.models import Author, Match, PaperRef, PaperType, Record, Wanted

NAME = "acl"
BASE_URL = "https://aclanthology.org"
# Its own sites, one after the other, and mirrors that notes still name.
HOSTS = (
    "aclanthology.org",
    "aclweb.org",
    "aclweb.info",
    "aclanthology.info",
    "acl-anthology.info",
    "aclanthology.coli.uni-saarland.de",
    "aclanthology.lst.uni-saarland.de",
    "acl.ldc.upenn.edu",
    "acl.eldoc.ub.rug.nl",
    "wing.comp.nus.edu.sg",
)

# ------------------------------------------------------------------------------------- links

_OLD = re.compile(r"([AC-FH-UW-Yac-fh-uw-y])([0-16-9][0-9])-([0-9]{4})")
_NEW = re.compile(r"((?:19|20)[0-9]{2})\.([A-Za-z0-9]{1,40})-([A-Za-z0-9]{1,40})\.([0-9]{1,4})")
# A revision, an erratum, and the file that it is; a longer word would be another name.
_AFTER = re.compile(r"(?:[ve][1-9][0-9]?)?(?![0-9A-Za-z_-])")
# Where workshops share a letter and a year, their volumes have two digits.
_WIDE = re.compile(r"W|C69|D19-[5-9]")


class _Place(NamedTuple):
    """What an id spells: the letter or the name of its venue, its year, and its volume."""

    venue: str
    year: int
    volume: str


def match(url: SplitResult) -> Match | None:
    """The paper whose id stands in a URL's path: its page, PDF, BibTeX entry, or attachment.

    The site's folders have changed with every host it had; the names of its files never have.
    """
    host = f".{url.hostname}"
    if not any(host.endswith(f".{site}") for site in HOSTS):  # DOIs hold the same ids
        return None
    for part in unquote(url.path).split("/"):
        for pattern in (_OLD, _NEW):
            found = pattern.match(part.strip())
            if found and _AFTER.match(found.string, found.end()) and _place(fold(found[0])):
                return Match(PaperRef(NAME, fold(found[0])))
        if part.lower() == "thumb":  # pictures of first pages
            return None
    return None


def fold(id_: str) -> str:
    """An id as the site spells it: letters of the old style are capital, names are not."""
    return id_.upper() if _OLD.fullmatch(id_) else id_.lower()


def _place(id_: str) -> _Place | None:
    """What an id spells; None for what is no paper's. Number 0 is the volume's front matter."""
    found = _NEW.fullmatch(id_)
    if found:
        place = _Place(found[2], int(found[1]), found[3])
        return place if int(found[4]) and id_ == fold(id_) else None
    found = _OLD.fullmatch(id_)
    if found is None or id_ != fold(id_):
        return None
    digits = 2 if _WIDE.match(id_) else 1
    year = int(found[2])
    letter = "W" if digits == 2 and found[1] == "D" else found[1]
    place = _Place(letter, year + (1900 if year >= 60 else 2000), found[3][:digits])
    return place if int(found[3][digits:]) else None


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The page of each paper. An id of another form has none."""
    for ref in dict.fromkeys(want.ref for want in wanted):
        if _place(ref.id):
            yield Call(_page(ref), (ref,), "page")


def _page(ref: PaperRef) -> str:
    return f"{BASE_URL}/{ref.id}/"


# ----------------------------------------------------------------------------------- replies

_VENUE = "citation_conference"  # beside the long name, the short one, which stands in the page
_OTHER_WORKSHOPS = "WS"  # what the site files all workshops under, and those without a name


def read(call: Call, reply: Reply) -> Answer:
    """What a page says. Raises ReplyError for what is no paper's page, or was cut off."""
    if reply.status in {404, 410}:
        return Answer(missing=call.refs)
    if reply.status != 200:
        raise ReplyError(f"the ACL Anthology answered {reply.status}")
    html = highwire.decode(reply.body)
    page = parsed(html)
    tags = highwire.read(page)
    if "citation_title" not in tags:
        raise ReplyError("the ACL Anthology answered with a page that is no paper's")
    if "</html>" not in html.lower():
        raise ReplyError("the ACL Anthology's page was cut off")
    # The tags name people as their own pages do, the line below the title as the paper does.
    names = tuple(titles.fold(node.text()) for node in page.css("p.lead > a"))
    if len(names) == len(tags.get("citation_author", ())) and all(names):
        tags["citation_author"] = names
    venues = [titles.fold(node.text()) for node in page.css("dd > a[href*='/venues/']")]
    # The tag for the abstract is unreliable where there is one: papis does not read it either.
    abstract = page.css_first(".acl-abstract > span, .acl-abstract > p")
    found = {
        _VENUE: tuple(venues),
        highwire.ABSTRACT: (titles.fold(abstract.text()) if abstract else "",),
    }
    tags |= {name: values for name, values in found.items() if any(values)}
    (ref,) = call.refs
    return Answer((RawRecord(ref, "page", highwire.write(tags)),))


# ----------------------------------------------------------------------------------- records

# The venue that a letter stands for. W are workshops; H, S and others have stood for several.
_LETTERS = {
    "A": "ANLP", "C": "COLING", "D": "EMNLP", "E": "EACL", "I": "IJCNLP", "J": "CL", "K": "CoNLL",
    "L": "LREC", "M": "MUC", "N": "NAACL", "P": "ACL", "Q": "TACL", "R": "RANLP", "Y": "PACLIC",
}  # fmt: skip
_JOURNALS = {
    "CL": "Computational Linguistics",
    "TACL": "Transactions of the Association for Computational Linguistics",
}
# "(DeepLo 2019)", "(CoNLL-2009)"; a volume's name has blanks in it.
_ACRONYM = re.compile(r"\(([A-Za-z*][A-Za-z0-9*+-]{1,30}?)[ '-]{0,2}(?:[0-9]{2}|[0-9]{4})?\)")


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of pages."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    place = _place(raw.ref.id)
    tags = highwire.read(parsed_or_empty(raw.body))
    title = highwire.first(tags, "citation_title")
    if place is None or title is None:
        return None
    book = highwire.first(tags, "citation_conference_title")
    year = highwire.year(tags) or place.year
    name = _name(place, tags.get(_VENUE, ()), book or "")
    kind = _type(place, tags, book or "")
    is_journal = kind == "journal"
    doi = highwire.first(tags, "citation_doi")
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        # A comma is a part of a name here, such as "Laks Lakshmanan, V.S."
        authors=tuple(Author(titles.clean(name)) for name in tags.get("citation_author", ())),
        type=kind,
        venue=_venue(name, year, kind) if name else None,
        booktitle=None if is_journal else book,
        journal=_journal(name, tags) if is_journal else None,
        year=year,
        doi=doi.lower() if doi else None,
        url=_page(raw.ref),
        pdf=f"{BASE_URL}/{raw.ref.id}.pdf",
        abstract=highwire.first(tags, highwire.ABSTRACT),
        pages=highwire.pages(tags),
        volume=highwire.first(tags, "citation_volume") if is_journal else None,
    )


def _name(place: _Place, listed: Sequence[str], book: str) -> str | None:
    """The short name of a venue: of those that the page lists, the one in the id comes first."""
    if place.venue == "findings":
        return f"Findings of {place.volume.upper()}"
    known = {_key(name): name for name in _LETTERS.values()}
    told = {_key(name): name for name in listed if name != _OTHER_WORKSHOPS}
    key = _key(_LETTERS.get(place.venue, place.venue))
    acronym = _ACRONYM.search(book)
    in_title = acronym[1] if acronym and sum(map(str.isupper, acronym[1])) > 1 else None
    return told.get(key) or next(iter(told.values()), None) or known.get(key) or in_title


def _key(name: str) -> str:
    """A venue's name as ids and addresses spell it: "*SEM" is "starsem", "BabyLM" "babylm"."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("*", "star"))


def _venue(name: str, year: int, kind: PaperType) -> str:
    """A conference's own workshops, such as the one for students, are not the conference."""
    is_beside = kind == "workshop" and name in _LETTERS.values()
    return f"{name} {year}{' Workshops' if is_beside else ''}"


def _type(place: _Place, tags: highwire.Tags, book: str) -> PaperType:
    """What kind of paper it is. CoNLL and WMT are filed under workshops, and are conferences."""
    if place.venue in {"J", "Q", "cl", "tacl"} or "citation_journal_title" in tags:
        return "journal"
    words = book.lower()
    is_filed = place.venue == "W" or _OTHER_WORKSHOPS in tags.get(_VENUE, ())
    if "workshop" in words or (is_filed and "conference" not in words):
        return "workshop"
    return "conference"


def _journal(name: str | None, tags: highwire.Tags) -> str | None:
    return highwire.first(tags, "citation_journal_title") or _JOURNALS.get(name or "")


SOURCE: Final[Source] = Source(
    name=NAME,
    title="ACL Anthology",
    hosts=HOSTS,
    forms=(
        "aclanthology.org/2020.acl-main.1/",
        "www.aclweb.org/anthology/P18-1001.pdf",
        "anthology.aclweb.org/P/P14/P14-1023.pdf",
        "aclanthology.info/papers/P18-1001/p18-1001",
    ),
    match=match,
    fold=fold,
    provider=Provider(
        name=NAME,
        operator=Operator(NAME, ("aclanthology.org", "www.aclanthology.org"), 1.0),
        base_url=BASE_URL,
        batch=1,
        calls=calls,
        read=read,
        parse=parse,
        without_abstract=highwire.without_abstract,
    ),
)
