"""What in an entry is the user's own, so that the entry is never dropped."""

from __future__ import annotations

from enricher.writers.front_matter.block import Entry
from enricher.writers.interface import DEFAULT_FIELDS, Document, WriteOptions


def is_users(existing: Entry, options: WriteOptions) -> bool:
    """Whether an entry holds anything of the user's, a comment too, so that it is never dropped."""
    return _has_comment(existing) or bool(_users_keys(existing, options))


def is_locked(existing: Entry) -> bool:
    """Whether an entry says ``locked: true``: it stays as it is."""
    (tag, value), *_ = existing.trees.get("locked") or (("", ""),)
    return tag.endswith(":bool") and str(value).lower() in {"true", "yes", "on"}


def stays(document: Document, existing: Entry, options: WriteOptions) -> str:
    """What to tell of an entry that is kept though it would go, were there nothing of the user's
    in it."""
    keys = _users_keys(existing, options)
    whys: list[str] = []
    if is_locked(existing):
        keys.remove("locked")
        whys.append("is locked")
    if keys:
        noun = "key" if len(keys) == 1 else "keys"
        whys.append(f"holds your {noun} {', '.join(map(repr, keys))}")
    if _has_comment(existing):
        whys.append("holds a comment")
    place = f"{document.path}: the entry {existing.text_of('id')}"
    return f"{place} stays, because it {' and '.join(whys)}"


def _has_comment(existing: Entry) -> bool:
    return "#" in existing.rest


def _users_keys(existing: Entry, options: WriteOptions) -> list[str]:
    own = {*DEFAULT_FIELDS, *options.fields, "more_authors"}
    return [name for name in existing.trees if name not in own]
