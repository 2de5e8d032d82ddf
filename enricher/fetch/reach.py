"""Whether this machine reaches any server at all, as far as one run has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from enricher.fetch.policy import ATTEMPTS

ATTEMPTS_IN_DOUBT: Final = 2
NOBODY: Final = (
    "no server could be reached: check the connection, or HTTPS_PROXY and SSL_CERT_FILE "
    "where a proxy is needed"
)


@dataclass(slots=True)
class Reach:
    """What all operators of a run have seen together; each of them runs in its own thread.

    Without a network every one of them fails, and patience with each would add up to minutes. So
    until a server has answered, none is tried more than twice; and once one was given up, the
    others are tried once.
    """

    is_there: bool = False  # a server answered, whatever it said
    is_in_doubt: bool = False  # a call ended without a word from its server

    @property
    def attempts(self) -> int:
        """The most attempts in a row without a word from a server."""
        if self.is_there:
            return ATTEMPTS
        return 1 if self.is_in_doubt else ATTEMPTS_IN_DOUBT

    @property
    def told(self) -> str:
        """What to tell the user at the end; nothing where a server was reached, or none asked."""
        return NOBODY if self.is_in_doubt and not self.is_there else ""
