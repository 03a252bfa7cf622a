"""The pages of rules in docs/rules: one for each rule, and an index."""

from __future__ import annotations

from pathlib import Path

import make_fixes_page
import make_rule_pages as maker
import pytest

from ms_lint.rules import DOCUMENTATION, load_rules, rule_url

ROOT = Path(__file__).resolve().parent.parent


def test_pages_are_of_their_rules() -> None:
    """What is in docs/rules; that nothing in it is stale is a step of .ci/run, since it is written last."""
    names = {rule.code: rule.name for rule in load_rules()}
    pages = list((ROOT / "docs" / "rules").glob("MSL*.md"))
    assert len(pages) > 150
    for page in pages:
        name = names.get(page.stem)
        assert name is None or page.read_text(encoding="utf-8").startswith(f"# {page.stem} {name}\n"), page.name
    assert "tools/make_rule_pages.py --check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_findings_link_to_the_pages() -> None:
    """The site that mkdocs makes of docs has docs/rules/MSL701.md at rules/MSL701."""
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("site_url: ")[2].split()[0]
    assert f"{site}rules/" == DOCUMENTATION
    for page in (ROOT / "docs" / "rules").glob("MSL*.md"):
        assert rule_url(page.stem) == f"{site}rules/{page.stem}"


def test_each_rule_has_a_page_and_a_line_in_the_index() -> None:
    files = maker.made()
    rules = load_rules()
    assert set(files) == {"README.md", *(f"{rule.code}.md" for rule in rules)}
    for rule in rules:
        assert files[f"{rule.code}.md"].startswith(f"# {rule.code} {rule.name}\n")
        assert f"| [{rule.code}]({rule.code}.md) | {rule.name} | " in files["README.md"]


def test_a_page_has_rows_and_evidence() -> None:
    page = maker.made()["MSL310.md"]
    assert "- leaky-relu-slope, `mindspore.nn.LeakyReLU` (from torch):" in page
    assert "Measured on MindSpore" in page
    assert "half-migrated, pynative: differs" in page


def test_pages_are_written_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(maker, "FOLDER", tmp_path / "rules")
    assert maker.main(["--check"]) == 1
    assert capsys.readouterr().out.endswith("run: python tools/make_rule_pages.py\n")
    assert maker.main([]) == 0
    assert maker.main(["--check"]) == 0
    (tmp_path / "rules" / "MSL304.md").write_text("old", encoding="utf-8")
    (tmp_path / "rules" / "MSL399.md").write_text("of no rule", encoding="utf-8")
    assert maker.main(["--check"]) == 1
    assert maker.main([]) == 0
    assert not (tmp_path / "rules" / "MSL399.md").exists()


def test_the_table_of_fixes_is_up_to_date() -> None:
    assert make_fixes_page.main(["--check"]) == 0
