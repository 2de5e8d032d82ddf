"""The addresses and ids of CVF papers: all layouts of the site since 2013."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote

from enricher.models import Match, PaperRef

NAME = "cvf"
BASE_URL = "https://openaccess.thecvf.com"

# content/CVPR2021, content/CVPR2021W
_NEW_FOLDER = re.compile(r"([a-z]{3,8}?)((?:19|20)[0-9]{2})(w?)", re.IGNORECASE)
# content_cvpr_2018, content_cvpr_2018_workshops, content_cvpr_workshops_2014, content_CVPRW_2019
_OLD_FOLDER = re.compile(
    r"content_([a-z]{3,8}?)(w|_workshops)?_((?:19|20)[0-9]{2})(_workshops)?", re.IGNORECASE
)
_KINDS = frozenset({
    "html", "papers", "papers_backup", "supplemental", "supplementary", "cameraready", "posters",
})  # fmt: skip
_FILE = re.compile(r"(.+)_(?:paper|supplemental|poster|video)(?![0-9a-z]).*", re.IGNORECASE)
_NUMBERED_FILE = re.compile(r"([0-9]{1,6})\.pdf", re.IGNORECASE)
_KEPT = "!$&'()*+,;=@~"  # what a path may hold besides letters and digits (RFC 3986, 3.3)


class Place(NamedTuple):
    """What an id spells: the conference ("CVPR"), its year, the workshop, the file's stem."""

    conference: str
    year: int
    is_workshop: bool
    workshop: str
    stem: str


def match(url: SplitResult) -> Match | None:
    """The paper that a URL of the open-access site names, in any of its layouts since 2013.

    Supplements and posters are their paper's, as far as their names tell: from 2019 on they are
    shorter than the paper's own.
    """
    parts = [part for part in unquote(url.path).split("/") if part]
    if parts and parts[0].lower() == "openaccess":
        parts = parts[1:]
    if parts and parts[0].lower() == "content":
        folder = _NEW_FOLDER.fullmatch(parts[1]) if len(parts) > 1 else None
        rest = parts[2:]
    else:
        folder = _OLD_FOLDER.fullmatch(parts[0]) if parts else None
        rest = parts[1:]
    return _in_folder(folder, rest) if folder else None


def _in_folder(folder: re.Match[str], rest: Sequence[str]) -> Match | None:
    groups = [group for group in folder.groups() if group]
    year = next(group for group in groups if group.isdigit())
    is_workshop = len(groups) > 2
    names = [part for part in rest[:-1] if part.lower() not in _KINDS]
    if len(rest) < 2 or len(names) == len(rest) - 1 or len(names) > is_workshop:
        return None
    found = _FILE.fullmatch(rest[-1]) or _NUMBERED_FILE.fullmatch(rest[-1])
    if found is None:
        return None
    volume = f"{groups[0].upper()}{year}{'W' if is_workshop else ''}"
    path = map(_quoted, (*names, found[1]))
    return Match(PaperRef(NAME, "/".join((volume, *path))))


def _quoted(name: str) -> str:
    """A name as it stands in a URL; bytes that were no UTF-8 name no file."""
    return quote(name, safe=_KEPT, errors="replace")


def place_of(ref: PaperRef) -> Place | None:
    """What an id spells; None for one that no URL could have led to."""
    volume, *names = ref.id.split("/")
    found = re.fullmatch(r"([A-Z]{3,8}?)([0-9]{4})(W?)", volume)
    if found is None or not names or len(names) > 1 + bool(found[3]):
        return None
    if not all(name and _quoted(unquote(name)) == name for name in names):
        return None
    return Place(found[1], int(found[2]), bool(found[3]), "/".join(names[:-1]), names[-1])


def pages_of(ref: PaperRef) -> list[str]:
    """Where a paper's page may be, the likeliest first.

    The case of a folder's name differs from year to year (`content_cvpr_2018`,
    `content_CVPR_2019`), and of some years both are seen.
    """
    place = place_of(ref)
    if place is None:
        return []
    file = f"{place.stem}_paper.html"
    if place.year >= 2021 or (place.conference == "ACCV" and place.year == 2020):
        return [f"{BASE_URL}/content/{ref.id.rpartition('/')[0]}/html/{file}"]
    return [f"{BASE_URL}/{folder}/{file}" for folder in _old_folders(place)]


def _old_folders(place: Place) -> list[str]:
    upper, lower, year = place.conference, place.conference.lower(), place.year
    names = [lower, upper] if year < 2019 and upper != "ECCV" else [upper, lower]
    if not place.is_workshop:
        return [f"content_{name}_{year}/html" for name in names]
    workshop = place.workshop
    named = f"content_{upper}W_{year}/html/{workshop}"
    if year >= 2019 or upper == "ECCV":
        return [named.rstrip("/")]
    folders = [f"content_{name}_{year}_workshops/{workshop}/html" for name in names]
    return [*folders, f"content_{lower}_workshops_{year}/{workshop}/html"]


def words_of(ref: PaperRef) -> list[str]:
    """The words of a file's stem, without the conference and the year behind them."""
    return ref.id.rpartition("/")[2].split("_")[:-2]
