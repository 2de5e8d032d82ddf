"""Ids that a field's name tells of: ``arxiv: 1803.02780`` in a front matter, ``eprint =
{1803.02780}`` in BibTeX. The name is the cue that an id in prose needs.

Fields are found by their spelling, in YAML, TOML, JSON and BibTeX alike: nothing is parsed, so
nothing can be lost in a broken file, and every span is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.links.ids import TextId, arxiv_at, doi_at
from enricher.links.places import Places, told_as
from enricher.models import Context, Mention

# one of these is in each name of a field, and the search for a plain word is the fastest
_WORDS = (b"arxiv", b"print", b"doi", b"volume", b"number", b"pages", b"journal")
_FIELD = re.compile(
    r"(?:^[ \t]{0,99}(?:-[ \t]{1,99}){0,9}|[{,][ \t]{0,99})[\"']?"
    r"(?a:(arxiv(?:[_-]?id)?s?|e-?print)|(dois?)|volume|number|pages|journal)"
    # YAML wants a blank after the colon, but after a quoted name; BibTeX and TOML write "="
    r"(?:[\"']?[ \t]{0,99}=|[\"'][ \t]{0,99}:|[ \t]{0,99}:(?=\s))[ \t]{0,99}",
    re.IGNORECASE | re.MULTILINE,
)
_LIST = re.compile(r"\[\s{0,99}|[ \t]{0,99}(?:#[^\n]{0,999})?\r?\n[ \t]{0,99}-[ \t]{1,99}")
_OPENING = re.compile(r"[\"'{]{0,2}")
_NEXT = re.compile(r"[\"'}]{0,2}(?:[ \t]{0,99},\s{0,99}|\s{0,99}\n[ \t]{0,99}-[ \t]{1,99})")
_VALUE_END = re.compile(r"[\"'}\],;]|\s|\Z")
_CUE = re.compile(r"(?:arxiv:\s?)?(?:abs/)?", re.IGNORECASE)
_OTHER_CUE = re.compile(r"(?:arxiv:\s?)?abs/", re.IGNORECASE)  # volume = {abs/1803.02780}: DBLP
_LONGEST_LIST = 100


def field_mentions(places: Places, start: int, end: int, context: Context) -> list[Mention]:
    """What fields between two offsets mention by an id, and what stands there beside it."""
    kind = told_as(context)
    is_any = places.has(_WORDS, start, end)
    fields = [
        Mention(id_.span, id_.target, "", kind)
        for found in (_FIELD.finditer(places.text, start, end) if is_any else ())
        for id_ in _values(places.text, found)
        if id_.span.end <= end
    ]
    ends = {mention.span.end for mention in fields}  # where the field's name is a cue, too
    plain = places.mentions(start, end, context) if places.has_cue(start, end) else ()
    return [*fields, *(mention for mention in plain if mention.span.end not in ends)]


def _values(text: str, field: re.Match[str]) -> Iterator[TextId]:
    """The ids that a field holds: one, or a list of them in brackets or below one another."""
    opened = _LIST.match(text, field.end())
    at = opened.end() if opened else field.end()
    for _ in range(_LONGEST_LIST if opened else 1):
        opening = _OPENING.match(text, at)
        id_ = _value(text, opening.end() if opening else at, field)
        if id_ is None:
            return
        yield id_
        following = _NEXT.match(text, id_.span.end)
        if following is None:
            return
        at = following.end()


def _value(text: str, start: int, field: re.Match[str]) -> TextId | None:
    if field[2]:
        return doi_at(text, start)
    cue = (_CUE if field[1] else _OTHER_CUE).match(text, start)
    if cue is None:
        return None
    certain = bool(field[1]) and field[1][0] in "aA"
    found = arxiv_at(text, cue.end(), certain=certain)
    if found is None or not _VALUE_END.match(text, found.span.end):
        return None
    return found._replace(span=found.span._replace(start=start))
