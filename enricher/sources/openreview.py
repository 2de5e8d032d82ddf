"""OpenReview: its links, and the notes that its two APIs send.

Its manual is docs.openreview.net. Venues since 2023 are in the second API, where each value is
wrapped (``{"title": {"value": …}}``); older ones are in the first, bare. Its own site asks the
second first, too. What a venue field says is often only the state of a submission: see
`enricher.venues.submissions`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import SplitResult, parse_qsl

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Operator, Provider, RawRecord, Reply, Source
from enricher.formats.json_values import loaded, mapping, sequence
from enricher.identifiers import arxiv_ids
from enricher.models import Author, Match, PaperRef, Record, Wanted
from enricher.text import twin
from enricher.venues.submissions import Publication, Submission, publication

NAME = "openreview"
BASE_URL = "https://api2.openreview.net"
FIRST_API = "https://api.openreview.net"
SITE = "https://openreview.net"
BATCH = 100  # ids; the APIs send up to a thousand notes

# ------------------------------------------------------------------------------------- links

_ID = re.compile(r"[A-Za-z0-9_-]{1,30}")
# What people leave behind an id: a suffix, punctuation, a fragment that was encoded.
_LINKED = re.compile(r"\s{0,9}([A-Za-z0-9_-]{1,30})(?:\.pdf)?(?:[^A-Za-z0-9_/~@.:-].{0,200}|[.:]?)")
_PAGES = frozenset({"forum", "pdf", "attachment", "references", "revisions"})


def match(url: SplitResult) -> Match | None:
    """The submission that a URL names by its id: its forum, PDF, attachments or revisions.

    Ids are case-sensitive, and may begin with a hyphen. PDFs that are named by a hash tell none.
    """
    parts = [part.lower() for part in url.path.split("/") if part]
    if not parts or parts[0] not in _PAGES or parts[1:] not in ([], ["pdf"], ["attachment"]):
        return None
    given = next((value for name, value in parse_qsl(url.query) if name == "id"), "")
    found = _LINKED.fullmatch(given)
    return Match(PaperRef(NAME, found[1])) if found else None


# ------------------------------------------------------------------------------------- calls


def calls(wanted: Sequence[Wanted]) -> Iterator[Call]:
    """Batches for the second API. What is no id is asked for by no call."""
    refs = list(dict.fromkeys(want.ref for want in wanted if _ID.fullmatch(want.ref.id)))
    for start in range(0, len(refs), BATCH):
        yield _call(refs[start : start + BATCH], "second")


def smaller(call: Call, _wanted: Sequence[Wanted]) -> Iterator[Call]:
    """The two halves of a batch."""
    middle = len(call.refs) // 2
    if middle:
        yield _call(call.refs[:middle], call.purpose)
        yield _call(call.refs[middle:], call.purpose)


def _call(refs: Sequence[PaperRef], purpose: str) -> Call:
    """Notes of the "second" API, or of the "first", where it may be the "last" place to ask."""
    # Both APIs take `ids` for many notes; the manual of their client tells only of `id`.
    name = "id" if len(refs) == 1 else "ids"
    api = BASE_URL if purpose == "second" else FIRST_API
    return Call(f"{api}/notes?{name}={','.join(ref.id for ref in refs)}", tuple(refs), purpose)


# ----------------------------------------------------------------------------------- replies


def read(call: Call, reply: Reply) -> Answer:
    """What a reply says, by id. Raises ReplyError for what is no list of notes, such as a check
    for robots, and for one with notes that nobody asked for."""
    if reply.status in {404, 410}:
        return _absent(call, call.refs)
    if reply.status != 200:
        raise ReplyError(f"OpenReview answered {reply.status}")
    fields = mapping(loaded(reply.body))
    if not isinstance(fields.get("notes"), list):
        raise ReplyError("OpenReview answered with something that is no list of notes")
    records: dict[PaperRef, RawRecord] = {}
    for note in map(mapping, sequence(fields["notes"])):
        ref = PaperRef(NAME, str(note.get("id")))
        if ref not in call.refs:
            raise ReplyError("OpenReview answered with notes that were not asked for")
        raw = _raw(ref, note)
        if raw is not None:
            records[ref] = raw
    absent = [ref for ref in call.refs if ref not in records]
    rest = _absent(call, absent) if absent else Answer()
    return rest._replace(records=tuple(records.values()))


def _absent(call: Call, refs: Sequence[PaperRef]) -> Answer:
    """These are not in this API. A paper is missing when both were asked for it alone."""
    match call.purpose:
        case "second":
            return Answer(next=(_call(refs, "first" if len(call.refs) > 1 else "last"),))
        case "first":
            return Answer(next=tuple(_call([ref], "second") for ref in refs))
        case _:
            return Answer(missing=tuple(refs))


# The rest of a note is about who may read and write it; addresses of authors are theirs.
_KEPT = (
    "id", "forum", "cdate", "tcdate", "odate", "pdate", "invitation", "invitations", "externalIds",
)  # fmt: skip
_KEPT_CONTENT = ("title", "authors", "venue", "venueid", "_bibtex", "pdf", "abstract")


def _raw(ref: PaperRef, note: Mapping[str, object]) -> RawRecord | None:
    """What is kept of a submission; None for a review or a comment, and for a deleted one."""
    content = mapping(note.get("content"))
    if note.get("forum", ref.id) != ref.id or note.get("ddate") or not _text(content, "title"):
        return None
    kept = {name: note[name] for name in _KEPT if name in note}
    kept["content"] = {name: content[name] for name in _KEPT_CONTENT if name in content}
    # Asked for again until there are names and a venue; rejected ones are often printed elsewhere.
    is_final = bool(_authors(content)) and _publication(note) is not None
    body = twin(json.dumps(kept, ensure_ascii=False))
    return RawRecord(ref, "note", body, "published" if is_final else "preprint", _date(note) or "")


# ------------------------------------------------------------------------------------- notes


def _value(content: Mapping[str, object], name: str) -> object:
    """A field of a note, in either API's form."""
    value = content.get(name)
    return mapping(value).get("value", value)


def _text(content: Mapping[str, object], name: str) -> str:
    value = _value(content, name)
    return titles.fold(value) if isinstance(value, str) else ""


_ANONYMOUS = re.compile(r"anonymous\b.{0,40}", re.IGNORECASE)


def _authors(content: Mapping[str, object]) -> tuple[Author, ...]:
    """The authors, of a list of names or of profiles, or of one text; none while anonymous."""
    value = _value(content, "authors")
    people = value.split(",") if isinstance(value, str) else sequence(value)
    names = (
        person if isinstance(person, str) else _text(mapping(person), "fullname")
        for person in people
    )
    cleaned = [name for name in map(titles.clean, names) if name]
    if any(_ANONYMOUS.fullmatch(name) for name in cleaned):
        return ()
    return tuple(map(Author, cleaned))


def _publication(note: Mapping[str, object]) -> Publication | None:
    content = mapping(note.get("content"))
    first = next(iter(sequence(note.get("invitations"))), "")
    return publication(
        Submission(
            venue=_text(content, "venue"),
            group=_text(content, "venueid"),
            invitation=str(note.get("invitation") or first),
            bibtex=_text(content, "_bibtex"),
            printed=int(day[:4]) if (day := _day(note.get("pdate"))) else None,
        )
    )


def _date(note: Mapping[str, object]) -> str | None:
    """The day of publication, else that on which the note became public, else of its making."""
    days = (_day(note.get(name)) for name in ("pdate", "odate", "cdate", "tcdate"))
    return next(filter(None, days), None)


def _day(milliseconds: object) -> str | None:
    """The ISO date (UTC) of a time in milliseconds since 1970."""
    if not isinstance(milliseconds, int | float) or not 0 < milliseconds < 4e12:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()


# ----------------------------------------------------------------------------------- records


def parse(raw: Sequence[RawRecord]) -> Mapping[PaperRef, Record]:
    """The records of notes."""
    records = (_record(each) for each in raw)
    return {record.ref: record for record in records if record is not None}


def _record(raw: RawRecord) -> Record | None:
    note = mapping(loaded(raw.body))
    content = mapping(note.get("content"))
    title = _text(content, "title")
    if not title:
        return None
    published = _date(note)
    told = _publication(note)
    arxiv = arxiv_ids.parse(_elsewhere(note, "arxiv:"))
    return Record(
        ref=raw.ref,
        provider=NAME,
        title=titles.clean(title),
        authors=_authors(content),
        type=told.type if told else "preprint",
        venue=told.venue if told else None,
        booktitle=told.booktitle if told else None,
        journal=told.journal if told else None,
        year=told.year if told else int(published[:4]) if published else None,
        published=published,
        arxiv=arxiv.id if arxiv else None,
        doi=_elsewhere(note, "doi:").lower() or None,
        url=f"{SITE}/forum?id={raw.ref.id}",
        pdf=f"{SITE}/pdf?id={raw.ref.id}" if _value(content, "pdf") else None,
        abstract=_text(content, "abstract") or None,
    )


def _elsewhere(note: Mapping[str, object], scheme: str) -> str:
    """The id that a paper has in another scheme, empty if it has none."""
    texts = (text for text in sequence(note.get("externalIds")) if isinstance(text, str))
    return next((text[len(scheme) :] for text in texts if text.lower().startswith(scheme)), "")


def without_abstract(raw: RawRecord) -> str:
    """A note without its abstract."""
    note = dict(mapping(loaded(raw.body)))
    content = dict(mapping(note.get("content")))
    content.pop("abstract", None)
    return json.dumps({**note, "content": content}, ensure_ascii=False)


SOURCE: Final[Source] = Source(
    name=NAME,
    title="OpenReview",
    hosts=("openreview.net",),
    forms=(
        "openreview.net/forum?id=rJl-b3RcF7",
        "openreview.net/pdf?id=rJl-b3RcF7",
        "openreview.net/attachment?id=…&name=…",
    ),
    match=match,
    provider=Provider(
        name=NAME,
        operator=Operator(NAME, ("api2.openreview.net", "api.openreview.net"), 1.0),
        base_url=BASE_URL,
        batch=BATCH,
        calls=calls,
        read=read,
        parse=parse,
        smaller=smaller,
        without_abstract=without_abstract,
    ),
)
