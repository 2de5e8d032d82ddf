"""A progress bar per server on a terminal: what is asked, and what it waits for."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from enricher.cli.options import say
from enricher.fetch.observer import Observer, SilentObserver
from enricher.reports.plain import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, Task, TaskID


@contextmanager
def progress(*, silent: bool) -> Generator[Observer]:
    """An observer of the fetching; it shows bars only on a terminal, and on standard error."""
    if silent:
        yield SilentObserver()
        return
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _Lines()
        return
    from rich.console import Console

    shown, observer = bars(Console(stderr=True), clock=time.monotonic)
    with shown:
        yield observer


def bars(console: Console, *, clock: Callable[[], float]) -> tuple[Progress, Observer]:
    """The bars and the observer that moves them. ``clock`` gives seconds."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
    from rich.text import Text

    class Doing(ProgressColumn):
        """What a server is asked or waited for; the seconds left are those of the drawing."""

        def render(self, task: Task) -> Text:
            until: float | None = task.fields["until"]
            if until is None:
                return Text(task.description)
            return Text(f"waits {max(0, math.ceil(until - clock()))} s: {task.description}")

    columns = (
        TextColumn("{task.fields[operator]:<12}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        Doing(),
    )
    shown = Progress(*columns, console=console, transient=True, get_time=clock)
    return shown, _Bars(shown, clock)


class _Lines(SilentObserver):
    """Says what people would wonder about where they see no bars."""

    def held_up(self, why: str) -> None:
        say(printable(why))


class _Bars:
    """Shows every event of the fetching on its operator's bar."""

    def __init__(self, shown: Progress, clock: Callable[[], float]) -> None:
        self._shown = shown
        self._clock = clock
        self._tasks: dict[str, TaskID] = {}

    def planned(self, operator: str, papers: int) -> None:
        task = self._shown.add_task("", total=papers, operator=operator, until=None)
        self._tasks[operator] = task

    def waiting(self, operator: str, seconds: float, why: str) -> None:
        self._describe(operator, why, self._clock() + seconds)

    def requested(self, operator: str, host: str) -> None:
        self._describe(operator, f"asks {host}")

    def answered(self, operator: str, papers: int) -> None:
        self._shown.advance(self._tasks[operator], papers)

    def finished(self, operator: str) -> None:
        self._describe(operator, "done")

    def held_up(self, why: str) -> None:
        self._shown.console.print(printable(why), markup=False, highlight=False)

    def _describe(self, operator: str, what: str, until: float | None = None) -> None:
        self._shown.update(self._tasks[operator], description=what, until=until)
