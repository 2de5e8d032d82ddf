"""Sites of papers that were shut down: their addresses lead nowhere any more."""

from __future__ import annotations

from urllib.parse import urlsplit

from enricher.links import unwrap
from enricher.models import Link

_DEAD = {
    "paperswithcode.com": "Papers with Code",  # in July 2025
    "arxiv-vanity.com": "arXiv Vanity",  # arXiv has such pages of its own now
}


def dead_site(link: Link) -> str:
    """The name of the site that a link leads to, if it was shut down; else empty."""
    target = unwrap(link.target)
    try:
        host = urlsplit(target if "://" in target else f"https://{target}").hostname or ""
    except ValueError:
        return ""
    return next((name for dead, name in _DEAD.items() if f".{host}".endswith(f".{dead}")), "")
