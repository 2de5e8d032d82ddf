"""Runs an audit: reads notes, asks what is known of their papers, and gathers what kinds find.

Nothing is written until the plan of an audit is carried out, and that holds only what is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain

from enricher import text
from enricher.answers import Answers
from enricher.audit import all_kinds
from enricher.audit.interface import Finding, Kind, Known, Subject
from enricher.audit.self_hosted import titled_pdfs
from enricher.change import Change, Place
from enricher.engine import Enricher
from enricher.errors import ConfigError, EditError, NoteError
from enricher.exchange import Source
from enricher.ignoring import unknown_codes, without_ignored
from enricher.indexes import all_indexes
from enricher.models import Edit, PaperRef
from enricher.notes import Note, Scanned, text_of
from enricher.paper import Missing, Outcome
from enricher.plan import Plan
from enricher.planning import refuse
from enricher.settings import Settings
from enricher.shelving import shelved
from enricher.subjects import subject_of

EVERY = "all"  # selects every kind, those that are opt-in too


@dataclass(slots=True)
class Audit:
    """What an audit found, in the order of the notes. ``plan`` has the changes that would write
    what is certain, the outcome of each paper, and the notes that could not be read; ``unknown``
    are the places of links to PDFs of which nothing is known."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list[Finding])
    unknown: list[tuple[Place, str]] = field(default_factory=list[tuple[Place, str]])

    @property
    def fixable(self) -> list[Finding]:
        """The findings whose proposals the plan writes."""
        changed = {str(change.path) for change in self.plan.changed}
        return [each for each in self.findings if each.is_safe and each.path in changed]


def chosen(
    settings: Settings, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> list[Kind]:
    """The kinds to look for: those that are selected, else all that are not opt-in, without the
    ignored ones. What is given to this call beats the settings; ``all`` selects every kind.
    Raises ConfigError for a code that is none, and where nothing is left to look for."""
    kinds = all_kinds()
    for code in (*select, *ignore):
        if code not in {*kinds, EVERY}:
            close = get_close_matches(code, kinds, n=1)
            meant = f"did you mean {close[0]}? " if close else ""
            known = ", ".join(kinds)
            raise ConfigError(f"there is no kind of finding {code!r}", f"{meant}known: {known}")
    selected = select or settings.audit.select
    ignored = {*ignore, *(() if select else settings.audit.ignore)}

    def is_wanted(kind: Kind) -> bool:
        if selected:
            return kind.code in selected or EVERY in selected
        return not kind.opt_in

    left = [kind for kind in kinds.values() if is_wanted(kind) and kind.code not in ignored]
    if not left or EVERY in ignored:
        raise ConfigError(
            "there is nothing to look for: every kind of finding is ignored",
            f"ignore only some of {', '.join(kinds)}",
        )
    return left


def audit(enricher: Enricher, scanned: Scanned, kinds: Sequence[Kind]) -> Audit:
    """What these kinds find in notes, which are all in ``scanned``. Fetches what is not cached,
    and nothing where no kind needs it."""
    answers = enricher.answers([] if all(kind.reads_only for kind in kinds) else scanned.wanted)
    plan = _plan(scanned, answers)
    missing = frozenset(_missing(answers.outcomes, enricher.sources))
    known = Known(papers=answers.papers, titles=answers.titles, missing=missing)
    sought = sorted(_sought(enricher, scanned.notes, kinds, known))
    known = shelved(known, sought, enricher.resolver, enricher.sources, enricher.settings)
    made = Audit(plan)
    for note in scanned.notes:
        _audit_note(enricher, note, kinds, known, made)
    plan.requests = dict(enricher.resolver.requests)
    plan.notices += [*enricher.resolver.warnings, *enricher.notices]
    return made


def _missing(outcomes: Iterable[Outcome], sources: Mapping[str, Source]) -> Iterator[PaperRef]:
    """The papers that those do not know who would have to: the site itself, or the registry of its
    ids. Whoever looks a paper up by its title cannot tell."""
    indexes = all_indexes()
    for outcome in outcomes:
        source = sources.get(outcome.ref.source) if isinstance(outcome, Missing) else None
        if source is not None and not any(
            indexes[name].goes_by_titles for name in source.answered_by if name in indexes
        ):
            yield outcome.ref


def _audit_note(
    enricher: Enricher, note: Note, kinds: Sequence[Kind], known: Known, made: Audit
) -> None:
    change = Change(note.path, "unchanged", note.path)
    made.plan.changes.append(change)
    try:
        content = text_of(note)
        subject = subject_of(note, content, enricher.sources, enricher.settings, known)
        every = list(chain.from_iterable(kind.find(subject) for kind in kinds))
        found = without_ignored(str(note.path), content, every)
        found.sort(key=lambda finding: (finding.span, finding.code))
        after = text.apply(content, _edits(found))
    except (NoteError, EditError) as error:
        refuse(change, error)
        return
    made.findings += found
    made.plan.notices += unknown_codes(str(note.path), content)
    made.unknown += _unknown(subject, found)
    if after != content:
        change.status = "changed"
        change.before, change.after = text.encode(content), text.encode(after)


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    """The edits that are certain; of those that meet, the first."""
    edits: list[Edit] = []
    end = -1
    for finding in findings:
        edit = finding.edit
        if edit is not None and finding.is_safe and edit.start >= end:
            edits.append(edit)
            end = edit.start + len(edit.old) + (not edit.old)
    return edits


def _sought(
    enricher: Enricher, notes: Sequence[Note], kinds: Sequence[Kind], known: Known
) -> set[str]:
    """The texts that may be titles of works that no link names."""
    seeking = [kind.seeks for kind in kinds if kind.seeks is not None]
    sought: set[str] = set()
    for note in notes if seeking else ():
        try:
            content = text_of(note)
        except NoteError:  # told where it is audited
            continue
        subject = subject_of(note, content, enricher.sources, enricher.settings, known)
        sought.update(each for seeks in seeking for each in seeks(subject))
    return sought


def _unknown(subject: Subject, findings: Sequence[Finding]) -> Iterator[tuple[Place, str]]:
    """The PDFs with a title for a text of which nothing was found."""
    told = {finding.span for finding in findings}
    lines = text.LineIndex(subject.text)
    for mention in titled_pdfs(subject):
        if mention.span not in told:
            yield Place(subject.path, *lines.position(mention.span.start)), mention.target


def _plan(scanned: Scanned, answers: Answers) -> Plan:
    plan = Plan(
        changes=list(scanned.refused),
        notes=scanned.read,
        links=sum(len(note.wanted) for note in scanned.notes),
        roots=(scanned.root,),
        outcomes=answers.outcomes,
        papers=answers.papers,
    )
    for note in scanned.notes:
        for link in note.wanted:
            plan.places.setdefault(link.ref, Place(str(note.path), link.line, link.column))
    return plan
