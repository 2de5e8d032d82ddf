"""Whether a title that is claimed may be that of a work.

In doubt it may: authors rename their works between versions, readers cut titles off, put the name
of a method before them, shorten words, and make typos. What tells works apart are words in place
of others or before a title ("Revisiting …"), other numbers ("MobileNetV2", "the third challenge"),
and that one is a survey.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from enricher import titles
from enricher.audit.alignment import Alignment, aligned, heavy, weight, words
from enricher.audit.phrases import (
    head,
    is_coined,
    is_marked,
    is_name,
    is_telling,
    opening,
    parts,
    runs,
    tails,
    without_label,
)
from enricher.audit.series import contradict, is_version
from enricher.audit.spelling import alike
from enricher.audit.vocabulary import KINDS, OF_PAPERS, OF_SURVEYS, SURVEYS

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# The least share that agrees, where both titles have words of their own; behind one saying
_SAME, _SAME_BEHIND = 0.9, 0.75
# and where only one has: here and there, words that readers left out or put in; and of parts.
_CUT_OFF, _LEFT_OUT, _PUT_IN, _PART = 0.45, 0.75, 0.85, 0.85
_LEAST_ALIKE = 4  # words
_ASKS = re.compile(r"(?:is|are|do|does|can|could|should|will)\s.*\?\W*\Z", re.IGNORECASE)
_UNREAD = 0.1  # of a title with a formula that could not be read
_MOST_BEHIND = 2  # words that count behind the beginning of a title
_LEAST_LETTERS = 4  # of a word that tells two names apart
_LITTLE_WEIGHT = 3  # of the words that one of two surveys has alone
_LONGEST_NAME = 3  # words
_LEAST_KEY = 8  # letters of what is left of a title


def may_be(claimed: str, known: Iterable[str]) -> bool:
    """Whether a title may be one of those that a work is known by."""
    said = {claimed, without_label(claimed)}  # a title may begin with such words, too
    return any(_may_be(each, title) for title in known for each in said)


def is_exactly(claimed: str, title: str) -> bool:
    """Whether two titles are the same, letter by letter."""
    return bool(titles.key(claimed)) and titles.key(claimed) == titles.key(title)


def is_sibling(name: str, known: Iterable[str]) -> bool:
    """Whether a name is that of each of these works but for one word: "Layer Normalization" and
    "Batch Normalization: Accelerating …"."""
    return not may_be(name, known) and all(
        _are_siblings(words(name), words(opening(title) or title)) for title in known
    )


def _are_siblings(one: Sequence[str], other: Sequence[str]) -> bool:
    apart = [pair for pair in zip(one, other, strict=False) if not alike(*pair)]
    is_one = len(one) == len(other) > len(apart) == 1
    return is_one and all(len(word) >= _LEAST_LETTERS for word in heavy(apart[0]))


def _may_be(claimed: str, title: str) -> bool:
    key, whole = titles.key(claimed), titles.key(title)
    if key == whole or (len(key) >= _LEAST_KEY and whole.startswith(key)):
        return True
    heads = head(claimed), head(title)
    is_shared = bool(opening(claimed)) and is_exactly(opening(claimed), opening(title))
    if _contradict(claimed, title, heads):
        return False
    if is_shared and heads[0] and is_name(heads[0]):
        return True
    if _are_alike(*(_WORD.findall(each.casefold()) for each in (claimed, title))):
        return True
    if _agree(claimed, title, _SAME_BEHIND if is_shared else _SAME):
        return True
    return any(_is_part(run, title) for run in runs(claimed)) or any(
        _are_parts(claimed, part) for part in parts(title)
    )


def _contradict(claimed: str, title: str, heads: tuple[str, str]) -> bool:
    """Whether one title tells that it is not the other one: by a number, by what kind of paper it
    is, by asking, or by a word before the name that both have."""
    if contradict(claimed, title) and not _go_on_alike(claimed, title, heads):
        return True
    if _is_survey(_without_tag(claimed)) and not _is_survey(title):
        return True
    if _ASKS.match(claimed) and "?" not in title:
        return True
    one, other = opening(claimed), opening(title)
    return bool(one and other) and (_is_led(one, other) or _is_led(other, one))


def _is_led(name: str, other: str) -> bool:
    """Whether a name is another one with words before it that are no marks of a reader."""
    long, short = words(name), words(other)
    before = long[: -len(short)] if short and long[-len(short) :] == short else ()
    return bool(before) and not _are_said_of_papers(before) and not is_marked(name)


def _are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each word is the other's but for typos; an article with one counts as a word."""
    is_long = len(one) == len(other) >= _LEAST_ALIKE
    return is_long and all(map(alike, one, other))


def _go_on_alike(claimed: str, title: str, heads: tuple[str, str]) -> bool:
    """Whether both go on alike behind different names: one work that its authors renamed."""
    rests = [words(each[len(name) :]) for each, name in zip((claimed, title), heads, strict=True)]
    return all(heads) and rests[0] == rests[1] and len(heavy(rests[0])) >= _LEAST_ALIKE


def _agree(claimed: str, title: str, least: float) -> bool:
    told, whole = words(claimed), words(title)
    found = aligned(told, whole)
    if found.begins or (len(told) <= _LONGEST_NAME and _begins_but_for_its_kind(told, whole)):
        return True
    if found.is_denied:
        return False
    if _is_survey(title):
        return _agree_as_surveys(found)
    if found.differs:
        return found.ratio >= least - (_UNREAD if "\\" in title else 0)
    if not found.is_within:
        return found.ratio >= (_PUT_IN if heavy(found.only_left) else _LEFT_OUT)
    return _is_within(claimed, title, found)


def _begins_but_for_its_kind(told: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether it is how a title begins, and what kind of thing that is: "Deep Residual Nets"."""
    return len(told) > 1 and told[-1] in KINDS and aligned(told[:-1], whole).begins


def _is_within(claimed: str, title: str, found: Alignment) -> bool:
    """Where one title stands in the other: nobody puts words around a title that are none of it,
    or leaves out its first ones but for a name or where a preposition or separator stands."""
    if found.only_left:
        is_one_before = len(found.only_left) == found.pairs[0][0] == 1
        is_named = is_one_before and is_coined(claimed.split(maxsplit=1)[0])
        return is_named or _are_said_of_papers(found.only_left)
    return found.ratio >= _CUT_OFF and any(
        aligned(words(claimed), words(tail)).begins for tail in tails(title)
    )


def _are_said_of_papers(extra: Sequence[str]) -> bool:
    return all(word in OF_PAPERS or _YEAR.fullmatch(word) for word in extra)


def _is_part(run: tuple[str, str, str], title: str) -> bool:
    """Whether a part of a text is the title, or how the title begins, behind a name for it."""
    before, part, behind = run
    told, whole = words(part), words(title)
    if not told or not _overlap(told, whole):
        return False
    found = aligned(told, whole)
    if not heavy(found.only_left) and not heavy(found.only_right):
        return not is_version(behind)
    is_named = bool(before.strip()) and is_name(before.strip(" :-–—|"))
    if found.begins:
        return len(heavy(words(behind))) <= _MOST_BEHIND and (is_named or is_telling(told))
    if not is_telling(told) or found.is_denied:
        return False
    if found.is_within and found.only_left:
        return _is_within(part, title, found)
    is_same = not found.is_within and found.ratio >= _SAME
    return is_same or any(_are_parts(part, each) for each in parts(title))


def _are_parts(one: str, other: str) -> bool:
    found = aligned(words(one), words(other))
    if found.is_denied or not SURVEYS.isdisjoint((*found.only_left, *found.only_right)):
        return False
    if found.is_within:
        return found.begins or _is_within(one, other, found)
    return found.ratio >= (_SAME if found.differs else _PART)


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    return not {word[:2] for word in one}.isdisjoint(word[:2] for word in other)


def _is_survey(title: str) -> bool:
    return not SURVEYS.isdisjoint(words(title))


def _without_tag(claimed: str) -> str:
    """The text without one word before a separator: "Survey: …" may say of what kind it is."""
    first = head(claimed)
    return claimed[len(first) :] if first.casefold() in SURVEYS else claimed


def _agree_as_surveys(found: Alignment) -> bool:
    """There are many surveys of nearly one name: what one title has alone must be of no weight, or
    be what a reader cut off."""
    alone = {*found.only_left, *found.only_right} - OF_SURVEYS - OF_PAPERS
    return sum(map(weight, alone)) <= _LITTLE_WEIGHT
