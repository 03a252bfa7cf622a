"""The pages of rules in docs/rules: one for each rule, and an index."""

from __future__ import annotations

from pathlib import Path

import make_rule_pages as maker
import pytest

from ms_lint.rules import load_rules


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


def test_pages_are_written_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "FOLDER", tmp_path / "rules")
    assert maker.main(["--check"]) == 1
    assert maker.main([]) == 0
    assert maker.main(["--check"]) == 0
    (tmp_path / "rules" / "MSL304.md").write_text("old", encoding="utf-8")
    (tmp_path / "rules" / "MSL399.md").write_text("of no rule", encoding="utf-8")
    assert maker.main(["--check"]) == 1
    assert maker.main([]) == 0
    assert not (tmp_path / "rules" / "MSL399.md").exists()
