"""A PDF of an unknown site, such as an author's page, that is a known paper by its title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from enricher.audit.claims import claim_of
from enricher.audit.interface import Confidence, Finding, Kind, Subject
from enricher.audit.places import quoted
from enricher.links import unwrap
from enricher.models import Mention

CODE: Final = "self-hosted"


def find(subject: Subject) -> Iterator[Finding]:
    """The links of a note to such PDFs: a line of the settings makes papers of them."""
    for mention in titled_pdfs(subject):
        found = subject.known.shelf.find(mention.text)
        if found is None or not found.is_title or not found.paper.arxiv:
            continue
        paper = f"arxiv:{found.paper.arxiv}"
        yield subject.finding(
            CODE,
            mention.span,
            f"By its text this PDF is {quoted(found.paper.title)}; [links] in the settings can say "
            "so.",
            proposal=f'"{mention.target}" = "{paper}"',
            confidence=Confidence.LIKELY,
        )


def seeks(subject: Subject) -> Iterator[str]:
    """The texts of such links."""
    return (mention.text for mention in titled_pdfs(subject))


def titled_pdfs(subject: Subject) -> Iterator[Mention]:
    """The links to PDFs of unknown sites whose texts are titles."""
    for mention in subject.others:
        if mention.text and _is_pdf(mention.target) and claim_of(mention.text) is not None:
            yield mention


def _is_pdf(url: str) -> bool:
    try:
        return urlsplit(unwrap(url)).path.lower().endswith(".pdf")
    except ValueError:
        return False


KIND: Final = Kind(
    code=CODE,
    title="A PDF on a site that is not known is a known paper by its title; settings can say so.",
    find=find,
    seeks=seeks,
)
