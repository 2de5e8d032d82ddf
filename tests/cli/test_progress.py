"""The bars of a terminal: a wait counts down, and its reason is named."""

from __future__ import annotations

import io

from rich.console import Console

from enricher.cli.progress import bars
from tests.fetch.conftest import FakeTime


def test_a_wait_counts_down_until_the_next_request() -> None:
    clock = FakeTime()
    screen = io.StringIO()
    console = Console(file=screen, width=100)
    shown, observer = bars(console, clock=clock)

    def drawn() -> str:
        screen.truncate(screen.seek(0))
        console.print(shown.get_renderable())
        return " ".join(screen.getvalue().split())

    observer.planned("arxiv", 3)
    observer.waiting("arxiv", 90, "left alone as it asked")
    assert drawn().endswith("0/3 waits 90 s: left alone as it asked")
    clock.now += 59.5
    assert drawn().endswith("waits 31 s: left alone as it asked")
    clock.now += 60
    assert drawn().endswith("waits 0 s: left alone as it asked")
    observer.requested("arxiv", "export.arxiv.org")
    assert drawn().endswith("asks export.arxiv.org")
    observer.answered("arxiv", 2)
    observer.waiting("arxiv", 3, "its turn [bold]")
    assert drawn().endswith("2/3 waits 3 s: its turn [bold]")
    observer.finished("arxiv")
    assert drawn().endswith("done")
