"""What became of the papers that were asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from enricher.fetch.packs import Stored
from enricher.models import PaperRef, Record, Wanted
from enricher.routes import Question


@dataclass(slots=True)
class Resolution:
    """What became of the wanted papers, by reference.

    A paper is in ``missing`` when its source does not have it, and in ``failed`` with the reason
    when it could not be asked; a failed paper may have an older record all the same. ``stood_in``
    are those that a stand-in answered for, with the reason why their own source could not.
    """

    records: dict[PaperRef, Record] = field(default_factory=dict[PaperRef, Record])
    missing: set[PaperRef] = field(default_factory=set[PaperRef])
    failed: dict[PaperRef, str] = field(default_factory=dict[PaperRef, str])
    stood_in: dict[PaperRef, str] = field(default_factory=dict[PaperRef, str])

    def fail(self, question: Question, why: str) -> None:
        """Its provider could not be asked: others may know the paper, if nothing is known yet."""
        question.pass_on(why)
        if question.want.ref in self.records:
            question.providers.clear()
            question.stand_ins.clear()

    def share(self, ref: PaperRef, other: PaperRef) -> None:
        """Let a paper have what became of the one that it really is."""
        if other in self.records:
            record = self.records[other]
            self.records[ref] = replace(record, ref=ref, same_as=(*record.same_as, other))
        if other in self.failed:
            self.failed[ref] = self.failed[other]
        if other in self.missing:
            self.missing.add(ref)


def settled(
    group: Sequence[Question], rows: Mapping[PaperRef, Stored], resolution: Resolution
) -> list[Wanted]:
    """Settle the questions that these rows answer; return what the others want."""
    unanswered: list[Wanted] = []
    for question in group:
        row = rows.get(question.want.ref)
        if row is not None and row.kind == "missing":
            question.pass_on()
        elif row is not None and question.want.ref in resolution.records:
            if question.accepts(resolution.records[question.want.ref]):
                question.settle()
            else:
                question.pass_on()
        else:
            unanswered.append(question.want)
    return unanswered
