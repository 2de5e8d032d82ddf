"""The public schema of a paper, and what became of each paper that was asked for."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from enricher.models import PaperRef, PaperType


class Paper(BaseModel):
    """One work, merged from all records known of it.

    It is what users' files hold: frozen, no unknown keys, and absent fields mean unknown. The
    fields are those of the documentation's table (``docs/reference/papers.md``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    authors: tuple[str, ...] = ()
    type: PaperType | None = None
    venue: str | None = None
    booktitle: str | None = None
    journal: str | None = None
    year: int | None = None
    published: str | None = None
    updated: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    pdf: str | None = None
    abstract: str | None = None
    pages: str | None = None
    volume: str | None = None
    categories: tuple[str, ...] = ()
    comment: str | None = None
    journal_ref: str | None = None
    status: str | None = None
    superseded_by: str | None = None
    same_as: tuple[str, ...] = ()
    citekey: str | None = None
    provenance: dict[str, str] = Field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        """The paper as plain JSON values, without any unknown or empty field."""
        full = self.model_dump(mode="json")
        return {key: value for key, value in full.items() if value not in (None, [], {})}

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id of this work, its own first."""
        return (self.id, *self.same_as)

    @property
    def by_user(self) -> frozenset[str]:
        """The fields that the user's own settings say: they beat what is written, too."""
        return frozenset(name for name, who in self.provenance.items() if who == "config")


class Found(NamedTuple):
    """A paper whose metadata is known."""

    ref: PaperRef
    paper: Paper


class Missing(NamedTuple):
    """A paper that its source says it does not have."""

    ref: PaperRef

    @property
    def paper(self) -> PaperRef:
        """Its name, ``source:id``."""
        return self.ref


class Failed(NamedTuple):
    """A paper that could not be fetched, and why. What was known of it before still stands."""

    ref: PaperRef
    why: str

    @property
    def paper(self) -> PaperRef:
        """Its name, ``source:id``."""
        return self.ref


Outcome = Found | Missing | Failed
