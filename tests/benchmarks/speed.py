"""What enricher costs beside the least that the same work takes, all measured in one run.

    python -m tests.benchmarks.speed [SERVER IDS]

from the root of a checkout prints a table: for each figure what enricher takes, what the bare way
takes (`tests.benchmarks.bare`), their ratio and the bound that it should keep. Processor time is
that of the processes alone, user and system, the least of some rounds; memory is the peak of
resident memory. A server of this machine plays arXiv; another one is named by the start of a URL
behind which upstreams answer by their host names ("http://127.0.0.1:8000/_h") and a file of 20,000
ids that it knows. Not run by pytest.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.measuring import ROOT, Cost, least

PROSE = "Some notes on what the paper does, why it matters, and how it was made. "
LINKS = 10  # in a note
PAPERS = """
import sys
from pathlib import Path
from enricher import Enricher

ids = Path(sys.argv[1]).read_text(encoding="ascii").split()
with Enricher() as engine:
    outcomes, papers = engine.papers([engine.named(f"arxiv:{id_}") for id_ in ids])
print(len(papers))
"""
SETTINGS = """cache = "cache"
venues-from = []

[sources.arxiv]
base_url = "{server}/export.arxiv.org"
interval = 0
"""


def lay(folder: Path, ids: Sequence[str], notes: int) -> None:
    """Notes of some 2.5 KB with ten links each, 500 in a folder."""
    papers = cycle(ids)
    for number in range(notes):
        place = folder / f"{number // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        body = "".join(
            f"- [The paper {id_}](https://arxiv.org/abs/{id_}): {PROSE}{PROSE}\n"
            for id_ in islice(papers, LINKS)
        )
        text = f"---\ntitle: Note {number}\n---\n\n# Note {number}\n\n{PROSE * 5}\n\n{body}"
        (place / f"note{number}.md").write_text(text, encoding="utf-8")


def row(what: str, own: float, bare: float, bound: str, unit: str = "s") -> str:
    """One line of the table."""
    digits = 3 if unit == "s" else 0
    return (
        f"{what:50} {own:8.{digits}f} {unit:2} {bare:8.{digits}f} {unit:2}"
        f" {own / bare:6.2f} x  {bound}"
    )


class Bench:
    """The folder that all is done in, and the server that is asked."""

    def __init__(self, place: Path, server: str, ids: Sequence[str]) -> None:
        self.place = place
        self.server = server
        self.ids = ids

    def enricher(self, *arguments: str, rounds: int = 3, forget: Sequence[str] = ()) -> Cost:
        """What a command of enricher takes; before each round these files and folders go."""
        return self._python(["-m", "enricher", *arguments], rounds, forget)

    def _python(self, arguments: Sequence[str], rounds: int, forget: Sequence[str]) -> Cost:
        before = partial(self._forget, forget)
        return least(arguments, folder=self.place, rounds=rounds, before=before)

    def bare(self, *arguments: str, rounds: int = 3) -> Cost:
        """What the bare way takes."""
        return self._python(["-m", "tests.benchmarks.bare", *arguments], rounds, ())

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            path = self.place / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def settle(self) -> None:
        """Settings for all that is asked."""
        content = SETTINGS.format(server=self.server)
        (self.place / "enricher.toml").write_text(content, encoding="utf-8")

    def start(self) -> Iterator[str]:
        """A command's start, without settings and, last, with them."""
        (self.place / "empty").mkdir()
        usual = self.bare("program", "empty", rounds=9).seconds
        helped = self.bare("program", "--help", rounds=9).seconds
        for arguments, bare in (
            (["--version"], usual),
            (["--help"], helped),
            (["links", "empty"], usual),
        ):
            own = self.enricher(*arguments, rounds=9).seconds
            yield row(" ".join(["enricher", *arguments]), own, bare, "<= 1.3")
        self.settle()
        settled = self.enricher("links", "empty", rounds=9).seconds
        yield row("  with a settings file", settled, usual, "")

    def cold(self, papers: int, bound: float) -> Iterator[str]:
        """Papers that nothing is known of, by their ids and in notes that link to ten each."""
        notes, file = f"cold{papers}", self.place / f"ids{papers}"
        rounds = 3 if papers < 10_000 else 1
        file.write_text("\n".join(self.ids[:papers]), encoding="ascii")
        lay(self.place / notes, self.ids[:papers], papers // LINKS)
        own = self._python(["-c", PAPERS, file.name], rounds, ["cache"])
        checked = self.enricher("check", "-q", notes, rounds=rounds, forget=["cache"])
        bare = self.bare("feed", self.server, file.name, rounds=rounds)
        yield row(f"{papers:,} new papers", own.seconds, bare.seconds, "<= 1.5")
        yield row("  peak memory", own.megabytes, bare.megabytes, f"<= {bound:g}", "MB")
        yield row("  `check` of notes with them", checked.seconds, bare.seconds, "")
        yield row("  peak memory", checked.megabytes, bare.megabytes, "", "MB")
        if find_spec("arxiv") is None:
            yield "  arxiv.py is not installed"
            return
        peer = self.bare("arxiv.py", self.server, file.name, rounds=rounds)
        yield row("  beside arxiv.py", own.seconds, peer.seconds, "")

    def warm(self) -> Iterator[str]:
        """10,000 notes that are up to date."""
        lay(self.place / "many", self.ids, 10_000)
        self.enricher("run", "-q", "many", rounds=1)
        known = self.enricher("run", "-q", "many")
        unknown = self.enricher("run", "-q", "many", forget=["cache/manifest.json"])
        bare = self.bare("read", "many")
        what = "10,000 notes, 100,000 links, nothing new"
        yield row(what, known.seconds, bare.seconds, "<= 4")
        yield row("  peak memory", known.megabytes, bare.megabytes, "", "MB")
        yield row("  without the manifest", unknown.seconds, bare.seconds, "<= 30")
        yield row("  peak memory", unknown.megabytes, bare.megabytes, "", "MB")

    def many(self) -> Iterator[str]:
        """100,000 tiny notes."""
        notes = 100_000
        for number in range(notes):
            place = self.place / "tiny" / f"{number // 1000:03}"
            place.mkdir(parents=True, exist_ok=True)
            text = f"---\n---\nhttps://arxiv.org/abs/{self.ids[number % 1000]}\n"
            (place / f"note{number}.md").write_text(text, encoding="utf-8")
        first = self.enricher("run", "-q", "tiny", rounds=1)
        warm = self.enricher("run", "-q", "tiny", rounds=1)
        bare = self.bare("read", "tiny", rounds=1)
        for when, cost in (("first", first), ("warm", warm)):
            yield row(f"{notes:,} notes, {when} run", cost.seconds, bare.seconds, "")
            yield row("  peak memory", cost.megabytes, bare.megabytes, "", "MB")


def lines(bench: Bench) -> Iterator[str]:
    """The table, as it is measured."""
    yield f"{'':50} {'enricher':>11} {'bare':>11} {'ratio':>8}  bound"
    yield from bench.start()
    yield from bench.cold(2_000, 2)
    yield from bench.cold(20_000, 3)
    yield from bench.warm()
    yield from bench.many()
    for part in ("cache", "scan"):
        told = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{part}"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        yield from told.splitlines()


@contextmanager
def stand_in() -> Iterator[str]:
    """A server that knows every id: the start of its URLs."""
    command = [sys.executable, "-m", "tests.benchmarks.stand_in"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as place:
        if len(sys.argv) > 2:
            ids = Path(sys.argv[2]).read_text(encoding="ascii").split()
            tell(Bench(Path(place), sys.argv[1].rstrip("/"), ids))
            return
        with stand_in() as server:
            ids = [f"{1001 + number // 9000:04}.{number % 9000 + 1:04}" for number in range(20_000)]
            tell(Bench(Path(place), server, ids))


def tell(bench: Bench) -> None:
    for line in lines(bench):
        print(line, flush=True)


if __name__ == "__main__":
    main()
