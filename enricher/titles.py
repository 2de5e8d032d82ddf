"""Titles: white space, LaTeX where there is some, and whether two titles are one.

Some titles at arXiv hold LaTeX: accents ("K\\"{a}hler"), which its manual documents, and formulas
("S$^2$-MLP"). What is understood becomes Unicode; what is not stays as the author wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

_LONGEST = 1_000  # code points; no real title comes near, and the LaTeX parser is not linear
_ALIKE = 90  # percent, rapidfuzz's ratio
_NOT_PLAIN = re.compile(r"[\\$]")
_KEPT = re.compile(r"[a-z0-9+]+")
_DOLLAR = re.compile(r"\\.|\$")


def fold(text: str) -> str:
    """The text with each run of white space as one blank, none at either end."""
    return " ".join(text.split())


def clean(title: str) -> str:
    """The title with white space folded and its LaTeX, if there is any, as Unicode.

    A dollar that opens no formula is a price and stays. An unknown macro stays, too, and with it
    the whole formula that it stands in.
    """
    title = fold(title)
    parts = list(_parts(title))
    if len(title) > _LONGEST or ("\\" not in title and len(parts) == 1):
        return title
    from enricher.latex import from_math, from_text

    return fold("".join(from_math(part) if is_math else from_text(part) for part, is_math in parts))


@lru_cache(maxsize=50_000)  # a run compares all titles several times
def key(title: str) -> str:
    """What of a title counts when titles are compared: letters, digits and ``+``, case folded.

    Blanks and hyphens are dropped alike, for the same words are joined in one list and not in
    another. ``+`` tells "UNet+" from "UNet++".
    """
    if title.isascii() and not _NOT_PLAIN.search(title):  # the same, sooner
        return "".join(_KEPT.findall(title.lower()))
    composed = unicodedata.normalize("NFC", title)  # else a mark after "\\O" would end the macro
    folded = unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", clean(composed)).casefold()
    )
    kept = (char for char in folded if char == "+" or unicodedata.category(char)[0] in "LNM")
    return unicodedata.normalize("NFKC", "".join(kept))


def similar(one: str, other: str) -> bool:
    """Whether two titles may name one work: their keys agree to nine tenths.

    The plain ratio, since the token ratios of rapidfuzz call a title and a part of it the same.
    """
    keys = key(one), key(other)
    if not all(keys):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(*keys) >= _ALIKE


def _parts(title: str) -> Iterator[tuple[str, bool]]:
    """The title in parts, each with whether it is a formula; a formula keeps its dollars.

    A formula has no blank just inside its dollars, and is one letter or holds what only LaTeX
    needs.
    """
    dollars = [found.start() for found in _DOLLAR.finditer(title) if found[0] == "$"]
    done = 0
    for start, end in pairwise(dollars):
        inside = title[start + 1 : end]
        is_letter = len(inside) == 1 and inside.isalpha()
        is_math = is_letter or (inside == inside.strip() and set(inside) & set("\\^_{"))
        if start < done or not is_math:
            continue
        yield title[done:start], False
        yield title[start : end + 1], True
        done = end + 1
    yield title[done:], False
