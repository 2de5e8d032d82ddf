"""Who is asked for a paper: its own site, or indexes one after the other until one knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from enricher.exchange import Provider, Source
from enricher.models import PaperRef, Record, Wanted


def any_record(_record: Record) -> bool:
    """The check of a question that any record answers."""
    return True


@dataclass(slots=True)
class Question:
    """A wanted paper and the providers that may still answer for it, in order: what the cache holds
    of each counts, and those that take the paper may be asked.

    ``stand_ins`` are asked where one of these could not be. ``accepts`` tells whether a record
    answers it. ``failure`` is the first reason why one of them could not be asked; ``stood_in`` is
    that reason where stand-ins are asked. ``is_put_off`` is set where this run has asked for
    enough.
    """

    want: Wanted
    providers: list[Provider] = field(default_factory=list[Provider])
    stand_ins: list[Provider] = field(default_factory=list[Provider])
    accepts: Callable[[Record], bool] = any_record
    failure: str = ""
    stood_in: str = ""
    is_put_off: bool = False

    @property
    def provider(self) -> Provider | None:
        """Who is to be asked now; None when all have been."""
        return self.providers[0] if self.providers else None

    def waits_for(self, provider: Provider) -> bool:
        """Whether it is this one that is to be asked now."""
        return self.provider is not None and self.provider.name == provider.name

    def settle(self) -> None:
        """The paper is known: nobody has to be asked any more."""
        self.providers.clear()
        self.failure = ""

    def put_off(self) -> None:
        """Leave it to a later run."""
        self.providers.clear()
        self.is_put_off = True

    def pass_on(self, failure: str = "") -> None:
        """Go on to the next provider: this one does not know the paper, or could not be asked."""
        self.failure = self.failure or failure
        del self.providers[0]
        if self.failure and not self.providers:
            self.providers, self.stand_ins = self.stand_ins, []
            self.stood_in = self.failure


def questions(
    wanted: Iterable[Wanted], sources: Mapping[str, Source], indexes: Mapping[str, Provider]
) -> dict[PaperRef, Question]:
    """A question for each paper of these sources, under its own name."""
    return {
        want.ref: _question(want, sources[want.ref.source], indexes)
        for want in wanted
        if want.ref.source in sources
    }


def _question(want: Wanted, source: Source, indexes: Mapping[str, Provider]) -> Question:
    own = [source.provider] if source.provider else []
    others = [indexes[name] for name in source.answered_by if name in indexes]
    stand_ins = [indexes[name] for name in source.stand_ins if name in indexes]
    return Question(
        want,
        [*own, *others],
        stand_ins,
    )


def by_provider(asked: Iterable[Question]) -> list[tuple[Provider, list[Question]]]:
    """The open questions, by who is to be asked now."""
    groups: dict[str, tuple[Provider, list[Question]]] = {}
    for question in asked:
        if question.provider is not None:
            groups.setdefault(question.provider.name, (question.provider, []))[1].append(question)
    return list(groups.values())


def aliases(wanted: Sequence[Wanted], sources: Mapping[str, Source]) -> dict[PaperRef, PaperRef]:
    """The papers that are really those of another source, with their names there."""
    known = [want.ref for want in wanted if want.ref.source in sources]
    named = ((ref, sources[ref.source].alias(ref)) for ref in known)
    return {ref: other for ref, other in named if other is not None and other.source in sources}
