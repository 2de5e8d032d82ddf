"""Catalogues for tests: some papers of every kind, and as many made-up ones as are wanted."""

from __future__ import annotations

from typing import Any

from enricher.catalogue import Entry, Status
from enricher.change import Place
from enricher.paper import Paper

NASTY = [
    '"><script>alert(1)</script>', "</script><script>alert(1)</script>", "<!--<script>",
    "{{ site }}{% raw %}", "${title} $rows $$", "]]> &lt;b&gt; &amp;", "a\u2028b\u2029c",
    "caf\udce9 \ud83d", "right\u202eleft", "x\x00\x1b[31m\x9b2J\x85::error::y", "##[error]z",
    "<img src=x onerror=alert(1)>", "' onmouseover=alert(1) x='", "=HYPERLINK(1)", "\\u003c \\",
]  # fmt: skip


def entry(id_: str = "arxiv:1803.02780", *places: Place, **values: Any) -> Entry:
    """An entry of a paper with these values, a preprint where none say otherwise; without a title
    it is one that nothing is known of."""
    status = values.pop("status", Status.PREPRINT)
    labels, why = values.pop("labels", ()), values.pop("why", "")
    links = values.pop("links", (f"https://arxiv.org/abs/{id_.partition(':')[2]}",))
    paper = Paper(id=id_, **values) if values else None
    source = id_.partition(":")[0]
    places = places or (Place("notes/a.md", 3, 1),)
    return Entry(id_, status, paper, why, labels, links, (source,), places)


AUTOML = entry(
    "arxiv:1803.02780",
    Place("notes/a.md", 3, 1),
    Place("notes/a.md", 9, 1),
    Place("notes/sub folder/b#1.md", 7, 5),
    status=Status.PUBLISHED,
    title="Transfer Learning with Neural AutoML",
    authors=("Catherine Wong", "Neil Houlsby", "Yifeng Lu", "Andrea Gesmundo"),
    type="conference",
    venue="NeurIPS 2018",
    year=2018,
    url="https://papers.nips.cc/paper/2018/hash/bdb3-Abstract.html",
    arxiv="1803.02780",
    doi="10.5555/3327757",
    labels=("the AutoML-Zero trick", "Neural AutoML"),
)
ATTENTION = entry(
    "arxiv:1706.03762",
    title="Attention Is All You Need",
    authors=("Ashish Vaswani",),
    year=2017,
    url="https://arxiv.org/abs/1706.03762",
)
WITHDRAWN = entry(
    "arxiv:1901.00001",
    Place("notes/c.md", 1, 1),
    status=Status.WITHDRAWN,
    title="A Proof of Everything",
    authors=("A. Uthor", "C. O. Author"),
    year=2019,
)
MISSING = entry("arxiv:0808.0539", status=Status.MISSING, labels=("Some paper",))
FAILED = entry(
    "doi:10.1145/3292500.3330701",
    status=Status.FAILED,
    why="offline, and not in the cache",
    links=("https://doi.org/10.1145/3292500.3330701",),
)
ENTRIES = [AUTOML, ATTENTION, WITHDRAWN, MISSING, FAILED]

_WORDS = [
    "learning", "deep", "networks", "search", "graph", "neural", "image", "transfer", "models",
    "language", "self", "supervised", "vision", "sparse", "attention", "robust", "efficient",
]  # fmt: skip
_VENUES = ("CVPR", "NeurIPS", "ICML", "ICLR", "ECCV", "ICCV", "ACL", "EMNLP", "AAAI", "TPAMI")


def many(number: int) -> list[Entry]:
    """Made-up papers of usual size; the same ones at each call."""
    return [_made(each) for each in range(number)]


def _made(number: int) -> Entry:
    words = [_WORDS[(number * step + step) % len(_WORDS)].title() for step in (1, 3, 7, 11, 13, 17)]
    year = 2005 + number * 7 % 20
    id_ = f"{year % 100:02}{number % 12 + 1:02}.{number:05}"
    is_published = number % 3 > 0
    return entry(
        f"arxiv:{id_}",
        *(Place(f"notes/{year}/{number * each % 400:03}.md", each, 1) for each in (5, 17)),
        status=Status.PUBLISHED if is_published else Status.PREPRINT,
        title=f"{' '.join(words)} {number}",
        authors=tuple(f"{name} Author{number * 31 % 997}" for name in ("Ada", "Grace", "Alan")),
        type="conference" if is_published else "preprint",
        venue=f"{_VENUES[number % len(_VENUES)]} {year}" if is_published else None,
        year=year,
        arxiv=id_,
        doi=f"10.5555/{number}" if is_published else None,
        url=f"https://arxiv.org/abs/{id_}",
    )
