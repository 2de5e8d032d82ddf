"""What the tests of the command line share: a site of notes, its settings, and a small arXiv."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from enricher.__main__ import main
from tests.cli.arxiv_site import TITLES, asked, knowing
from tests.fetch.server import Server, serving

ROOT = Path(__file__).parents[2]
CLOSED = (
    "http://127.0.0.1:9"  # a proxy that answers nobody: a process of ours stays on this machine
)


class Ran(NamedTuple):
    """What a command ended with and said."""

    code: int
    out: str
    err: str


class Site:
    """A folder with notes and settings; commands run in it.

    ``run`` calls the program in this process, ``process`` starts one of its own. Both see a home
    folder, an environment and a cache that hold nothing else.
    """

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder / "site"
        self.notes = self.folder / "notes"
        self.cache = self.folder / "records"
        self.home = folder / "home"
        self._patch = patch
        self._capsys = capsys
        for place in (self.notes, self.home):
            place.mkdir(parents=True)
        patch.chdir(self.folder)
        for name in [name for name in os.environ if name.startswith("ENRICHER_")]:
            patch.delenv(name)
        for name, value in self.environment().items():
            patch.setenv(name, value)
        patch.setattr(tempfile, "tempdir", None)  # else it is the one of the first use

    def environment(self) -> dict[str, str]:
        """What differs from this process's own environment."""
        return {
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "TMPDIR": str(self.home),
            "HTTPS_PROXY": CLOSED,
            "HTTP_PROXY": CLOSED,
            "NO_PROXY": "127.0.0.1",
            "PYTHONIOENCODING": "utf-8:strict",  # an ordinary terminal, whatever the locale here
        }

    def settings(self, base_url: str, more: str = "", *, batch: int = 100) -> None:
        """Write the settings file; ``more`` comes first, before the tables."""
        (self.folder / "enricher.toml").write_text(
            f'cache = "records"\nvenues-from = []\n{more}\n'
            f'[sources.arxiv]\nbase_url = "{base_url}"\ninterval = 0\nbatch = {batch}\n'
            "[indexes.datacite]\nenabled = false\n[indexes.arxiv-pages]\nenabled = false\n",
            encoding="utf-8",
        )

    def note(self, name: str, *ids: str, front: str | None = "title: x", body: str = "") -> Path:
        """A note with one link for each id; without front matter where ``front`` is None."""
        head = "" if front is None else f"---\n{front}\n---\n"
        links = "".join(f"- [paper](https://arxiv.org/abs/{paper})\n" for paper in ids)
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((head + body + links).encode())
        return path

    def run(self, *arguments: str | Path) -> Ran:
        """Run a command in this process."""
        self._capsys.readouterr()
        self._patch.setattr(sys, "argv", ["enricher", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, said.out, said.err)

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """Start a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "enricher", *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, **self.environment(), "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def process(self, *arguments: str | Path, **environment: str) -> Ran:
        """Run a command as a process of its own."""
        running = self.start(*arguments, **environment)
        try:
            out, err = running.communicate(timeout=30)
        finally:
            running.kill()  # one that hangs must not outlive its test
        replaced = {"encoding": "utf-8", "errors": "replace"}
        return Ran(running.returncode, str(out, **replaced), str(err, **replaced))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ids_asked(server: Server) -> list[str]:
    """Every id that a server was asked for, in order."""
    return [paper for request in server.seen for paper in asked(request)]


@pytest.fixture
def arxiv() -> Iterator[Server]:
    """An arXiv that knows `TITLES`."""
    with serving() as server:
        server.always = knowing(TITLES)
        yield server


@pytest.fixture
def offline_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Site:
    """A site whose server refuses every connection."""
    made = Site(tmp_path, monkeypatch, capsys)
    made.settings(CLOSED, "deadline = 1")  # shorter than the wait before a second attempt
    return made


@pytest.fixture
def site(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arxiv: Server,
) -> Site:
    """A site whose server is `arxiv`."""
    made = Site(tmp_path, monkeypatch, capsys)
    made.settings(arxiv.url)
    return made


@pytest.fixture
def keyboard() -> signal.Signals:
    """The signal that ^C sends; a session that ignores it cannot test it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        pytest.skip("this session ignores SIGINT, and so do the processes that it starts")
    return signal.SIGINT
