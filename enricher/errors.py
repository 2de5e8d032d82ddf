"""Every error that enricher raises.

EnricherError
├─ ConfigError        a setting, an option or a path is unusable: the run stops
├─ NoteError          one note is unreadable or its front matter is broken: the note is skipped
│  └─ NoteChangedError  it changed on disk since it was read: it is not written
├─ EditError          edits overlap, are stale, or the written text does not read back as meant
├─ ReplyError         a reply is not as expected: it is asked again, then the paper has failed
└─ CacheError         the cache folder is unusable: the run stops
"""

from __future__ import annotations


class EnricherError(Exception):
    """The root of all errors here; ``hint`` tells the user how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class ConfigError(EnricherError):
    """A setting or an option is unusable; the message names file and key."""


class CacheError(EnricherError):
    """The cache folder cannot be used."""


class EditError(EnricherError):
    """Edits overlap or are stale, or the edited text does not read back as meant."""


class ReplyError(EnricherError):
    """A reply is not what its server sends when all is well."""


class NoteError(EnricherError):
    """One note cannot be read or must not be written."""

    def __init__(self, path: str, why: str, *, line: int | None = None, hint: str = "") -> None:
        super().__init__(f"{path}:{line}: {why}" if line else f"{path}: {why}", hint)
        self.path = path
        self.why = why
        self.line = line


class NoteChangedError(NoteError):
    """The note on disk is no longer the one that was planned on."""
