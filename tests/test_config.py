"""Settings come from a file, the environment and options, in this order; mistakes name."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher import config
from enricher.errors import ConfigError
from enricher.settings import Settings


def load(
    folder: Path, toml: str = "", *, name: str = "enricher.toml", **options: object
) -> Settings:
    if toml:
        (folder / name).write_text(toml, encoding="utf-8")
    return config.load(folder=folder, environment={}, options=options)


def test_nothing_set_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_the_file_above_counts_and_its_paths_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "enricher.toml").write_text('cache = "records"\nmax-authors = 3\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    settings = load(below)
    assert settings.cache == tmp_path / "records"
    assert settings.max_authors == 3


def test_pyproject_counts_only_with_its_table(tmp_path: Path) -> None:
    settings = load(tmp_path, "[project]\nname = 'x'\n", name="pyproject.toml")
    assert settings == Settings()
    settings = load(tmp_path, "[tool.enricher]\nkey = 'refs'\n", name="pyproject.toml")
    assert settings.key == "refs"


def test_options_beat_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "enricher.toml").write_text('cache = "file"\nmailto = "file@example.org"\n')
    environment = {"ENRICHER_CACHE": "environment", "ENRICHER_OFFLINE": "1"}
    settings = config.load(
        folder=tmp_path, environment=environment, options={"cache": Path("option")}
    )
    assert settings.cache == Path("option")
    assert settings.offline
    assert settings.mailto == "file@example.org"


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("max-author = 3", ["max-author", "did you mean 'max-authors'"]),
        ("max-authors = 0", ["max-authors", "greater than or equal to 1"]),
        ('to = ["front-mater"]', ["to", "'front-mater'", "did you mean 'front-matter'"]),
        (
            'to = ["data=x.md"]',
            ["to: data does not write to ", "/x.md; name a file that ends in ."],
        ),
        ('to = ["data="]', ["to: data does not write to a file without a name"]),
        ('to = ["front-matter=x"]', ["to: front-matter writes into the notes and takes no file"]),
        ('to = ["venue=-"]', ["to: venue writes into the notes and takes no file: '-'"]),
        ('to = ["data=x\\u0000.json"]', ["to: no name of a file"]),
        ('[writers.bibtex]\npath = "x.md"', ["writers: bibtex does not write to ", "/x.md; name"]),
        ('fields = ["id", "titel"]', ["fields", "did you mean 'title'"]),
        ('fields = ["title"]', ["fields", "'id'"]),
        ("[sources.arxif]\nenabled = false", ["sources", "did you mean 'arxiv'"]),
        ("[sources.arxiv]\ninterval = 1", ["sources", "every 3 s", "base_url"]),
        ("[sources.arxiv]\nintervall = 4", ["sources.arxiv.intervall"]),
        ('[links]\n"https://a.b" = "1803.02780"', ["links", "source:id"]),
        ('[links]\n"https://a.b" = "nowhere:1"', ["links", "'nowhere'"]),
        ("[overrides.\"arxiv:1803.02780\"]\nname = 'x'", ["overrides", "name"]),
        ("[overrides.\"arxiv:1803.02780\"]\nvenu = 'x'", ["did you mean 'venue'"]),
        ("[overrides.'arxiv:18o3']\nvenue = 'x'", ["overrides", "'arxiv:18o3'", "id of arXiv"]),
        ('[links]\n"https://a.b" = "arxiv:18o3"', ["links", "'18o3' is not an id of arXiv"]),
        ("[overrides.foo]\nvenue = 'x'", ["overrides", "source:id"]),
        ("[sources.arxiv]\nintervall = 4", ["did you mean 'interval'"]),
        ("[indexes.crossreff]\nenabled = false", ["indexes", "did you mean 'crossref'"]),
        ("venues-from = ['nowhere']", ["venues-from", "'nowhere'"]),
        ('[links]\n"not a url" = 3', ["links.not a url: must be a paper"]),
        ("exclude = 'x'", ["exclude: must be a list"]),
        ("max-authors = 'x'", ["max-authors: must be a whole number"]),
        ("offline = 'maybe'", ["offline: must be true or false"]),
        ("preprint-days = [1, -2, 3]", ["preprint-days"]),
        ("preprint-days = [1, 2]", ["preprint-days"]),
        ("key = 'a: b'", ["key"]),
        ("mailto = 'a b'", ["mailto"]),
        ("mailto = 'é@b.c'", ["mailto: must be a mail address of ASCII"]),
        ('mailto = "a@b.c\\u007f"', ["mailto: must be a mail address"]),
        ("cache = ", ["not a readable TOML file"]),
        ("x = " + "[" * 5000, ["not a readable TOML file"]),
        ("max-authors = " + "9" * 5000, ["not a readable TOML file"]),
        ('cache = "a\\u0000"', ["cache: no name of a file", "NUL"]),
        ('[writers.bibtex]\npath = "\\u0000.bib"', ["writers.bibtex.path: no name of a file"]),
        ("exclude = ['!']", ["exclude: '!' is no pattern of gitignore"]),
        ("exclude = ['a', '[z-a]']", ["exclude: '[z-a]' is no pattern of gitignore"]),
        ("max-authors = true", ["max-authors: must be a whole number"]),
        ("max-authors = 3.0", ["max-authors: must be a whole number"]),
        ("deadline = true", ["deadline: must be a number"]),
        ("deadline = nan", ["deadline"]),
        ("preprint-days = [1, true, 3]", ["preprint-days.1: must be a number"]),
        ("preprint-days = [1, nan, 3]", ["preprint-days.1"]),
        ("[venues]\nNeurIPS = ''", ["venues.NeurIPS: must not be empty"]),
        ("[fill]\nvenue = ' '", ["fill.venue: must not be empty"]),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, toml: str, told: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, toml)
    assert str(tmp_path / "enricher.toml") in str(caught.value)
    for part in told:
        assert part in str(caught.value)


PAPER = "arxiv:1803.02780"


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("title = ' '", "title: must not be empty"),
        ("authors = ['A', '']", "authors.1: must not be empty"),
        ("venue = ''", "venue: must not be empty"),
        ("year = 999", "year: must be a number from 1000 to 9999"),
        ("year = 10000", "year: must be a number from 1000 to 9999"),
        ("year = true", "year: must be a whole number"),
        ("url = 'ftp://a.b'", "url: must be a URL such as 'https://example.org/x'"),
        ("url = 'javascript:x'", "url: must be a URL"),
        ("url = 'https://a.b/ x'", "url: must be a URL"),
    ],
)
def test_an_override_says_what_may_be_written(tmp_path: Path, wish: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, f'[overrides."{PAPER}"]\n{wish}\n')
    assert str(caught.value).startswith(f"{tmp_path / 'enricher.toml'}: overrides.{PAPER}.{told}")


def test_an_override_may_lead_to_any_host(tmp_path: Path) -> None:
    settings = load(tmp_path, f"[overrides.'{PAPER}']\nurl = 'https://müller.example:80/ä?x=[1]'\n")
    assert settings.overrides[PAPER].url == "https://müller.example:80/ä?x=[1]"


@pytest.mark.parametrize("interval", ["inf", "nan", "1e308", "86401", "true", "-1", "9" * 400])
def test_an_interval_is_a_day_at_most(tmp_path: Path, interval: str) -> None:
    with pytest.raises(ConfigError, match=r"sources\.arxiv\.interval: must be a "):
        load(tmp_path, f"[sources.arxiv]\ninterval = {interval}\nbase_url = 'http://127.0.0.1:1'\n")


@pytest.mark.parametrize(
    "url", ["http://[", "http://", "http:///x", "http://a.b:x", "http://a.b:99999", "http://[::g]",
            "http://a b", "http://é.b", "file:///x", "http://a.b/\x7f", "http://[::1", "a.b"],
)  # fmt: skip
def test_a_base_url_has_a_host(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match=r"sources\.arxiv\.base_url: must be a URL"):
        load(tmp_path, sources={"arxiv": {"base_url": url}})


@pytest.mark.parametrize("name", ["enricher.toml", "pyproject.toml"])
def test_a_byte_order_mark_is_none_of_the_settings(tmp_path: Path, name: str) -> None:
    table = "[tool.enricher]\n" if name == "pyproject.toml" else ""
    assert load(tmp_path, f"\ufeff{table}max-authors = 3\n", name=name).max_authors == 3


@pytest.mark.parametrize(
    ("toml", "key"),
    [("tool = 5", "tool"), ("tool = 'enricher'", "tool"), ("[tool]\nenricher = 5", "tool.enricher"),
     ("[[tool.enricher]]\nkey = 'x'", "tool.enricher")],
)  # fmt: skip
def test_a_project_has_tables_of_tools(tmp_path: Path, toml: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, toml, name="pyproject.toml")
    assert str(caught.value) == f"{tmp_path / 'pyproject.toml'}: {key}: must be a table"


@pytest.mark.parametrize(
    "toml",
    ['cache = "~no-such-user/x"', 'cache = "~no-such-user/x\\u0000"',
     'to = ["data=~no-such-user/x.json"]',
     '[writers.data]\npath = "~no-such-user/x.json"'],
)  # fmt: skip
def test_a_home_of_nobody_is_named(tmp_path: Path, toml: str) -> None:
    with pytest.raises(ConfigError, match=r"~no-such-user/x.*: there is no such home"):
        load(tmp_path, toml)


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such settings file"):
        config.load(file=tmp_path / "none.toml", folder=tmp_path, environment={})


def test_a_mistaken_option_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the options: to: unknown writer"):
        load(tmp_path, "max-authors = 3", to=("nowhere",))


def test_a_shorter_interval_is_allowed_for_a_server_of_ones_own(tmp_path: Path) -> None:
    toml = '[sources.arxiv]\ninterval = 0\nbase_url = "http://127.0.0.1:1"\n'
    assert load(tmp_path, toml).sources["arxiv"].interval == 0


def test_the_cache_folder_is_the_users_own_unless_set(tmp_path: Path) -> None:
    assert config.cache_folder(Settings()).name == "enricher"
    assert config.cache_folder(Settings(cache=tmp_path)) == tmp_path


# -------------------------------------------------------------------------------------- keys

SECRET = "s3cret-k3y-of-mine"


def key_of(settings: Settings, name: str) -> str | None:
    key = settings.indexes[name].key
    return key.value if key else None


def test_a_key_comes_from_the_file_or_from_a_variable_which_wins(tmp_path: Path) -> None:
    toml = f'[indexes.openalex]\nkey = "{SECRET}"\ninterval = 9\n[indexes.crossref]\nbatch = 3\n'
    (tmp_path / "enricher.toml").write_text(toml)
    settings = load(tmp_path)
    assert key_of(settings, "openalex") == SECRET
    environment = {
        "ENRICHER_OPENALEX_KEY": " another-key \n",
        "ENRICHER_SEMANTIC_SCHOLAR_KEY": "a-third-key",
        "ENRICHER_CROSSREF_KEY": "",
    }
    settings = config.load(folder=tmp_path, environment=environment)
    assert key_of(settings, "openalex") == "another-key"
    assert settings.indexes["openalex"].interval == 9
    assert key_of(settings, "semantic-scholar") == "a-third-key"
    assert (key_of(settings, "crossref"), settings.indexes["crossref"].batch) == (None, 3)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("ENRICHER_OPENALX_KEY", SECRET, "did you mean 'openalex'"),
        ("ENRICHER_CROSSREF_KEY", SECRET, "crossref takes no key"),
        ("ENRICHER_OPENALEX_KEY", f"{SECRET} {SECRET}", "key: must be 8 to 500 signs"),
        ("ENRICHER_OPENALEX_KEY", f"{SECRET}é", "key: must be 8 to 500 signs"),
        ("ENRICHER_OPENALEX_KEY", SECRET[:7], "key: must be 8 to 500 signs"),
    ],
)
def test_a_mistaken_variable_is_named_and_its_value_is_not(
    tmp_path: Path, variable: str, value: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=r"^the environment: indexes") as caught:
        config.load(folder=tmp_path, environment={variable: value})
    assert told in str(caught.value)
    assert value not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (f'[indexes.crossref]\nkey = "{SECRET}"', "crossref takes no key"),
        (f'[indexes.openalex]\nkey = "{SECRET}\\n"', "indexes.openalex.key: must be 8 to 500"),
        (f'[indexes.openalex]\nkey = ["{SECRET}"]', "indexes.openalex.key: must be a text"),
        (f'[indexes.openalex]\nkye = "{SECRET}"', "did you mean 'key'"),
        (f'[indexes]\nopenalex = "{SECRET}"', "indexes.openalex: must be a table"),
        (f'[sources.semantic-scholar]\nkey = "{SECRET}"', "unknown key 'sources.semantic-schol"),
    ],
)
def test_no_mistake_in_a_file_tells_the_key(tmp_path: Path, toml: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, toml)
    assert told in str(caught.value)
    assert SECRET not in f"{caught.value} {caught.value.hint}"


def test_settings_show_no_key(tmp_path: Path) -> None:
    settings = load(tmp_path, f'[indexes.semantic-scholar]\nkey = "{SECRET}"\n')
    assert key_of(settings, "semantic-scholar") == SECRET
    for shown in (repr(settings), str(settings), f"{settings!r:.9999}"):
        assert SECRET not in shown
