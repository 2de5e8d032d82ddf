"""The program: run the command line and turn every error into a message and an exit code."""

from __future__ import annotations

import codecs
import io
import sys
import tempfile
import traceback
from pathlib import Path

EXIT_USAGE = 2
EXIT_INTERNAL = 70  # sysexits.h: EX_SOFTWARE
EXIT_INTERRUPTED = 130


def main() -> None:
    """Run enricher on the arguments of this process."""
    codecs.register_error("enricher", _shown)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="enricher")
    sys.exit(_run())


def _shown(error: UnicodeError) -> tuple[str | bytes, int]:
    """What an output gets for a character that it cannot take: the byte that it was, else its
    escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeEncodeError:
        return codecs.lookup_error("backslashreplace")(error)


def _run() -> int:
    import typer

    from enricher.cli import app
    from enricher.errors import EnricherError

    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_INTERRUPTED
    except typer.TyperException as error:
        message = error.format_message().replace("Value error, ", "")  # pydantic's, in new typers
        print(f"enricher: {message}" if message else "see --help", file=sys.stderr)
        return EXIT_USAGE
    except SystemExit:  # typer's way of saying that the reader of our output left
        return 0
    except EnricherError as error:
        print(f"enricher: {error}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left: nothing more can be said
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, keep the evidence
        log = _log()
        print(f"enricher: internal error: {error!r}; details in {log}", file=sys.stderr)
        return EXIT_INTERNAL
    if code == EXIT_INTERRUPTED:  # typer turns most interrupts into this code itself
        print("interrupted: what was fetched is kept, no note is half written", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _log() -> Path:
    from enricher import __version__

    with tempfile.NamedTemporaryFile(
        "w", prefix="enricher-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
    ) as log:
        log.write(f"enricher {__version__}, Python {sys.version}, {sys.platform}\n\n")
        log.write(traceback.format_exc())
    return Path(log.name)


if __name__ == "__main__":
    main()
