"""The upstreams as one process of this machine plays them, where that program lies beside the
checkout: arXiv, CVF, NeurIPS, Semantic Scholar and Crossref, with faults on demand."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

from enricher.exchange import Provider
from enricher.fetch.site import Site
from enricher.indexes import all_indexes
from enricher.models import PaperRef, Record, Wanted
from enricher.sources import all_sources

HERE = Path(__file__).parents[3] / "shared" / "emulator"
PROGRAM, RECORDS = HERE / "upstream.py", HERE / "records.jsonl.gz"
PAPERS = 6  # of each provider, unless told otherwise


class Emulator(NamedTuple):
    """A running one: the start of its URLs, and the papers that it knows for each provider."""

    url: str
    known: dict[str, list[Wanted]]

    def site(self, provider: Provider) -> Site:
        """The settings that lead a provider's calls here, without pauses."""
        host = provider.base_url.partition("://")[2]
        return Site(base_url=f"{self.url}/_h/{host}", interval=0)

    def faults(self, *rules: dict[str, Any]) -> None:
        """Let these faults happen from now on, and no other."""
        self._tell("reset", b"")
        self._tell("faults", json.dumps(rules).encode())

    def stats(self) -> dict[str, Any]:
        """What was asked since the last faults were set."""
        with urlopen(f"{self.url}/_ctl/stats") as reply:  # noqa: S310 - our own server
            return json.load(reply)

    def _tell(self, what: str, body: bytes) -> None:
        with urlopen(Request(f"{self.url}/_ctl/{what}", body, method="POST")):  # noqa: S310
            pass


def providers() -> dict[str, Provider]:
    """Those that are played."""
    own = {name: all_sources()[name].provider for name in ("arxiv", "cvf", "neurips")}
    indexes = {name: all_indexes()[name] for name in ("semantic-scholar", "crossref")}
    return {**{name: each for name, each in own.items() if each}, **indexes}


@contextmanager
def emulating(folder: Path, papers: int = PAPERS) -> Iterator[Emulator]:
    """An emulator that knows few papers of each provider, so that it starts at once."""
    rows = list(_chosen(papers))
    records = folder / "records.jsonl"
    records.write_text("".join(json.dumps(row) + "\n" for _, row in rows), encoding="utf-8")
    command = [sys.executable, str(PROGRAM), "--records", str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        known: dict[str, list[Wanted]] = {}
        for name, row in rows:
            known.setdefault(name, []).append(_wanted(name, row))
        try:
            yield Emulator(f"http://127.0.0.1:{told['port']}", known)
        finally:
            process.kill()


def _chosen(papers: int) -> Iterator[tuple[str, dict[str, Any]]]:
    left = dict.fromkeys(providers(), papers)
    with gzip.open(RECORDS, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = _provider(row, left)
            if name is not None:
                left[name] -= 1
                yield name, row
            if not any(left.values()):
                return


def _provider(row: dict[str, Any], left: dict[str, int]) -> str | None:
    """Whose paper a record may be: titles that are not ASCII show a wrong encoding."""
    fits = {
        "cvf": row["kind"] == "cvf" and row["conf"] == "CVPR" and row["year"] == 2019,
        "neurips": row["kind"] == "nips" and row["year"] == 2018,
        "crossref": bool(row.get("doi")) and row["kind"] == "cvf" and row["year"] == 2017,
        "semantic-scholar": row["kind"] == "other" and bool(row.get("venue")),
        "arxiv": row["kind"] == "other" and not row["title"].isascii(),
    }
    return next((name for name in fits if fits[name] and left[name]), None)


def _wanted(name: str, row: dict[str, Any]) -> Wanted:
    match name:
        case "cvf":
            stem = Path(row["cvf"]).stem.removesuffix("_paper")
            url = f"https://openaccess.thecvf.com{row['cvf']}"
            return Wanted(PaperRef("cvf", f"CVPR2019/{stem}"), (url,))
        case "neurips":
            return Wanted(PaperRef("neurips", f"2018/{row['hash']}"))
        case "crossref":
            return Wanted(PaperRef("doi", row["doi"].lower()))
        case _:
            ref = PaperRef("arxiv", row["arxiv"])
            return Wanted(ref, record=Record(ref=ref, provider="x", title=row["title"]))


def absent(name: str) -> Wanted:
    """A paper of the right form that nobody has."""
    match name:
        case "cvf":
            stem = "Nobody_No_Such_Paper_CVPR_2019"
            url = f"https://openaccess.thecvf.com/content_CVPR_2019/html/{stem}_paper.html"
            return Wanted(PaperRef("cvf", f"CVPR2019/{stem}"), (url,))
        case "neurips":
            return Wanted(PaperRef("neurips", f"2018/{'0' * 32}"))
        case "crossref":
            return Wanted(PaperRef("doi", "10.1109/no.such.paper"))
        case _:
            return Wanted(PaperRef("arxiv", "0808.0539"))


def asked(emulator: Emulator, name: str) -> Sequence[Wanted]:
    """The papers to ask a provider for: all that are known, and one that is not."""
    return [*emulator.known[name], absent(name)]
