"""Which year a text gives for a venue that it names."""

from __future__ import annotations

from enricher.venues.table import Entry, Mention
from enricher.venues.words import Word, ordinal

MOST_BEFORE = 1  # years from a publication to its preprint
MOST_AFTER = 5  # years from a preprint to what a comment tells of
_FIRST_ORDINALS = 2010  # since then the conferences with an `edition_zero` were held every year
_BETWEEN = set(" ,'’‘`(-–:@.)")
_APOSTROPHES = set("'’‘`´")
_PARTS = frozenset(
    {
        *("findings", "main", "conference", "industry", "demo", "track", "workshop", "workshops"),
        *("oral", "poster", "spotlight", "proceedings", "w"),
    }
)


def fits(year: int | None, published_year: int | None) -> bool:
    """Whether a paper may have been published in a year, by the year of its preprint."""
    if year is None or published_year is None:
        return True
    return published_year - MOST_BEFORE <= year <= published_year + MOST_AFTER


def year_of(sentence: list[Word], mention: Mention) -> int | None:
    """The year of a venue that a sentence names.

    The year beside the name counts first ("CVPR 2019", "CVPR'19", "2019 IEEE Conference on …"),
    then the only year of the sentence, then the edition ("36th International Conference on …").
    """
    beside = year_beside(sentence, mention)
    if beside is not None:
        return beside
    years = {int(word.text) for word in sentence if is_year(word)}
    if len(years) == 1:
        return years.pop()
    return None if years else edition_year(mention.entry, sentence[: mention.first])


def year_beside(text: list[Word], mention: Mention) -> int | None:
    """The year right after a name, or before it without a comma between."""
    after, _ = year_after(text, mention)
    return after if after is not None else _before(text, mention.first)


def year_after(text: list[Word], mention: Mention) -> tuple[int | None, int]:
    """The year right after a name, and the index behind it."""
    index = mention.stop
    while index < len(text) and (text[index].text in _BETWEEN or text[index].folded in _PARTS):
        index += 1
    if index == len(text):
        return None, index
    year = int(text[index].text) if is_year(text[index]) else _short_year(text, index, mention)
    return year, index + 1


def edition_year(entry: Entry, before: list[Word]) -> int | None:
    """The year that an ordinal before a conference's name tells, if it was held every year."""
    number = ordinal(before[-12:])
    if number is None or entry.edition_zero is None:
        return None
    year = entry.edition_zero + number
    return year if year >= _FIRST_ORDINALS else None


def is_year(word: Word) -> bool:
    """Whether a word is a year of four digits."""
    return len(word.text) == 4 and word.text.isdecimal() and word.text[:2] in {"19", "20"}


def _short_year(text: list[Word], index: int, mention: Mention) -> int | None:
    """A year of two digits: "CVPR'19", "AAAI-19", "KDD19", "KDD 19"; not "Nature 19, 123"."""
    word, before = text[index], text[index - 1]
    if len(word.text) != 2 or not word.text.isdecimal():
        return None
    is_marked = before.text in _APOSTROPHES or (before.text in "-–" and before.end == word.start)
    is_short = mention.acronym and mention.entry.kind == "conference" and index == mention.stop
    after = text[index + 1] if index + 1 < len(text) else None
    is_count = after is not None and (
        after.text in {"/", "."}
        or after.text.isdecimal()
        or after.folded in {"page", "pages", "pp", "figures"}
    )
    if not (is_marked or (is_short and not is_count)):
        return None
    return 2000 + int(word.text) if int(word.text) < 50 else 1900 + int(word.text)


def _before(text: list[Word], index: int) -> int | None:
    for word in reversed(text[max(0, index - 12) : index]):
        if is_year(word):
            return int(word.text)
        if word.text in {",", ";", ")"}:
            return None
    return None
