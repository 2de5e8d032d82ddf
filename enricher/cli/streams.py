"""Standard output and standard error, whatever the caller made of them.

A disk may be full, a stream closed, and an encoding narrow: none of these is a defect of ours.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TextIO

ERRORS = "enricher"


class OutputError(Exception):
    """The results cannot be written; the message tells why."""


def prepare() -> None:
    """Make the streams of this process safe to print to."""
    codecs.register_error(ERRORS, _shown)
    for name, kind, number in (("stdout", Output, 1), ("stderr", Messages, 2)):
        stream: TextIO | None = getattr(sys, name)  # None where the caller closed it
        if stream is None or stream is getattr(sys, f"__{name}__"):
            setattr(sys, name, _opened(stream, kind, number))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ERRORS)


class Output(io.TextIOWrapper):
    """Standard output, where a fault of the device is no fault of what was printing.

    Raises OutputError at that write and at every later one, for some callers try one to see what
    a stream takes. A reader that left is another matter: BrokenPipeError stays what it is.
    """

    _fault = ""

    def write(self, text: str, /) -> int:
        with self._told():
            return super().write(text)

    def flush(self) -> None:
        with self._told():
            super().flush()

    @contextmanager
    def _told(self) -> Generator[None]:
        if self._fault:
            raise OutputError(self._fault)
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            self._fault = f"cannot write the output: {error.strerror}"
            raise OutputError(self._fault) from error

    def discard(self) -> None:
        """Let what was printed, or will be, go nowhere."""
        self._fault = ""
        _discard(self)


class Messages(io.TextIOWrapper):
    """Standard error. Where it fails, nobody can be told: the work goes on, its exit code tells."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError:
            _discard(self)
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            _discard(self)


def discard_output() -> None:
    """Give up on standard output, for Python flushes it once more at its end."""
    if isinstance(sys.stdout, Output):
        sys.stdout.discard()


def _discard(stream: io.TextIOWrapper) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _opened(stream: TextIO | None, kind: type[Output | Messages], number: int) -> Output | Messages:
    if stream is not None:
        return kind(
            stream.buffer,
            encoding=stream.encoding,
            errors=ERRORS,
            line_buffering=bool(stream.line_buffering),
            write_through=getattr(stream, "write_through", False),
        )
    # a number that stays free would be given to the next file that is opened; what is printed to
    # this one fails as it would have
    unwritable = os.open(os.devnull, os.O_RDONLY)
    os.dup2(unwritable, number)
    if unwritable != number:
        os.close(unwritable)
    return kind(open(number, "wb", closefd=False), encoding="utf-8", errors=ERRORS)


def _shown(error: UnicodeError) -> tuple[str | bytes, int]:
    """What an output gets for a character that it cannot take: the byte that it was, else its
    escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeEncodeError:
        return codecs.lookup_error("backslashreplace")(error)
