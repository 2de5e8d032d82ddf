"""Plain text as values of a .bib file: LaTeX that prints the text, with its braces balanced.

BibTeX counts braces whether or not a backslash stands before them ("BibTeXing", 4), so those of a
text that does not balance them have other names. Words with capitals inside are kept from styles
that lower case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from enricher.text import twin
from enricher.titles import fold
from enricher.writers import names

Encode = Callable[[str], str]
_ESCAPES = str.maketrans({
    **{char: f"\\{char}" for char in "&%#_${}"},
    "\ufdd0": r"\textbraceleft{}",
    "\ufdd1": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
})  # fmt: skip
_UNBALANCED = str.maketrans("{}", "\ufdd0\ufdd1")  # stand-ins that no text holds
# What TeX's fonts make of these is older than their macros, and all readers know it.
_LIGATURES = {"–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\ldots{}"}
_DOTLESS = re.compile(r"(?<=['`^\"~=.])\\([ij])\}\Z")
# Controls, what turns the direction of text, and what is no character.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
# What `enricher.titles` leaves between dollars: variables, "$k$-means". No macro is among these.
_FORMULA = re.compile(r"\$([A-Za-z0-9](?:[A-Za-z0-9+\-=(),./*|<>]{0,40}[A-Za-z0-9)])?)\$(?![0-9])")
_CORE = re.compile(r"[^\W_].*[^\W_]|[^\W_]", re.DOTALL)
# Accents, letters and symbols that LaTeX itself defines.
_KNOWN = re.compile(
    r"\{\\(?:ensuremath\{|text[a-z]+\}|['`^\"~=.]|[cvuHkrdb]\{"
    r"|(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss|i|j|dh|DH|th|TH|dj|DJ|ng|NG)\})[\x20-\x7e]*\Z"
)
_NOT_IN_URLS = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")


def in_utf8(text: str) -> str:
    """LaTeX that prints the text, for every program that reads UTF-8."""
    return text.translate(_ESCAPES)


def in_ascii(text: str) -> str:
    """LaTeX in ASCII that prints the text, or its transliteration where LaTeX has no letters."""
    if text.isascii():
        return text.translate(_ESCAPES)
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def title(text: str, encode: Encode) -> str:
    """A title; words whose capitals count are in braces."""
    parts: list[str] = []
    done = 0
    shown = _balanced(plain(text))
    for formula in _FORMULA.finditer(shown):
        parts += (_words(shown[done : formula.start()], encode), f"{{{formula[0]}}}")
        done = formula.end()
    return "".join([*parts, _words(shown[done:], encode)])


def running(text: str, encode: Encode) -> str:
    """Any other text."""
    return encode(_balanced(plain(text)))


def author(printed: str, encode: Encode) -> str:
    """A name as "particle Family, suffix, Given", which all styles agree on; what is not split is
    one group in braces."""
    printed = plain(printed)
    name = names.split(printed)
    whole = printed if "and" in printed.casefold().split() else name.literal
    if whole:
        return f"{{{encode(_balanced(whole))}}}"
    family = encode(name.family)
    if any(word[:1].islower() for word in name.family.split()[:-1]):  # else the first is "von"
        family = f"{{{family}}}"
    parts = [" ".join(filter(None, (encode(name.particle), family)))]
    parts += [encode(part) for part in (name.suffix, name.given) if part]
    return ", ".join(parts)


def url(address: str) -> str:
    """An address, which is verbatim in biblatex and in ``\\url``: nothing in it ends the value."""
    return _NOT_IN_URLS.sub(_percent, twin(address.strip()))


def plain(text: str) -> str:
    """The text on one line, without what cannot be seen."""
    return fold(_UNSEEN.sub(" ", twin(text)))


def _balanced(text: str) -> str:
    """The text, with other characters for its braces where they do not match."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            break
    return text.translate(_UNBALANCED) if depth else text


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _words(text: str, encode: Encode) -> str:
    return "".join(_word(part, encode) for part in re.split(r"(\s+)", text))


def _word(word: str, encode: Encode) -> str:
    core = _CORE.search(word)
    if core is None or not _has_capitals(core[0]):
        return encode(word)
    before, after = word[: core.start()], word[core.end() :]
    inside = encode(core[0])
    return f"{encode(before)}{{{inside}}}{encode(after)}"


def _has_capitals(word: str) -> bool:
    """Whether lower case would make another word of it: "AutoML", "T5", "U-Net", "Q"."""
    parts = re.split(r"[-–—/]", word)
    if any(letter.isupper() for part in parts for letter in part[1:]):
        return True
    capital = any(part[:1].isupper() for part in parts)
    if capital and any(letter.isdigit() for letter in word):
        return True
    return any(len(part) == 1 and part.isupper() for part in parts) and word != "A"


@cache
def _letter(char: str) -> str:
    """LaTeX for a character, or its transliteration where LaTeX has none."""
    if char.isascii() or ord(char) in _ESCAPES:
        return char.translate(_ESCAPES)
    if char in _LIGATURES:
        return _LIGATURES[char]
    known: str = _encoder().unicode_to_latex(char)
    if _KNOWN.match(known):
        return _DOTLESS.sub(r"\1}", known)
    from anyascii import anyascii

    return plain(anyascii(char)).translate(_ESCAPES)


@cache
def _encoder() -> Any:
    return import_module("pylatexenc.latexencode").UnicodeToLatexEncoder(
        non_ascii_only=True,
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
