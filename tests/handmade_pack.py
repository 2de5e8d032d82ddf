"""A cache folder that holds nothing but a small pack, all of it made up by hand."""

from __future__ import annotations

from pathlib import Path

from enricher.engine import Enricher
from enricher.fetch import packs
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
from enricher.settings import Settings

FETCHED = 1_700_000_000.0
KNOWN = {"1803.02780": "Learning to Write Notes", "1706.03762": "Notes Are All You Read"}
ABSENT, UNKNOWN = "0808.0539", "2001.00001"
ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom">
<id>http://arxiv.org/abs/{id}v1</id><title>{title}</title>
<published>2018-03-07T17:29:08Z</published><author><name>Ada Lovelock</name></author>
</entry>"""  # handmade


def ref(paper: str) -> PaperRef:
    return PaperRef("arxiv", paper)


def stored(paper: str, title: str | None) -> Stored:
    """A handmade record; without a title, that arXiv does not have the paper."""
    kind = "missing" if title is None else "preprint"
    body = "" if title is None else ENTRY.format(id=paper, title=title)
    return Stored("arxiv", ref(paper), "atom", body, kind, "2018-03-07", FETCHED, handmade=True)


def make(folder: Path) -> Path:
    """Put the pack into a folder: what `KNOWN` names, and that `ABSENT` is missing."""
    records = [stored(paper, title) for paper, title in KNOWN.items()]
    lines = "".join(packs.lines([*records, stored(ABSENT, None)]))
    (folder / "handmade.jsonl").write_text(lines, encoding="utf-8")
    return folder


def note(*ids: str, front: str = "---\ntitle: x\n---\n") -> str:
    return front + "".join(f"- https://arxiv.org/abs/{paper}\n" for paper in ids)


def offline(cache: Path) -> Enricher:
    """An engine that has nothing but the pack."""
    return Enricher(settings=Settings(cache=cache, offline=True))
