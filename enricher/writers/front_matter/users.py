"""What is the user's own: an entry that holds any of it is never dropped, a key is left alone."""

from __future__ import annotations

from collections.abc import Sequence

from enricher.text import LineIndex
from enricher.writers import written
from enricher.writers.front_matter.block import FILLED, Entry
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
    return written.stays(
        document.path,
        existing.text_of("id"),
        _users_keys(existing, options),
        is_locked=is_locked(existing),
        has_comment=_has_comment(existing),
    )


def own_fields(filled: Sequence[str], options: WriteOptions) -> set[str]:
    """The fields of an entry that are ours, where it remembers that these keys were filled."""
    names = (item.partition(" as ")[0] for item in filled)
    return {*DEFAULT_FIELDS, *options.fields, "more_authors", FILLED, *names}


def left_alone(
    document: Document, start: int, key: str, options: WriteOptions, *, is_empty: bool
) -> str:
    """What to tell of a key of the user's that stands where we would write."""
    remedy = "the setting `key` gives enricher another one"
    if is_empty:
        remedy = "it is empty, and --adopt fills it"
    elif options.adopt:
        remedy = f"--adopt fills only an empty key; empty this one, or {remedy}"
    line, _ = LineIndex(document.text).position(start)
    return f"{document.path}:{line}: the key {key!r} is your own and was left alone: {remedy}"


def _has_comment(existing: Entry) -> bool:
    return "#" in existing.rest


def _users_keys(existing: Entry, options: WriteOptions) -> list[str]:
    if existing.is_all_ours:
        return []
    own = own_fields(existing.texts_of(FILLED), options)
    return [name for name in existing.trees if name not in own]
