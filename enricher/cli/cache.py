"""The commands on the record cache and its packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enricher.cli import options
from enricher.reports.plain import count, printable

app = typer.Typer(
    name="cache",
    help="The folder of fetched records, and packs of them.",
    no_args_is_help=True,
    add_completion=False,
)


@app.command()
def info(cache: options.Cache = None, config: options.Config = None) -> None:
    """Tell what the cache holds."""
    from enricher.config import cache_folder
    from enricher.fetch.cache import RecordCache

    folder = cache_folder(options.settings(config_file=config, cache=cache))
    records = RecordCache(folder, read_only=True, held_up=options.say)
    if not folder.is_dir():
        typer.echo(_none(folder))
        return
    found = records.info()
    typer.echo(f"{found.folder}")
    if not (found.records or found.packs):
        typer.echo("  no records")
    for (provider, kind), number in sorted(found.records.items()):
        typer.echo(f"  {provider} {kind}: {number}")
    for path, number in found.packs.items():
        typer.echo(f"  pack {path.name}: {number}")
    for warning in records.warnings:
        options.say(warning)


@app.command()
def clear(cache: options.Cache = None, config: options.Config = None) -> None:
    """Forget every fetched record; packs stay."""
    from enricher.config import cache_folder
    from enricher.fetch.cache import RecordCache

    folder = cache_folder(options.settings(config_file=config, cache=cache))
    records = RecordCache(folder, held_up=options.say)
    if not folder.is_dir():  # a name that is misspelt, or nothing was fetched yet
        typer.echo(_none(folder))
        return
    number = records.clear()
    records.close()
    typer.echo(f"{count(number, 'record')} forgotten")
    for warning in records.warnings:
        options.say(warning)


@app.command()
def export(
    file: Annotated[
        Path, typer.Argument(help="The pack to write, named *.jsonl, or - for standard output.")
    ],
    paths: options.Paths,
    abstracts: Annotated[
        bool, typer.Option("--abstracts", help="Keep the abstracts: they are their authors' texts.")
    ] = False,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Write a pack with the records that these notes need, without abstracts."""
    from enricher import files
    from enricher.engine import Enricher
    from enricher.fetch import packs
    from enricher.packing import packed

    to_file = str(file) != "-"
    before = _pack_before(file, paths) if to_file else None
    setting = options.settings(config_file=config, cache=cache, offline=True)
    with Enricher(settings=setting) as enricher:
        scanned = enricher.scan(paths)
        options.say_if_none(scanned.read, paths, setting)
        wanted = scanned.wanted
        resolver, sources = enricher.resolver, enricher.sources
        needed = packed(wanted, sources, resolver, abstracts=abstracts)
        lacking = resolver.resolve(wanted, sources).failed
    lines = "".join(packs.lines(needed))
    if to_file:
        files.write(file, before, lines.encode(), roots=[file.resolve().parent])
    else:
        typer.echo(lines, nl=False)
    for ref in lacking:
        options.say(f"not in the cache: {printable(str(ref))}")
    options.say(f"{count(len(needed), 'record')} of {count(len(wanted), 'paper')}")
    options.end_unread(scanned.refused)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The pack to read.")],
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Copy the records of a pack into the cache."""
    from enricher.config import cache_folder
    from enricher.fetch import packs
    from enricher.fetch.cache import RecordCache

    if not file.is_file():
        raise options.fail(f"{file}: there is no such pack")
    folder = cache_folder(options.settings(config_file=config, cache=cache))
    records = RecordCache(folder, held_up=options.say)
    found = packs.load(file, options.say)
    if not found:
        raise options.fail(f"{file} holds no record")
    records.write(found)
    records.close()
    typer.echo(f"{count(len(found), 'record')} kept")


def _none(folder: Path) -> str:
    return f"{folder}: there is no cache there yet"


def _pack_before(file: Path, paths: list[Path]) -> bytes | None:
    """What a pack that is to be written holds now, None where it is not there yet.

    Whoever forgets FILE names a note in its place, so only a pack is ever replaced. Raises Exit.
    """
    from enricher.fetch import packs

    if file.suffix != ".jsonl":
        raise options.fail(
            f"{file} is no name of a pack: FILE comes before the notes and ends in .jsonl, "
            "or is - for standard output"
        )
    if not file.resolve().parent.is_dir():
        raise options.fail(f"{file} cannot be written: there is no folder {file.parent}")
    if not file.exists():
        return None
    if any(path.exists() and path.samefile(file) for path in paths):
        raise options.fail(f"{file} is one of the notes: the pack needs a name of its own")
    try:
        before = file.read_bytes() if file.is_file() else None
    except OSError as error:
        raise options.fail(f"{file} cannot be read: {error.strerror}") from None
    if before is None:
        raise options.fail(f"{file} is not a regular file")
    faults: list[str] = []
    packs.load(file, faults.append)
    if faults:
        raise options.fail(f"{file} is not a pack and is left as it is: {faults[0]}")
    return before
