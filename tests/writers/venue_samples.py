"""Runs of the writer `venue` on texts that are scanned as notes are."""

from __future__ import annotations

from enricher.writers.interface import WriteOptions
from enricher.writers.venue import WRITER, VenueSettings
from tests.writers.samples import paper, papers
from tests.writers.trying import trying

OPTIONS = WriteOptions()
ONE = "https://arxiv.org/abs/1803.02780"
PDF = "https://arxiv.org/pdf/1803.02780.pdf"
TWO = "https://arxiv.org/abs/2004.01899"
THREE = "https://arxiv.org/abs/2001.00001"
KNOWN = papers(
    paper("1803.02780", venue="NeurIPS 2018", authors=("Catherine Wong", "A B", "C D")),
    paper("2004.01899", venue="ICML 2020", authors=("Ann Lee",)),
    paper("2001.00001"),
)
W = ' <kbd title="Wong et al.">NeurIPS 2018</kbd>'
L = ' <kbd title="Lee">ICML 2020</kbd>'


document, planned, run, remove = trying(WRITER, KNOWN)


def formatted(form: str) -> WriteOptions:
    """Options with a form of one's own."""
    return WriteOptions(writers=(VenueSettings(format=form),))
