"""What is passed on of a paper's links to those who look for it."""

from __future__ import annotations

from enricher.models import PaperRef, Wanted
from enricher.scan import scan, wanted
from enricher.sources import all_sources

ADAM = PaperRef("arxiv", "1412.6980")
NOTE = """
[Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980), again as
[Adam](https://arxiv.org/abs/1412.6980), its [pdf](https://arxiv.org/pdf/1412.6980v9.pdf),
[Adam](https://arxiv.org/abs/1412.6980) and <https://arxiv.org/abs/1512.03385>.
"""


def test_each_paper_stands_once_with_its_urls_and_the_texts_of_its_links() -> None:
    adam, resnet = wanted(scan("note.md", NOTE, all_sources()))
    assert adam == Wanted(
        ADAM,
        ("https://arxiv.org/abs/1412.6980", "https://arxiv.org/pdf/1412.6980v9.pdf"),
        ("Adam: A Method for Stochastic Optimization", "Adam", "pdf"),
    )
    assert resnet == Wanted(PaperRef("arxiv", "1512.03385"), ("https://arxiv.org/abs/1512.03385",))
