"""What passes between the pure sources and the fetcher: calls out, replies and answers back.

Sources and indexes are sans-I/O: they say which `Call` answers for which papers and read the
`Reply`; only the fetcher talks to the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import SplitResult

from enricher.models import Match, PaperRef, Record, Wanted

Kind = Literal["preprint", "published", "missing"]
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class RawRecord(NamedTuple):
    """One paper's part of a reply, kept as it came, so that a better parser needs no new fetch.

    ``form`` names the shape of ``body`` for the source's own parser ("atom", "page", "listing").
    ``kind`` and ``date`` (the first publication, ISO) decide how long it stays fresh.
    """

    ref: PaperRef
    form: str
    body: str
    kind: Kind = "published"
    date: str = ""


class Call(NamedTuple):
    """One request. ``refs`` are the papers that it has to answer for.

    ``purpose`` tells the source's reader what was asked ("batch", "page", "listing"). With
    ``content`` the call is a POST of that body, which is of ``content_type``, else a GET.

    ``seeks``: in a page that is about many papers, what to look for, for each of ``refs``. All that
    look in one page share one request, so that the reader may get more refs than a call had.
    """

    url: str
    refs: tuple[PaperRef, ...]
    purpose: str
    content: str | None = None
    content_type: str = FORM
    seeks: tuple[str, ...] = ()


class Reply(NamedTuple):
    """A whole reply. ``url`` is the final one, after redirects; header names are lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


class Rejected(NamedTuple):
    """A paper that the server refused to look up, and why."""

    ref: PaperRef
    why: str


class Answer(NamedTuple):
    """What a reply says about the papers that were asked for.

    ``records`` may hold papers that nobody asked for (a listing's): all are kept. ``next`` are the
    follow-up calls. A paper that was asked for and is named in none of these is unanswered: the
    fetcher asks again, for servers do send short pages.
    """

    records: tuple[RawRecord, ...] = ()
    missing: tuple[PaperRef, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    next: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """A group of hosts that count as one server for manners.

    ``interval`` is the least time in seconds from the end of one request to the start of the
    next; ``hosts`` are the only ones that a redirect may lead to.
    """

    name: str
    hosts: tuple[str, ...]
    interval: float


def no_smaller(_call: Call, _wanted: Sequence[Wanted]) -> Iterable[Call]:
    """The answer of a source whose failed calls cannot be split."""
    return ()


def one_request(_call: Call) -> int:
    """The answer of a source whose calls are mostly answered at once."""
    return 1


def as_it_is(id_: str) -> str:
    """The canonical spelling of an id at a source where there is only one."""
    return id_


def nothing_to_leave_out(raw: RawRecord) -> str:
    """The body of a record of a source that sends no abstracts."""
    return raw.body


def anything(_want: Wanted) -> bool:
    """The answer of a provider that may know any paper it is asked for."""
    return True


def no_other(_ref: PaperRef) -> PaperRef | None:
    """The answer of a source whose papers are its own."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A service that answers for papers. All functions are pure.

    - ``takes(wanted)``: whether it may know this paper; it is not asked for others.
    - ``calls(wanted)``: the requests that answer for these papers.
    - ``read(call, reply)``: what the reply says. Raises ReplyError when it is not as expected.
    - ``smaller(call, wanted)``: the calls to try in place of one that failed for good.
    - ``requests(call)``: how many requests a call usually comes to, with redirects and follow-ups.
    - ``parse(raw)``: the records of one provider, joined for speed; a body that cannot be parsed
      is left out of the result.
    - ``without_abstract(raw)``: the body of a record that may be shared; abstracts are their
      authors' texts.

    ``base_url`` is the start of every URL in ``calls``; a user's setting may replace it.
    ``key_header`` and ``key_parameter`` name the header and the parameter of the URL in which a
    user's key is sent; one that ``needs_key`` is asked only where there is one.
    ``papers_a_run`` is the most that one run asks for, where each costs a request of its own. One
    that ``goes_by_titles`` cannot tell of a paper that it does not find whether there is one.
    ``record_version`` is raised when the form of raw records changes.
    """

    name: str
    operator: Operator
    base_url: str
    batch: int
    calls: Callable[[Sequence[Wanted]], Iterable[Call]]
    read: Callable[[Call, Reply], Answer]
    parse: Callable[[Sequence[RawRecord]], Mapping[PaperRef, Record]]
    takes: Callable[[Wanted], bool] = anything
    smaller: Callable[[Call, Sequence[Wanted]], Iterable[Call]] = no_smaller
    requests: Callable[[Call], int] = one_request
    without_abstract: Callable[[RawRecord], str] = nothing_to_leave_out
    key_header: str = ""
    key_parameter: str = ""
    needs_key: bool = False
    papers_a_run: int | None = None
    goes_by_titles: bool = False
    record_version: int = 1

    @property
    def takes_key(self) -> bool:
        """Whether it knows users by a key."""
        return bool(self.key_header or self.key_parameter)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A place that papers have addresses at. Each source file ends in one of these.

    - ``match(url)``: the paper that an already split URL names, else None. Asked only for URLs
      whose host (lower case, without port) is one of ``hosts`` or a subdomain of one.
    - ``fold(id)``: the canonical spelling of an id that a person typed.
    - ``is_id(id)``: whether an id, so spelt, can be one at all.
    - ``alias(ref)``: the paper at another source that this one is, if its id says so.

    ``provider`` is the site itself where it answers for its papers; ``answered_by`` names the
    indexes that are asked (after it), in order, and ``stand_ins`` those that are asked for what
    it could not be asked for. ``forms`` are example URL forms for the table of sources.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    forms: tuple[str, ...]
    match: Callable[[SplitResult], Match | None]
    provider: Provider | None = None
    answered_by: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    fold: Callable[[str], str] = as_it_is
    is_id: Callable[[str], bool] = bool
    alias: Callable[[PaperRef], PaperRef | None] = no_other
