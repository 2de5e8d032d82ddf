"""What records tell of the works behind links: withdrawn, published, revised, linked twice."""

from __future__ import annotations

import pytest

from tests.audit.noting import ARXIV, found, known, paper

ID = "arxiv:1801.00001"
URL = f"{ARXIV}/1801.00001"
TITLE = "A Title of Some Words"
ENTRY = f"@a{{x, title={{{TITLE}}}, doi={{10.1109/x}}}}\n"


class TestWithdrawn:
    def test_its_successor_is_proposed(self) -> None:
        facts = known(paper(ID, TITLE, status="withdrawn", superseded_by="arxiv:1901.00002"))
        (finding,) = found("withdrawn", f"- {URL}\n", facts)
        assert finding.proposal == f"{ARXIV}/1901.00002"
        assert not finding.is_safe

    def test_without_one_it_is_told(self) -> None:
        (finding,) = found("withdrawn", f"- {URL}\n", known(paper(ID, TITLE, status="withdrawn")))
        assert (finding.message, finding.proposal) == (f"“{TITLE}” was withdrawn.", "")

    def test_other_papers_are_silent(self) -> None:
        assert not found("withdrawn", f"- {URL}\n", known(paper(ID, TITLE)))


class TestPublishedElsewhere:
    PAGE = "https://openaccess.thecvf.com/content/CVPR2021/html/A_B_CVPR_2021_paper.html"
    PUBLISHED = paper(
        ID, TITLE, venue="CVPR 2021", year=2021, type="conference", doi="10.1109/x", url=PAGE
    )

    def test_venue_and_doi_are_told_once_a_note(self) -> None:
        note = f"- [{TITLE}]({URL})\n- again [here]({URL})\n"
        (finding,) = found("published-elsewhere", note, known(self.PUBLISHED))
        said = "appeared, and the note does not say so: CVPR 2021 (doi:10.1109/x)."
        assert finding.message == f"“{TITLE}” {said}"
        assert (finding.line, finding.proposal) == (1, self.PAGE)
        assert not finding.is_safe

    @pytest.mark.parametrize(
        "note",
        [
            f"- [{TITLE}]({URL}) (CVPR 2021)\n",
            f"- [{TITLE}]({URL})\n  - CVPR2021 oral\n",
            f"- [{TITLE}]({PAGE}), [arXiv]({URL})\n",
            f'- [{TITLE}]({URL}) <kbd title="A et al.">CVPR 2021</kbd>\n',
            f"- [{TITLE}]({URL}) <b>CVPR 2021</b>\n",
            f"- [{TITLE}]({URL}). In CVPR, 2021\n",
            f"|a|b|\n|-|-|\n|[{TITLE}]({URL})|CVPR|\n",
            f"# CVPR 2021\n\n- [{TITLE}]({URL})\n",
            f"Papers of CVPR2021\n===\n\n## Detection\n\n- [{TITLE}]({URL})\n",
            f"<h2 align='center'>CVPR'21</h2>\n\n- [{TITLE}]({URL})\n",
            f"---\ntitle: CVPR 2021 paper preview\n---\n- [{TITLE}]({URL})\n",
        ],
    )
    def test_a_note_that_says_so_is_silent(self, note: str) -> None:
        cvf = self.PUBLISHED.model_copy(update={"same_as": ("cvf:CVPR2021/A_B_CVPR_2021",)})
        assert not found("published-elsewhere", note, known(cvf))

    @pytest.mark.parametrize(
        "above",
        [
            "# ICCV 2021\n",
            "# CVPR 2020\n",
            "## CVPR 2021\n\n## Others\n",
            "CVPR 2021\n\n---\n",
            "```python\n# CVPR 2021\n```\n",
        ],
    )
    def test_headings_that_say_something_else_are_none(self, above: str) -> None:
        assert found("published-elsewhere", f"{above}\n- [{TITLE}]({URL})\n", known(self.PUBLISHED))

    def test_the_name_of_a_file_says_where_its_papers_appeared(self) -> None:
        note = f"- [{TITLE}]({URL})\n"
        for path in ("CVPR2021-Papers/README.md", "notes/cvpr_2021.md"):
            assert not found("published-elsewhere", note, known(self.PUBLISHED), path)
        assert found("published-elsewhere", note, known(self.PUBLISHED), "notes/cvpr_2020.md")

    @pytest.mark.parametrize("field", ["booktitle = {CVPR}", 'journal="Nature"'])
    def test_an_entry_that_says_where_it_appeared_is_silent(self, field: str) -> None:
        entry = f"@x{{a, title = {{{TITLE}}}, eprint = {{1801.00001}}, {field}}}\n"
        assert not found("published-elsewhere", entry, known(self.PUBLISHED), "a.bib")
        arxiv = entry.replace(field, "journal = {arXiv preprint}")
        assert found("published-elsewhere", arxiv, known(self.PUBLISHED), "a.bib")

    def test_preprints_are_silent(self) -> None:
        preprint = paper(ID, TITLE, type="preprint", year=2018)
        assert not found("published-elsewhere", f"- {URL}\n", known(preprint))


class TestDuplicate:
    WORK = paper(ID, TITLE, same_as=("doi:10.1109/x",))
    DOI = "https://doi.org/10.1109/x"

    @pytest.mark.parametrize(
        ("note", "path", "line"),
        [
            (f"- [{TITLE}]({URL})\n- [{TITLE}]({DOI})\n", "a.md", 2),
            (f"- [{TITLE}]({URL})\n\n## [{TITLE}]({URL})\n", "a.md", 3),
            (f"|a|\n|---|\n|[{TITLE}]({URL})|\n|[{TITLE}]({DOI})|\n", "a.md", 4),
            (f"{ENTRY}@a{{y, title={{{TITLE}}}, eprint={{1801.00001}}}}\n", "a.bib", 2),
        ],
    )
    def test_a_second_entry_is_told(self, note: str, path: str, line: int) -> None:
        (finding,) = found("duplicate", note, known(self.WORK), path)
        assert finding.line == line
        assert "already" in finding.message

    @pytest.mark.parametrize(
        "entries",
        [
            (f"- [{TITLE}]({URL})\n", f"- [Some Quite Different Work on Trees]({URL})\n"),
            (ENTRY, "@a{y, title={Some Quite Different Work on Trees}, eprint={1801.00001}}\n"),
        ],
    )
    @pytest.mark.parametrize("order", [1, -1])
    def test_an_entry_with_the_address_of_another_paper_is_none(
        self, entries: tuple[str, str], order: int
    ) -> None:
        path = "a.bib" if ENTRY in entries else "a.md"
        note = "".join(entries[::order])
        assert not found("duplicate", note, known(self.WORK), path)
        assert len(found("wrong-paper", note, known(self.WORK), path)) == 1

    @pytest.mark.parametrize(
        ("name", "title"),
        [
            ("MoCo", "Momentum Contrast for Unsupervised Visual Representation Learning"),
            ("BERT", "BERT: Pre-training of Deep Bidirectional Transformers"),
            ("SAM", "Segment Anything"),
            ("DQN", "Human-level control through deep reinforcement learning"),
            ("Mixup", "mixup: Beyond Empirical Risk Minimization"),
        ],
    )
    def test_a_short_name_tells_of_a_work(self, name: str, title: str) -> None:
        note = f"- [{name}]({URL})\n- [{name}]({URL})\n"
        assert found("duplicate", note, known(paper(ID, title)))

    @pytest.mark.parametrize(
        "label", ["pdf", "arXiv", "PDF", "CVPR", "[1]", "here", "2", "NeurIPS", "Li2015"]
    )
    def test_what_a_link_leads_to_is_no_name(self, label: str) -> None:
        note = f"- [{label}]({URL})\n- [{label}]({URL})\n"
        assert not found("duplicate", note, known(paper(ID, TITLE)))

    @pytest.mark.parametrize(
        ("note", "path"),
        [
            (f"- [{TITLE}]({URL}), [{TITLE} (proceedings)]({DOI})\n", "a.md"),
            (f"- [{TITLE}]({URL})\n- [pdf]({DOI})\n", "a.md"),
            (f"We build on [{TITLE}]({URL}).\n\nAgain, [{TITLE}]({DOI}).\n", "a.md"),
            (f"@a{{x, title={{{TITLE}}}, doi={{10.1109/x}}, url={{{URL}}}}}\n", "a.bib"),
        ],
    )
    def test_links_of_one_entry_and_of_sentences_are_none(self, note: str, path: str) -> None:
        assert not found("duplicate", note, known(self.WORK), path)


class TestSupersededVersion:
    REVISED = paper(ID, TITLE, published="2018-01-01", updated="2019-05-05")

    def test_version_one_of_a_revised_paper_is_told(self) -> None:
        (finding,) = found("superseded-version", f"- [x]({URL}v1)\n", known(self.REVISED))
        assert finding.proposal == URL

    @pytest.mark.parametrize("version", ["", "v2"])
    def test_no_version_and_later_ones_are_silent(self, version: str) -> None:
        assert not found("superseded-version", f"- [x]({URL}{version})\n", known(self.REVISED))

    def test_a_paper_that_was_never_revised_is_silent(self) -> None:
        facts = known(paper(ID, TITLE, published="2018-01-01", updated="2018-01-01"))
        assert not found("superseded-version", f"- [x]({URL}v1)\n", facts)


class TestSelfHosted:
    NOTE = "* [ResNeSt: Split-Attention Networks](https://example.org/files/resnest.pdf)\n"
    RESNEST = paper("arxiv:2004.08955", "ResNeSt: Split-Attention Networks")

    def test_a_known_paper_is_named_as_the_settings_say_it(self) -> None:
        (finding,) = found("self-hosted", self.NOTE, known(shelved=[self.RESNEST]))
        assert finding.proposal == '"https://example.org/files/resnest.pdf" = "arxiv:2004.08955"'

    @pytest.mark.parametrize("text", ["slides", "ResNeSt", "My Thesis"])
    def test_what_is_no_title_is_silent(self, text: str) -> None:
        note = f"* [{text}](https://example.org/files/resnest.pdf)\n"
        assert not found("self-hosted", note, known(shelved=[self.RESNEST]))
