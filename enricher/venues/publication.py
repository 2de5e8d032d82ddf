"""A publication as a text tells of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from enricher.venues.table import Entry

Type = Literal["conference", "workshop", "journal"]
Track = Literal["", "findings", "demo", "industry", "oral", "spotlight", "highlight", "poster"]
# In order of weight: an oral presentation of a workshop paper in the findings is in the findings.
_TRACKS: tuple[tuple[str, Track], ...] = (
    ("findings", "findings"),
    ("demo", "demo"),
    ("demos", "demo"),
    ("demonstration", "demo"),
    ("demonstrations", "demo"),
    ("industry", "industry"),
    ("industrial", "industry"),
    ("oral", "oral"),
    ("orally", "oral"),
    ("spotlight", "spotlight"),
    ("highlight", "highlight"),
    ("poster", "poster"),
)


class Publication(NamedTuple):
    """Where a paper was published, as far as a text says so; unknown parts are empty.

    ``venue`` is short ("CVPR 2019", "ICLR 2020 Workshop", "TPAMI"), with the year where it is
    known; ``booktitle`` or ``journal`` is long; workshops and findings have volumes of their own,
    whose names are not known. ``track`` is what the text says of the paper's place.
    """

    venue: str
    type: Type
    booktitle: str = ""
    journal: str = ""
    year: int | None = None
    track: Track = ""
    volume: str = ""
    pages: str = ""

    @property
    def is_main(self) -> bool:
        """Whether it is a journal or a conference itself, not a workshop or a companion volume."""
        return _is_main(self.type, self.track)


class Venue(NamedTuple):
    """A venue that an index or a site names, without the year of the volume."""

    short: str
    long: str
    type: Type
    track: Track = ""

    @property
    def is_main(self) -> bool:
        """Whether it is a journal or a conference itself, not a workshop or a companion volume."""
        return _is_main(self.type, self.track)

    def publication(self, year: int | None, volume: str = "", pages: str = "") -> Publication:
        """A publication at this venue in a year."""
        parts = (self.short, str(year) if year else "", self._suffix)
        is_journal = self.type == "journal"
        return Publication(
            venue=" ".join(filter(None, parts)),
            type=self.type,
            booktitle=self.long if self.type == "conference" and self.is_main else "",
            journal=self.long if is_journal else "",
            year=year,
            track=self.track,
            volume=volume,
            pages=pages,
        )

    @property
    def _suffix(self) -> str:
        if self.type == "workshop":
            return "Workshop"
        return "Findings" if self.track == "findings" else ""


def venue_of(entry: Entry, *, is_workshop: bool = False, track: Track = "") -> Venue:
    """The venue of an entry of the table."""
    if entry.kind == "journal":
        return Venue(entry.short, entry.long, "journal")
    return Venue(entry.short, entry.long, "workshop" if is_workshop else "conference", track)


def _is_main(kind: Type, track: Track) -> bool:
    return kind != "workshop" and track not in {"findings", "demo", "industry"}


def track_of(told: set[str]) -> Track:
    """The track that the words around a conference's name tell."""
    for word, track in _TRACKS:
        if word in told:
            return track
    return ""
