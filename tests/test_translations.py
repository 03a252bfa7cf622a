"""Every message can be said in every language: templates stand in the calls, and findings are made of them."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
import update_translations as translations

from ms_lint.analysis import analyze, project_for
from ms_lint.languages import LANGUAGES, translated
from ms_lint.messages import Message
from ms_lint.settings import Settings

TESTS = Path(__file__).parent
PROGRAMS = sorted({path.parent for path in TESTS.glob("rules/**/before.py")})
OTHERS = [language for language in LANGUAGES if language != "en"]


def test_templates_stand_in_the_calls_with_their_fields() -> None:
    mistakes = [text.mistake for texts in translations.wanted().values() for text in texts if text.mistake]
    assert not mistakes, "\n".join(mistakes)


def test_mistakes_are_seen() -> None:
    code = (
        'say("`{call}` {x}.", call=1)\nsay(text)\nsay("a {b}", **fields)\nsay("a", **fields)\nsay("a {b}", c=1, **d)\n'
    )
    wrong = [text.mistake for text in translations.of_code(code, "file.py")]
    assert [bool(mistake) for mistake in wrong] == [True, True, False, False, True]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("domain", translations.DOMAINS)
def test_what_is_installed_is_what_is_written(language: str, domain: str) -> None:
    folder = translations.LOCALE / language / "LC_MESSAGES"
    written = {key: value for key, value in translations.read(folder / f"{domain}.po").items() if value}
    with (folder / f"{domain}.mo").open("rb") as file:
        installed = gettext.GNUTranslations(file)
    assert written
    found = {key: value for key, value in installed._catalog.items() if key}  # type: ignore[attr-defined]
    assert found == written, "run tools/update_translations.py"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("domain", translations.DOMAINS)
def test_every_text_is_translated_with_the_same_fields(language: str, domain: str) -> None:
    texts = [text for text in translations.wanted()[domain] if not text.mistake]
    done = translations.read(translations.LOCALE / language / "LC_MESSAGES" / f"{domain}.po")
    missing = list(translations.problems(domain, texts, done))
    assert not missing, "run tools/update_translations.py, and fill in:\n" + "\n".join(missing)


def test_what_is_missing_is_seen() -> None:
    texts = [translations.Text("`{call}` differs.", "a.py"), translations.Text("So.", "a.py")]
    assert len(list(translations.problems("messages", texts, {"`{call}` differs.": "`{name}` 不同。"}))) == 2
    assert not list(translations.problems("messages", texts[:1], {"`{call}` differs.": "`{call}` 不同。"}))


#: What is no prose: code, quoted words, what stands in parentheses, names with dots, names of classes.
_CODE = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|\([^()]*\)|[\w.]*[._(=][\w.()=]*|\b[A-Z]\w*")
_ENGLISH = re.compile(r"[a-z]{2,}(?:[ ,]+[a-z]{2,}){2}")


@pytest.mark.parametrize("folder", PROGRAMS, ids=lambda folder: str(folder.relative_to(TESTS / "rules")))
def test_findings_are_made_of_messages_and_leave_no_english_in_chinese(folder: Path) -> None:
    settings = Settings(select=("ALL",), confidence="possible", root=str(folder))
    project = project_for(settings)
    for path in sorted(folder.glob("*.py")):
        for finding in analyze(path.read_bytes(), str(path), settings, project=project):
            texts = (finding.message, finding.suggestion, finding.fix.reason if finding.fix is not None else None)
            for text in filter(None, texts):
                assert isinstance(text, Message), f"{finding.code} is no message: write say(...) for {text!r}"
                shown = translated(text, "zh_CN")
                assert not _ENGLISH.search(_CODE.sub(" . ", shown)), f"{finding.code}: {shown}"
