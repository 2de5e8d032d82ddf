"""What OpenReview's fields say of a submission: where it was published, if it was.

The field `venue` is a state for long ("Submitted to ICLR 2023"), and stays one when a paper is
rejected or withdrawn. How the states are spelt is told by openreview-py, which writes them
(openreview/tools.py, journal/journal.py, venue/venue.py).
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from enricher.titles import clean


class Submission(NamedTuple):
    """Fields of a note: `venue`, `venueid`, its invitation, `_bibtex`, its year of publication."""

    venue: str = ""
    group: str = ""
    invitation: str = ""
    bibtex: str = ""
    printed: int | None = None


class Publication(NamedTuple):
    """Where a submission was published; ``venue`` is short ("ICLR 2024")."""

    type: Literal["conference", "workshop", "journal"]
    venue: str
    year: int | None
    booktitle: str | None = None
    journal: str | None = None


# The last part of a venue's id ("ICLR.cc/2024/Conference/Rejected_Submission"), in words.
_STATE = re.compile(
    r"submitted|under review|withdraw|reject|retract|pending|assign(?:ed|ing)|\barr\b",
    re.IGNORECASE,
)
_PLAIN_STATE = re.compile(r"submission|blind", re.IGNORECASE)  # of accepted papers, too, until 2022
_PREPRINTS = re.compile(r"\b(?:corr|arxiv|biorxiv|medrxiv|ssrn)\b", re.IGNORECASE)
_YEAR = r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])"
_NAME_AND_YEAR = re.compile(rf"(.{{0,80}}?){_YEAR}")
_GROUP = re.compile(rf"(?:^|/)([^/]{{1,40}})/{_YEAR}(?:/|$)")
_SITE = re.compile(r"\.(?:cc|org|com|net|io|ai)$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:accepted|published)\s(?:by|to|at|in)\s", re.IGNORECASE)
_DECISION = re.compile(r"\s(?:poster|oral|spotlight|accept(?:ed)?|notable)\b.*$", re.IGNORECASE)
_FIELD = re.compile(
    r"\b(booktitle|journal|year|note)\s{0,20}=\s{0,20}"
    r"(?:\{((?:[^{}]|\{[^{}]{0,100}\}){0,300})\}|\"([^\"]{0,300})\")",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_FINDINGS = re.compile(r"\bfindings(?: of)?\b", re.IGNORECASE)
_JOURNALS = {"TMLR": "Transactions on Machine Learning Research"}


def publication(submission: Submission) -> Publication | None:
    """Where a submission was published; None when that is not told, or it was not."""
    kind = submission.bibtex.lstrip().partition("{")[0].lower()
    fields = {
        name.lower(): clean(braced or quoted).replace("{", "").replace("}", "")
        for name, braced, quoted in _FIELD.findall(submission.bibtex)
    }
    if not _is_published(submission, kind, fields):
        return None
    name, year, is_workshop = _place(submission)
    if year is None and (told := re.fullmatch(_YEAR, fields.get("year", ""))):
        year = int(told[1])
    year = year or submission.printed
    booktitle, journal = fields.get("booktitle"), fields.get("journal") or _JOURNALS.get(name)
    venue = f"{name} {year}" if name and year else name
    if not venue:
        return None
    if is_workshop:
        return Publication("workshop", f"{venue} Workshop", year, booktitle)
    if journal and not booktitle:
        return Publication("journal", venue, year, journal=journal)
    return Publication("conference", venue, year, booktitle)


def _is_published(submission: Submission, kind: str, fields: dict[str, str]) -> bool:
    """Whether the fields say so. A venue that is a state without a decision is one only with a
    BibTeX entry of a conference: those that were not accepted have another."""
    state = submission.group.rpartition("/")[2].replace("_", " ")
    texts = (
        submission.venue,
        state,
        *(fields.get(x, "") for x in ("booktitle", "journal", "note")),
    )
    if any(_STATE.search(text) or _PREPRINTS.search(text) for text in texts):
        return False
    if _PREPRINTS.search(submission.group) or _PLAIN_STATE.search(state):
        return False
    if not submission.venue or _PLAIN_STATE.search(submission.venue):
        return kind == "@inproceedings" and bool(fields.get("booktitle"))
    return True


def _place(submission: Submission) -> tuple[str, int | None, bool]:
    """The short name, the year, and whether it is a workshop there.

    A workshop is told by its group ("ICML.cc/2024/Workshop/MFM-EAI"): the text may be anything.
    """
    venue, group = submission.venue, submission.group
    is_workshop = "/workshop" in group.lower() or "workshop" in venue.lower() or "@" in venue
    by_group = _GROUP.search(group) or _GROUP.search(submission.invitation)
    by_text = _NAME_AND_YEAR.match(venue)
    if by_group and (is_workshop or by_text is None):
        short = _SITE.sub("", by_group[1])
        plain = _plain(venue)
        return (short if is_workshop or not plain else plain), int(by_group[2]), is_workshop
    if by_text is None:
        return _plain(venue), None, is_workshop
    name = _plain(_WORKSHOP.sub("", by_text[1].rpartition("@")[2]))
    if "findings" in venue.lower():
        name = f"Findings of {_FINDINGS.sub('', name).strip()}"
    return name, int(by_text[2]), is_workshop


def _plain(venue: str) -> str:
    """A venue's name without what was decided, and a state's words ("ICLR 2018 Conference …")."""
    name = _DECISION.sub("", _BEFORE.sub("", venue))
    return "" if _PLAIN_STATE.search(name) else name.strip(" -,:'’")
