"""The program: run the command line and turn every error into a message and an exit code."""

from __future__ import annotations

# No more than these: all else is imported where an interrupt is told from a defect.
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import typer

EXIT_USAGE = 2
EXIT_INTERNAL = 70  # sysexits.h: EX_SOFTWARE
EXIT_INTERRUPTED = 130


def main() -> None:
    """Run enricher on the arguments of this process."""
    # What imports make stays: to look for garbage among it is a twentieth of a short command.
    gc.set_threshold(50_000)
    # Plug-ins of pydantic would be looked for in all that is installed, which takes as long.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    usual = signal.getsignal(signal.SIGINT)
    if usual is signal.default_int_handler:  # another one is the caller's, who may ignore it
        signal.signal(signal.SIGINT, _leave)
    from enricher.cli import app, streams

    streams.prepare()
    try:
        if usual is signal.default_int_handler:
            signal.signal(signal.SIGINT, usual)
        code = _run(app)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    sys.exit(code)


def _leave(_number: int, _frame: object) -> None:
    """End at once and quietly: nothing is begun yet. A KeyboardInterrupt amid an import would end
    in a traceback or, in the lock that Python holds meanwhile, be lost."""
    os._exit(EXIT_INTERRUPTED)


def _run(app: typer.Typer) -> int:
    import typer

    from enricher.cli.streams import OutputError, discard_output
    from enricher.errors import EnricherError

    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_INTERRUPTED
    except typer.TyperException as error:
        message = error.format_message().replace("Value error, ", "")  # pydantic's, in new typers
        print(f"enricher: {message}" if message else "see --help", file=sys.stderr)
        return EXIT_USAGE
    except (BrokenPipeError, SystemExit):  # the reader of our output left; typer says it so
        discard_output()
        return 0
    except OutputError as error:
        discard_output()
        print(f"enricher: {error}", file=sys.stderr)
        return EXIT_USAGE
    except EnricherError as error:
        print(f"enricher: {error}", file=sys.stderr)
        return EXIT_USAGE
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, keep the evidence
        log = _log()
        print(f"enricher: internal error: {error!r}; details in {log}", file=sys.stderr)
        return EXIT_INTERNAL
    if code == EXIT_INTERRUPTED:  # typer turns most interrupts into this code itself
        print("interrupted: what was fetched is kept, no note is half written", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _log() -> Path:
    import tempfile
    import traceback
    from pathlib import Path

    from enricher import __version__

    with tempfile.NamedTemporaryFile(
        "w", prefix="enricher-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
    ) as log:
        log.write(f"enricher {__version__}, Python {sys.version}, {sys.platform}\n\n")
        log.write(traceback.format_exc())
    return Path(log.name)


if __name__ == "__main__":
    main()
