"""A run that is killed while it fetches keeps what it had written, and its notes as they were."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence

from enricher.fetch.cache import RecordCache
from enricher.models import PaperRef
from enricher.sources import all_sources
from tests.cli.arxiv_site import asked, knowing
from tests.cli.conftest import Site, ids_asked
from tests.fetch.server import Handler, Server

NUMBER, BATCH = 250, 50
IDS = [f"2001.{10_000 + each}" for each in range(NUMBER)]
KNOWING = knowing({paper: f"Paper {paper}" for paper in IDS})


class HangingAtLast:
    """Answers all but the last batch, for which it says that it was asked."""

    def __init__(self) -> None:
        self.hangs, self.release = threading.Event(), threading.Event()

    def __call__(self, handler: Handler) -> None:
        if asked(handler)[0] != IDS[-BATCH]:
            KNOWING(handler)
            return
        self.hangs.set()
        self.release.wait(30)
        handler.close_connection = True


def kept(site: Site, ids: Sequence[str]) -> int:
    """How many records of these papers the cache has."""
    provider = all_sources()["arxiv"].provider
    assert provider is not None
    refs = [PaperRef("arxiv", paper) for paper in ids]
    cache = RecordCache(site.cache, read_only=True)
    return len(cache.read(provider.name, refs, provider.record_version))


def test_what_was_written_is_there_and_the_next_run_asks_for_the_rest(
    site: Site, arxiv: Server
) -> None:
    arxiv.always = server = HangingAtLast()
    site.settings(arxiv.url, batch=BATCH)
    note = site.note("a.md", *IDS)
    before = note.read_bytes()
    running = site.start("run", "notes")
    try:
        assert server.hangs.wait(30)
        for _ in range(100):  # the answers before are written while this one is waited for
            if kept(site, IDS) == NUMBER - BATCH or server.release.wait(0.1):
                break
        running.kill()
        running.communicate(timeout=30)
    finally:
        running.kill()
        server.release.set()
    assert running.returncode == -signal.SIGKILL
    assert kept(site, IDS) == NUMBER - BATCH
    assert note.read_bytes() == before

    arxiv.seen.clear()
    arxiv.always = KNOWING
    assert site.run("run", "notes").code == 0
    assert sorted(ids_asked(arxiv)) == IDS[-BATCH:]
