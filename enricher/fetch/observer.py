"""What the fetcher tells while it works, for progress bars and logs."""

from __future__ import annotations

from typing import Protocol


class Observer(Protocol):
    """Called from worker threads, one for each operator (a group of hosts with common manners)."""

    def planned(self, operator: str, papers: int) -> None:
        """So many papers will be asked for."""

    def waiting(self, operator: str, seconds: float, why: str) -> None:
        """The next request has to wait."""

    def requested(self, operator: str, host: str) -> None:
        """A request is on its way."""

    def answered(self, operator: str, papers: int) -> None:
        """So many more of the wanted papers are decided."""

    def finished(self, operator: str) -> None:
        """Nothing is left to ask."""

    def held_up(self, why: str) -> None:
        """The cache has to be waited for. Called from the thread that uses it."""


class SilentObserver:
    """Says nothing."""

    def planned(self, operator: str, papers: int) -> None: ...
    def waiting(self, operator: str, seconds: float, why: str) -> None: ...
    def requested(self, operator: str, host: str) -> None: ...
    def answered(self, operator: str, papers: int) -> None: ...
    def finished(self, operator: str) -> None: ...
    def held_up(self, why: str) -> None: ...
