"""The bars of a terminal: a wait counts down, and its reason is named."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from enricher.cli.progress import bars, progress
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


def test_a_cache_that_is_in_use_is_told_above_the_bars() -> None:
    screen = io.StringIO()
    _shown, observer = bars(Console(file=screen, width=100), clock=FakeTime())
    observer.held_up("the cache [b]\x1b is in use")
    assert screen.getvalue() == "the cache [b]\ufffd is in use\n"


@pytest.mark.parametrize("silent", [False, True])
def test_a_cache_that_is_in_use_is_told_where_there_are_no_bars(
    capsys: pytest.CaptureFixture[str], silent: bool
) -> None:
    with progress(silent=silent) as observer:
        observer.held_up("the cache is in use")
    assert capsys.readouterr().err == ("" if silent else "the cache is in use\n")
