"""Notes with links and papers for the tests of link titles, and runs on them."""

from __future__ import annotations

from enricher.writers.link_title import WRITER
from tests.writers.samples import paper, papers
from tests.writers.trying import trying

URL = "https://arxiv.org/abs/2002.10389"
OTHER = "https://arxiv.org/pdf/1803.02780v2.pdf"
SEMINAS = paper(
    "2002.10389",
    title="Semi-Supervised Neural Architecture Search",
    authors=("Renqian Luo", "Xu Tan", "Rui Wang"),
    venue="NeurIPS 2020",
    year=2020,
)
AUTOML = paper("1803.02780", title="Transfer Learning with Neural AutoML", year=2018)
KNOWN = papers(SEMINAS, AUTOML)
TITLE = "Semi-Supervised Neural Architecture Search · Luo et al. · NeurIPS 2020"
AUTOML_TITLE = "Transfer Learning with Neural AutoML · Lee and Li · arXiv 2018"


document, planned, run, remove = trying(WRITER, KNOWN)
