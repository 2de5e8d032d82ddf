"""Which URLs name a paper of arXiv: those of its own site in all their forms, the DOIs that it
registers, and those of sites that mirror its papers or show them in another way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, unquote

from enricher.identifiers import arxiv_ids
from enricher.models import Match, PaperRef

NAME = "arxiv"

_ARXIV_HOSTS = ("arxiv.org", "arxiv.com", "xxx.lanl.gov", "ar5iv.org")
# Sites that show arXiv's papers, or lead to them, in these folders of theirs.
_MIRROR_PATHS = {
    "arxiv-vanity.com": {"papers"},
    "huggingface.co": {"papers"},
    "hf.co": {"papers"},
    "alphaxiv.org": {"abs", "pdf", "html", "overview"},
    "scirate.com": {"arxiv"},
    "doi.org": {"10.48550", "doi:10.48550"},
}
_SEMANTIC_SCHOLAR = "semanticscholar.org"
HOSTS: Final = (*_ARXIV_HOSTS, *_MIRROR_PATHS, _SEMANTIC_SCHOLAR)
_SITES = frozenset(HOSTS)
_PAGES = frozenset({"abs", "pdf"})  # where nearly all papers are; no archive has such a name
# Pages of arXiv about other things than one paper, whatever follows.
_OTHER_PAGES = frozenset({
    "a", "api", "archive", "atom", "auth", "catchup", "find", "help", "list", "new", "oai",
    "oai2", "recent", "rss", "search", "user", "year",
})  # fmt: skip
_SCHEMES = frozenset({"http:", "https:"})
_BEFORE_ID = re.compile(r"\A(?:\s|\u200b|\ufeff)*(?:arxiv[:.]\s*)?", re.IGNORECASE)
_SUFFIX_VERSION = re.compile(r"\.pdfv([1-9][0-9]{0,3})(?![0-9a-z])", re.IGNORECASE)


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of arXiv, of a mirror or of a reader for its papers names, else None.

    At arXiv any one word may stand before the id (``abs``, ``pdf``, a typo of them, or none). What
    follows an id is ignored: suffixes, punctuation, a second URL that was glued on.
    """
    site = _site((url.hostname or "").rstrip("."))
    parts = [part for part in unquote(url.path).split("/") if part]
    if site in _MIRROR_PATHS:
        is_paper = parts and parts[0].strip().lower() in _MIRROR_PATHS[site]
        return _in_path(parts[1:]) if is_paper else None
    if site == _SEMANTIC_SCHOLAR:
        return _at_semantic_scholar(parts)
    folder = parts[0].lower() if parts else ""
    if site not in _ARXIV_HOSTS or not folder or folder in _OTHER_PAGES:
        return None
    if folder in _PAGES:
        return _in_path(parts[1:])
    if folder == "ftp":  # ftp/arxiv/papers/1803/1803.02780.pdf, ftp/hep-th/papers/…
        return _in_path(parts[-1:]) or _in_path([parts[1], parts[-1]] if len(parts) > 2 else [])
    return _in_path(parts) or _in_path(parts[1:])


def _site(host: str) -> str:
    """The one of our sites that a host is, or is a part of; empty for any other."""
    if host in _SITES:
        return host
    return next((site for site in HOSTS if host.endswith(f".{site}")), "")


def _at_semantic_scholar(parts: Sequence[str]) -> Match | None:
    """The id in ``arxiv/ID`` or, as its API has it, ``arXiv:ID``, in whatever folder."""
    for start, part in enumerate(parts):
        if part.lower() == "arxiv":
            return _in_path(parts[start + 1 :])
        if part.lower().startswith("arxiv:"):
            return _in_path(parts[start:])
    return None


def _in_path(parts: Sequence[str]) -> Match | None:
    """The id that a path begins with.

    People double the archive (``gr-qc/gr-qc/9901001``), put one before an id of the new style
    (``math/0704.0001``), and paste a whole URL behind ``abs/``.
    """
    if len(parts) > 2 and parts[0].lower() in _SCHEMES and _site(parts[1].lower()) in _ARXIV_HOSTS:
        parts = parts[3:]
    for start in range(min(len(parts), 3)):
        text = _BEFORE_ID.sub("", "/".join(parts[start : start + 2]), count=1)
        found = arxiv_ids.leading(text)
        if found is not None:
            paper, length = found
            suffix = _SUFFIX_VERSION.match(text, length)
            version = paper.version or (int(suffix[1]) if suffix else None)
            return Match(PaperRef(NAME, paper.id), version)
        if not arxiv_ids.is_archive(parts[start]):
            return None
    return None
