"""Whether a text says where a paper was published, in any words that its reader would know.

The text is what a reader sees: no URLs, no tags, ``[text] ()`` for a link. Names that are common
words count only beside a year or on their own. A venue that the table lacks counts by its form: an
acronym and a year on their own, or "Journal of", "Conference on".
"""

from __future__ import annotations

import re

from enricher.venues.names import is_preprint_server
from enricher.venues.table import Mention, mentions
from enricher.venues.words import Word, words
from enricher.venues.years import year_beside

# What may stand right before a name, right after it, and on both sides of one on its own.
_OPENING = frozenset("([{|*_`~\"'“‘«<【（「『《〔,;:.!?·•–—、，。；：@&") | {""}
_ENCLOSING = frozenset('([{}])|*_`"“”«»【】（）「」『』《》〔〕') | {""}
_LEADING = frozenset({"in", "at", "to", "by", "the", "ieee", "acm", "proceedings"})
_OF_SERIES = frozenset(
    {
        *("conference", "symposium", "congress", "workshop", "meeting", "proceedings", "advances"),
        *("journal", "transactions", "letters", "review", "annals", "communications"),
    }
)
# "CVPR에 발표된", "发表于CVPR": scripts that set no blanks around names in other letters
_GLUED = re.compile(
    r"(?<=[A-Za-z0-9])(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
    r"|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])(?=[A-Za-z0-9])"
)
_NEAR = 8  # words and signs between a name and its year: "MM workshops, ('19)"
# "[UMAP: Uniform Manifold …", "[PNAS - Progressive …": the text of a link that begins with the name
# of a method
_OF_METHODS = re.compile(r"[:：]|\s[-–—]\s")
_LABEL_END = "] ("  # behind the text of a link
_YEAR = r"(?:19|20)[0-9]{2}"
# "cvpr 2019", "Iclr'20", "Paper-ECCV14": beside a year, an acronym of the table is known anyhow
_ANYHOW = re.compile(
    rf"(?<![\w.])[A-Za-z]{{3,9}}(?=[ '’-]{{0,2}}{_YEAR}(?!\d)|(?:['’]|(?<=[A-Z]))[0-9]{{2}}(?!\d))"
)
_IN_FULL = re.compile(
    r"\b(?:(?:conf(?:erence|\.)|symp(?:osium|\.)|workshop|congress|trans(?:actions|\.)) (?:on|for)"
    r"|j(?:ournal|\.) (?:of|on|for)|proc(?:eedings|\.) of)\s{1,3}(?-i:the\s)?(?-i:[A-Z0-9])",
    re.IGNORECASE,
)
_MARK = r"[(\[{|*_`【（「,;:.·•–—、，。]"
_ACRONYM = re.compile(
    rf"(?:(?<![^\n])|(?<={_MARK})|(?<={_MARK}\s)|(?<=\bIEEE\s)|(?<=\bACM\s)|(?<=\bin\s))"
    r"([A-Z][A-Za-z0-9]{1,11})(?:[-/&][A-Z][A-Za-z]{1,11})?"
    r"(?:\s?[-@]?\s?(?:[Ww]orkshops?|W|[Ff]indings|[Dd]emos?))?"
    rf"(?:[ -]?{_YEAR}|\s?['’][0-9]{{2}})(?![\w-])"
    r"(?:\s\(?(?:[Oo]ral|[Ss]potlight|[Pp]oster|[Hh]ighlight|[Ww]orkshops?)\)?)?"
    r"\s?(?=\Z|[)\]}|*_`】）」,;:.·•–—、，。\n])"
)
# Data sets, challenges and institutes are written with a year as venues are.
_NO_VENUES = frozenset(
    {
        *("voc", "coco", "mscoco", "ilsvrc", "lsvrc", "imagenet", "cifar", "davis", "otb", "vot"),
        *("mot", "lsun", "brats", "isic", "trecvid", "gpt", "ieee", "acm", "cvf", "usenix", "mit"),
        *("cmu", "ucb", "nyu", "eth", "epfl", "kaist", "nvidia", "ibm", "openai", "usa", "uk"),
    }
)


def names_venue(text: str) -> bool:
    """Whether a text, as its reader sees it, names a conference, a workshop or a journal.

    Preprint servers and series of books are none.
    """
    text = _GLUED.sub(" ", text)
    told = words(text)
    return (
        any(_is_meant(text, told, mention) for mention in mentions(told))
        or _IN_FULL.search(text) is not None
        or any(map(_is_acronym, _ACRONYM.finditer(text)))
        or any(_is_known(found[0].upper()) for found in _ANYHOW.finditer(text))
    )


def _is_meant(text: str, told: list[Word], mention: Mention) -> bool:
    """Whether the name of a venue means it here, and not a subject: "Machine Learning"."""
    if mention.entry.kind not in {"conference", "journal"}:
        return False
    name = told[mention.first : mention.stop]
    start, end = name[0].start, name[-1].end
    before = text[max(start - 2, 0) : start].rstrip(" ")[-1:]
    near = told[mention.first : mention.stop + _NEAR]
    alone = mention._replace(first=0, stop=len(name))
    if year_beside(near, alone) is not None:
        is_led = mention.first > 0 and told[mention.first - 1].folded in _LEADING
        return _is_clear(name, mention) or is_led or before in _OPENING
    if before == "[" and _OF_METHODS.match(text, end):
        return False
    after = text[end : end + 2].lstrip(" ")[:1]
    is_alone = before in _ENCLOSING and after in _ENCLOSING and not text.startswith(_LABEL_END, end)
    return _is_clear(name, mention) or is_alone


def _is_clear(name: list[Word], mention: Mention) -> bool:
    """Whether a name means nothing but a venue."""
    if mention.ambiguous:
        return False
    return mention.acronym or any(word.folded in _OF_SERIES for word in name)


def _is_acronym(found: re.Match[str]) -> bool:
    """Whether a word beside a year may be a venue's: "RAL", "BlackBoxNLP", not "LeCun"; in a tag
    or in square brackets of its own, "RadarCon", too."""
    name = found[1]
    capitals = sum(letter.isupper() for letter in name)
    is_set_apart = found.string[max(found.start() - 1, 0) : found.start()] in set("[|")
    is_shaped = name.isupper() or capitals > (1 if is_set_apart else 2)
    return is_shaped and name.casefold() not in _NO_VENUES and not is_preprint_server(name)


def _is_known(name: str) -> bool:
    """Whether an acronym is that of a venue, and of nothing else."""
    return any(
        mention.entry.kind in {"conference", "journal"} and not mention.ambiguous
        for mention in mentions(words(name))
    )
