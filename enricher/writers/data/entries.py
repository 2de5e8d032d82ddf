"""What each entry of the data file has to say, and which entries there are to be.

Notes of this run replace their part of an entry, the parts of others stay; what a user adds stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from enricher.text import twin
from enricher.writers.data.citations import Citation, Citations, Notes, citations_of
from enricher.writers.data.literals import is_key
from enricher.writers.data.members import Entry, Kept, Member, Written, is_reference
from enricher.writers.data.users import is_locked, is_users, left_alone, stays, without_entry
from enricher.writers.interface import Library, Published, SideFile, WriteOptions
from enricher.writers.values import Value, plain
from enricher.writers.works import values_of
from enricher.writers.written import by_name, dropped, news, numbers_of, permitted


class Listed(NamedTuple):
    """The entries of the file to be, and what the user should know of them."""

    entries: list[Entry]
    notices: list[str]
    published: list[Published]
    added: list[str]


def entries_of(
    file: SideFile, members: Sequence[Member], library: Library, options: WriteOptions
) -> Listed:
    """The entries to be, in order."""
    ours = [member for member in members if member.is_ours]
    citations = citations_of(library, (member.names for member in ours))
    return _Update(file, citations, options).of(members, ours)


def without_ours(file: SideFile, members: Sequence[Member], options: WriteOptions) -> Listed:
    """The entries that are not ours, and those that hold anything of the user's."""
    users = [each for each in members if each.is_ours and is_users(each, options)]
    kept = {each.name for each in users}
    entries = [Entry(each.name, each) for each in members if not each.is_ours or each.name in kept]
    return Listed(entries, [stays(file, each, options) for each in users], [], [])


class _Update:
    """Brings the entries of one file up to date."""

    def __init__(self, file: SideFile, citations: Citations, options: WriteOptions) -> None:
        self._file = file
        self._works = citations.works
        self._is_read = citations.is_read
        self._options = options
        self._listed = Listed([], [], [], [])

    def of(self, members: Sequence[Member], ours: Sequence[Member]) -> Listed:
        known = by_name([each.work for each in self._works])
        numbers = {each.name: next(numbers_of(each.names, known), None) for each in ours}
        matched: dict[int, list[Member]] = {}
        for each in ours:
            number = numbers[each.name]
            if number is not None:
                matched.setdefault(number, []).append(each)
        for member in members:
            number = numbers.get(member.name)
            if not member.is_ours:
                self._listed.entries.append(Entry(member.name, member))
            elif number is None:
                self._abandoned(member, self._others(member))
            elif matched[number][0] is member:
                self._found(self._works[number], matched[number])
            else:
                is_folded = not is_locked(matched[number][0])
                self._abandoned(member, {} if is_folded else self._others(member))
        fresh = [each for number, each in enumerate(self._works) if number not in matched]
        self._insert(self._fresh(fresh, {member.name for member in members}))
        return self._listed

    def _others(self, member: Member) -> Notes:
        """What an entry says of notes that this run does not speak for."""
        return {path: urls for path, urls in member.notes.items() if not self._is_read(path)}

    def _found(self, citation: Citation, members: Sequence[Member]) -> None:
        """An entry whose work is linked to; the notes of others of the same work join it."""
        member = members[0]
        if is_locked(member):
            self._listed.entries.append(Entry(member.name, member))
            return
        parts = [self._others(each) for each in members if each is member or not is_locked(each)]
        values = values_of(member.name, citation.work, self._options)
        values.pop("links", None)
        values = permitted(values, member.values, citation.work, self._options)
        gone = dropped(member.values, values, citation.work, self._options) - {"links"}
        entry = _updated(member, values, _merged([*parts, citation.notes]), gone)
        if self._add(entry):
            self._listed.published.extend(news(member.name, values, member.values))

    def _abandoned(self, member: Member, notes: Notes) -> None:
        """An entry that no note of this run links to: it goes with its last note, unless it holds
        anything of the user's."""
        is_kept = is_users(member, self._options)
        if not notes and not is_kept:
            return
        if not notes:
            self._listed.notices.append(stays(self._file, member, self._options))
        if is_locked(member):
            self._listed.entries.append(Entry(member.name, member))
        else:
            self._add(_updated(member, {}, notes))

    def _add(self, entry: Entry) -> bool:
        """Add an entry; one in which a comment of the user's would be lost stays as it is."""
        is_lost = _loses_comment(entry)
        if is_lost and entry.old:
            self._listed.notices.append(left_alone(self._file, entry.old))
            entry = Entry(entry.name, entry.old)
        self._listed.entries.append(entry)
        return not is_lost

    def _fresh(self, works: Sequence[Citation], taken: set[str]) -> list[Entry]:
        entries: list[Entry] = []
        for citation in works:
            name = twin(str(citation.work.links[0].ref))
            if citation.paper is None or not is_reference(name):
                continue
            if name in taken or not is_key(name):
                self._listed.notices.append(without_entry(self._file, name))
                continue
            taken.add(name)
            values = values_of(name, citation.work, self._options)
            values.pop("links", None)
            values = {"id": name, **values}
            fields = [Written(key, plain(value)) for key, value in values.items()]
            entries.append(Entry(name, None, (*fields, *_places(citation.notes))))
            self._listed.added.append(name)
        return sorted(entries)

    def _insert(self, fresh: Sequence[Entry]) -> None:
        """Put new entries among those of ours that are there, in the order of keys."""
        entries = self._listed.entries
        places = [number for number, entry in enumerate(entries) if entry.old and entry.old.is_ours]
        names = list(accumulate((entries[place].name for place in places), max))
        after = places[-1] + 1 if places else len(entries)
        inserts: dict[int, list[Entry]] = {}
        for entry in fresh:
            number = bisect_right(names, entry.name)
            inserts.setdefault(places[number] if number < len(places) else after, []).append(entry)
        self._listed.entries[:] = [
            each
            for number in range(len(entries) + 1)
            for each in (*inserts.get(number, ()), *entries[number : number + 1])
        ]


def _updated(
    member: Member,
    values: Mapping[str, Value],
    notes: Notes,
    gone: frozenset[str] = frozenset(),
) -> Entry:
    """The entry with these values and notes, and without those that are ``gone``; fields that it
    lacks follow their neighbours."""
    of_paper = [Written(name, plain(value)) for name, value in values.items() if name != "id"]
    meant = {field.name: field for field in (*of_paper, *_places(notes))}
    numbers = {field.name: number for number, field in enumerate(member.fields)}
    added: dict[int, list[Written]] = {}
    place = 0
    for name, field in meant.items():
        if name in numbers:
            place = max(place, numbers[name])
        else:
            added.setdefault(place, []).append(field)
    is_counted = "authors" in values and "more_authors" not in values
    fields: list[Kept | Written] = []
    for number, old in enumerate(member.fields):
        new = meant.get(old.name)
        if new is not None and new.value != old.value:
            fields.append(new._replace(old=old))
        elif old.name not in gone and not (old.name == "more_authors" and is_counted):
            fields.append(Kept(old))
        fields += added.get(number, ())
    return Entry(member.name, member, tuple(fields))


def _loses_comment(entry: Entry) -> bool:
    """Whether a comment stands in a field that is replaced, or may stand at one that goes."""
    if entry.old is None or not entry.old.has_comment:
        return False
    fields = [field for field in entry.fields or () if field.old]
    replaced = (field.old for field in fields if isinstance(field, Written))
    is_inside = any(old and old.has_comment for old in replaced)
    return is_inside or len(fields) < len(entry.old.fields)


def _places(notes: Notes) -> tuple[Written, Written]:
    """Where a paper is linked to: all URLs in the order of notes, and those of each note."""
    urls = dict.fromkeys(url for path in sorted(notes) for url in notes[path])
    by_note = {path: list(notes[path]) for path in sorted(notes)}
    return Written("links", list(urls)), Written("notes", by_note)


def _merged(parts: Iterable[Notes]) -> Notes:
    notes: dict[str, dict[str, None]] = {}
    for part in parts:
        for path, urls in part.items():
            notes.setdefault(path, {}).update(dict.fromkeys(urls))
    return {path: list(urls) for path, urls in notes.items()}
