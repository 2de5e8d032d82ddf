"""A progress bar per server on a terminal: what is asked, and what it waits for."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

from enricher.fetch.observer import Observer, SilentObserver


@contextmanager
def progress(*, silent: bool) -> Generator[Observer]:
    """An observer of the fetching; it shows bars only on a terminal, and on standard error."""
    if silent or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield SilentObserver()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (
        TextColumn("{task.fields[operator]:<12}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    bars = Progress(*columns, console=Console(stderr=True), transient=True)

    class Bars:
        """Shows every event of the fetching on its operator's bar."""

        def __init__(self) -> None:
            self._tasks: dict[str, TaskID] = {}

        def planned(self, operator: str, papers: int) -> None:
            self._tasks[operator] = bars.add_task("", total=papers, operator=operator)

        def waiting(self, operator: str, seconds: float, why: str) -> None:
            self._describe(operator, f"waits {seconds:.0f} s: {why}")

        def requested(self, operator: str, host: str) -> None:
            self._describe(operator, f"asks {host}")

        def answered(self, operator: str, papers: int) -> None:
            bars.advance(self._tasks[operator], papers)

        def finished(self, operator: str) -> None:
            self._describe(operator, "done")

        def _describe(self, operator: str, what: str) -> None:
            bars.update(self._tasks[operator], description=what)

    with bars:
        yield Bars()
