"""What in an entry is the user's own, so that the entry is never dropped."""

from __future__ import annotations

from enricher.writers import written
from enricher.writers.data.literals import is_key
from enricher.writers.data.members import Member
from enricher.writers.interface import DEFAULT_FIELDS, SideFile, WriteOptions


def is_locked(member: Member) -> bool:
    """Whether an entry says ``locked: true``: it stays as it is."""
    return member.values.get("locked") is True


def is_users(member: Member, options: WriteOptions) -> bool:
    """Whether an entry holds anything of the user's, a comment too."""
    return member.has_comment or bool(_keys(member, options))


def stays(file: SideFile, member: Member, options: WriteOptions) -> str:
    """What to tell of an entry that is kept though it would go, were there nothing of the user's
    in it."""
    return written.stays(
        file.path,
        member.name,
        _keys(member, options),
        is_locked=is_locked(member),
        has_comment=member.has_comment,
    )


def left_alone(file: SideFile, member: Member) -> str:
    """What to tell of an entry that cannot be brought up to date without losing a comment."""
    return f"{file.path}: the entry {member.name} is left as it is, for a comment stands in a value"


def without_entry(file: SideFile, name: str) -> str:
    """What to tell of a paper that gets no entry of its own."""
    if not is_key(name):
        return f"{file.path}: {name[:60]}… has no entry, for no YAML reader takes a key so long"
    return f"{file.path}: {name} has no entry, for that key is another's; rename it to make room"


def _keys(member: Member, options: WriteOptions) -> list[str]:
    own = {*DEFAULT_FIELDS, *options.fields, "more_authors", "notes"}
    return [name for name in member.values if name not in own]
