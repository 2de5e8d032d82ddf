"""Which site builder reads the notes, and where it expects data."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.builders import Site, for_site, site_of, told
from enricher.writers.interface import Profile, WriteOptions

# files of a site (a folder where the name ends in a slash), and what they make it
SITES: dict[str, tuple[dict[str, str], tuple[str, Profile, str, dict[str, str]]]] = {
    "jekyll": (
        {"_config.yml": "title: x\n"},
        ("Jekyll", Profile.NESTED, ".", {"data": "_data/papers.json"}),
    ),
    "jekyll with folders of its own": (
        {"_config.yml": "data_dir: 'stuff' # mine\r\nsource: ./site/\r\n"},
        ("Jekyll", Profile.NESTED, "site", {"data": "site/stuff/papers.json"}),
    ),
    "jekyll-scholar": (
        {"_config.yaml": "", "_bibliography/": ""},
        (
            "Jekyll",
            Profile.NESTED,
            ".",
            {"data": "_data/papers.json", "bibtex": "_bibliography/references.bib"},
        ),
    ),
    "a folder outside the site is no place": (
        {"_config.yml": "data_dir: ../elsewhere\nsource: /srv\n"},
        ("Jekyll", Profile.NESTED, ".", {"data": "_data/papers.json"}),
    ),
    "hexo": (
        {"_config.yml": "title: x\n", "scaffolds/": ""},
        ("Hexo", Profile.NESTED, "source", {"data": "source/_data/papers.json"}),
    ),
    "hugo": (
        {"hugo.toml": "title = 'x'\ndataDir = \"daten\"\n"},
        ("Hugo", Profile.NESTED, "content", {"data": "daten/papers.json"}),
    ),
    "hugo, its folder of settings": (
        {"config/_default/hugo.yaml": "contentDir: pages\n"},
        ("Hugo", Profile.NESTED, "pages", {"data": "data/papers.json"}),
    ),
    "hugo, the older name": (
        {"config.toml": "baseURL = 'https://example.org'\n"},
        ("Hugo", Profile.NESTED, "content", {"data": "data/papers.json"}),
    ),
    "zola": (
        {"config.toml": "base_url = 'https://example.org'\n"},
        ("Zola", Profile.EXTRA, "content", {"data": "data/papers.json"}),
    ),
    "mkdocs": (
        {"mkdocs.yml": "theme:\n  x: !!python/name:y\ndocs_dir: handbook\n"},
        ("MkDocs", Profile.NESTED, "handbook", {}),
    ),
    "quarto": ({"_quarto.yml": ""}, ("Quarto", Profile.NESTED, ".", {})),
    "jupyter book": (
        {"_config.yml": "title: x\n", "_toc.yml": "format: jb-book\nroot: intro\n"},
        ("Jupyter Book", Profile.NESTED, ".", {}),
    ),
    "myst": ({"myst.yml": "version: 1\n"}, ("MyST", Profile.NESTED, ".", {})),
    "sphinx with myst": (
        {"conf.py": 'project = "x"\nextensions = [\n    "myst_parser",\n]\n'},
        ("Sphinx", Profile.NESTED, ".", {}),
    ),
    "sphinx": (
        {"conf.py": "extensions = ['sphinx.ext.autodoc', 'myst_nb']\n"},
        ("Sphinx", Profile.NESTED, ".", {}),
    ),
    "eleventy": (
        {".eleventy.js": "docs_dir: x"},
        ("Eleventy", Profile.NESTED, ".", {"data": "_data/library.json"}),
    ),
    "eleventy, the newer name": (
        {"eleventy.config.mjs": ""},
        ("Eleventy", Profile.NESTED, ".", {"data": "_data/library.json"}),
    ),
    **{
        f"eleventy, its folders {number}": (
            {"eleventy.config.js": config},
            ("Eleventy", Profile.NESTED, ".", {"data": f"{data}/library.json"}),
        )
        for number, (config, data) in enumerate(
            (
                (
                    'module.exports = (c) => ({\n  dir: {\n    input: "src",\n  },\n});\n',
                    "src/_data",
                ),
                ("export const config = { dir: {input: './src', data: '../data'} };", "data"),
                ("return { dir: { input: 'src', data: '../../data' } };", "src/_data"),
                ('return { "dir": { "data": "_stuff/all", "output": "_site" } }', "_stuff/all"),
                ("return {\r\n  dir: { input: `views`, data: 'd' }\r\n}", "views/d"),
                ("c.setInputDirectory('src');\nc.setDataDirectory(\"facts\");", "src/facts"),
                ("// dir: { input: 'src' }\n/* dir: {\n input: 'src' } */\nreturn {};", "_data"),
                ("return { dir: { input: process.env.IN || 'src', output: 'o' } };", "_data"),
                ("return { dir: { input: '.', data: '_data' }, inputs: 'src' };", "_data"),
                ("return { dir: { input: '/srv' } };", "_data"),
            )
        )
    },
    "astro": (
        {"astro.config.ts": ""},
        ("Astro", Profile.NESTED, ".", {"data": "src/data/papers.json"}),
    ),
    "obsidian": ({".obsidian/": ""}, ("Obsidian", Profile.FLAT, ".", {})),
    "a vault that Jekyll builds": (
        {".obsidian/": "", "_config.yml": ""},
        ("Jekyll", Profile.FLAT, ".", {"data": "_data/papers.json"}),
    ),
}
NONE = {
    "nothing": {},
    "somebody else's config.toml": {"config.toml": "title = 'x'\n"},
    "somebody else's conf.py": {"conf.py": "# extensions = ['myst_parser']\nx = 1\n"},
    "a folder of that name": {"mkdocs.yml/": ""},
}


def laid(folder: Path, files: dict[str, str]) -> Path:
    (folder / ".git").mkdir(parents=True)
    for name, content in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
    return folder


@pytest.mark.parametrize("name", SITES)
def test_a_site_is_told_by_its_configuration(name: str, tmp_path: Path) -> None:
    files, (builder, profile, pages, places) = SITES[name]
    root = laid(tmp_path / "site", files)
    notes = root / "a" / "b"
    notes.mkdir(parents=True)
    for folder in (root, notes):
        site = site_of(folder)
        assert site is not None
        assert (site.builder, site.profile, dict(site.files)) == (builder, profile, places)
        assert (site.root, site.pages) == (root, root / pages)
        assert site.config.exists()
        assert for_site(WriteOptions(), site).profile is profile
        assert builder in told(site)
        assert str(profile) in told(site)


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_site(name: str, tmp_path: Path) -> None:
    assert site_of(laid(tmp_path, NONE[name])) is None
    assert for_site(WriteOptions(), None) == WriteOptions()
    assert "no site" in told(None)


def test_the_nearest_folder_counts_and_none_beyond_the_repository(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").touch()
    root = laid(tmp_path / "repository", {"blog/_config.yml": ""})
    site = site_of(root / "blog")
    assert isinstance(site, Site)
    assert site.builder == "Jekyll"
    assert site_of(root) is None
