"""Why a request has no answer, told in plain words: numbers of errors mean nothing to most."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

_WORDS = (
    (socket.gaierror, "could not find the host"),
    (ConnectionRefusedError, "connection refused"),
    ((ConnectionResetError, BrokenPipeError), "the connection was reset"),
)
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})


class UnansweredError(Exception):
    """The request failed on its way; another attempt may succeed."""


class UnreachedError(UnansweredError):
    """The server could not be reached, or hung up before it answered."""


class UnconnectedError(UnreachedError):
    """There was no connection to the server, or none that is safe."""


class SilentError(UnansweredError):
    """The server let the time pass."""


class UnsafeError(Exception):
    """The server led where enricher does not go; another attempt would too."""


def plainly(error: BaseException) -> str:
    """What an error of a connection, or what caused it, says; a library's own words where the
    system said nothing."""
    said = (_said(cause) for cause in _causes(error))
    return next(filter(None, said), "") or str(error) or type(error).__name__


def _said(error: BaseException) -> str:
    for kinds, words in _WORDS:
        if isinstance(error, kinds):
            return words
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate cannot be verified: {error.verify_message}"
        case ssl.SSLError():
            return f"no secure connection: {(error.reason or str(error)).replace('_', ' ').lower()}"
        case OSError() if error.errno in _NO_WAY:
            return "the network cannot be reached"
        case OSError() if error.strerror:
            return error.strerror[0].lower() + error.strerror[1:]
        case _:
            return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those that it was raised for; libraries hide the first of them."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
