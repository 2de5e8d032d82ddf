"""Whether a text is in another script or language than titles are, and the title in it."""

from __future__ import annotations

import re
import unicodedata

from enricher.audit.vocabulary import ENGLISH, FOREIGN

_SCRIPTS = ("LATIN", "GREEK", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "FULLWIDTH LATIN")
_WORDS = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w(-])")
_AROUND = re.compile(r"\A\W+|[^\w?!)+]+\Z")
_IN_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]{1,80}[）)】\]]")
_LEAST_WORDS = 5  # of a title; fewer may be the name of a thing that the text speaks of
# How words end in other languages and hardly ever in English
_ENDINGS = re.compile(
    r"\w{2,}(?:ung|ungen|heit|keit|keiten|lich|liche[nrms]?|isch|ische[nrms]?|ieren|iert|ierte[nrms]?"
    r"|netze[ns]?|werken?|tives|ernen|ción|ciones|miento|mientos|idad|idades|ados|adas|ivas?|ivos?|arias?|arios?"
    r"|ção|ções|mento|zione|zioni|mente|ità|ique|iques|eux|euse|euses|elle|elles|eaux|aux|age[ns]?e"
    r"|ość|ania|enie|owych|owej|owanie|nych|ych|ego)",
    re.IGNORECASE,
)


def title_in(text: str) -> str:
    """The one run of Latin words in a text of another script, if it is long enough for a title:
    readers label titles in their own language, "论文：…", "…（CVPR2020，商汤）". Else the text."""
    apart = "".join(
        "\0" if letter.isalpha() and _is_of_other_script(letter) else letter for letter in text
    )
    apart = _IN_BRACKETS.sub(lambda found: "\0" if "\0" in found[0] else found[0], apart)
    runs = [run for run in apart.split("\0") if any(map(str.isalpha, run))]
    if "\0" not in apart or len(runs) != 1 or len(runs[0].split()) < _LEAST_WORDS:
        return text
    return _AROUND.sub("", runs[0])


def is_foreign(text: str) -> bool:
    """Whether a text is not in English, as titles are: it cannot be compared with them."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(map(_is_of_other_script, letters)) > 1:
        return True
    if 5 * sum(not letter.isascii() for letter in letters) > len(letters):
        return True
    found = _WORDS.findall(text)
    small = [word.casefold() for word in found if len(word) == 1 or not word.isupper()]
    foreign = sum(map(FOREIGN.__contains__, small))
    english = sum(map(ENGLISH.__contains__, small))
    hints = sum(_is_accented(word) or _ENDINGS.fullmatch(word) is not None for word in found)
    return foreign > english or (not english and hints > 1)


def _is_of_other_script(letter: str) -> bool:
    return not letter.isascii() and not unicodedata.name(letter, "").startswith(_SCRIPTS)


def _is_accented(word: str) -> bool:
    """A name such as "Fréchet" is in English titles, too; there are few of them in one."""
    return any(not letter.isascii() and letter.isalpha() for letter in word)
