"""Redirect pages that carry the real URL in their own. They are seen through, never rewritten."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

LEVELS = 3

# host pattern -> the query keys that may hold the target, in order
_KEYS = (
    (re.compile(r"link\.zhihu\.com|link\.csdn\.net|link\.juejin\.cn"), ("target",)),
    (re.compile(r"www\.google\.[a-z.]{2,6}|google\.[a-z.]{2,6}"), ("q", "url")),
    (re.compile(r"lm?\.facebook\.com"), ("u",)),
    (re.compile(r"link\.jianshu\.com"), ("t",)),
    (re.compile(r"(?:www\.)?youtube\.com"), ("q",)),
    (re.compile(r"out\.reddit\.com|slack-redir\.net"), ("url",)),
    (re.compile(r"[a-z0-9]+\.safelinks\.protection\.outlook\.com"), ("url",)),
    (re.compile(r"(?:www\.)?duckduckgo\.com"), ("uddg",)),
    (re.compile(r"translate\.google\.[a-z.]{2,6}"), ("u",)),
)
_IN_PATH = re.compile(
    r"https?://(?:web\.archive\.org/web/[0-9a-z_*]+|via\.hypothes\.is)/(?=https?:)"
)


def unwrap(target: str) -> str:
    """The URL that a redirect page leads to, through at most three of them; else the same URL."""
    for _ in range(LEVELS):
        inner = _inner(target)
        if inner is None:
            return target
        target = inner
    return target


def _inner(target: str) -> str | None:
    found = _IN_PATH.match(target)
    if found:
        return target[found.end() :]
    if "?" not in target:
        return None
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    keys = next((keys for pattern, keys in _KEYS if pattern.fullmatch(host)), ())
    values = parse_qs(parts.query) if keys else {}
    for key in keys:
        for value in values.get(key, ()):
            plain = value if "://" in value else unquote(value)
            if plain.startswith(("http://", "https://")):
                return plain
    return None
