"""Bring the translations up to date with the texts of the code and of the tables.

``python tools/update_translations.py`` from the root of the repository adds new texts to
``ms_lint/locale/LANGUAGE/LC_MESSAGES/*.po``, drops those that are gone, and compiles the ``.mo`` files beside them,
which are what is installed. The ``.po`` files are edited by hand. ``--check`` writes nothing and says what is
missing; ``--language LANGUAGE`` starts a new language. Needs Babel and Jinja2.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple, Optional

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from ms_lint.knowledge import conversions, members
from ms_lint.languages import CHINESE, blocks, flowed, is_code
from ms_lint.messages import placeholders, verbatim
from ms_lint.rules import load_rules

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "ms_lint" / "locale"
DOMAINS = ("messages", "rules")
_NO_DATE = datetime(1970, 1, 1, tzinfo=timezone.utc)
_FUNCTIONS = ("say", "tell")
_TABLES = (members.MODULE, members.CHILD, members.KERAS, members.OPTIMIZER, members.SCHEDULE, members.TENSOR)


class Text(NamedTuple):
    """A text to translate, the file that it comes from, and what is wrong with the call that has it."""

    template: str
    file: str
    mistake: str = ""


def messages() -> Iterator[Text]:
    """The templates of messages: those in calls of ``say`` and ``tell``, and those of the tables of knowledge."""
    for folder in ("ms_lint", "checkers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from of_code(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "ms_lint").rglob("*.html")):
        yield from of_page(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    for table in _TABLES:
        for text in table.values():
            template = members.template_of(text)
            if template:
                yield Text(template, "ms_lint/knowledge/members.py")
    for form in conversions.FORMS.values():
        for quoted in re.findall(r"refuse\(('[^']+'|\"[^\"]+\")\)", form):
            yield Text(verbatim(ast.literal_eval(quoted)).template, "ms_lint/knowledge/conversions.py")
    data = ROOT / "ms_lint" / "knowledge" / "data"
    for line in (data / "differences.tsv").read_text(encoding="utf-8").splitlines():
        for row in json.loads(line.split("\t", 2)[2]):
            for key in ("message", "suggestion"):
                if row.get(key):
                    yield Text(row[key], "ms_lint/knowledge/facts/differences")
    for line in (data / "mappings.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for _, _, hint, *_ in json.loads(f"[{line.partition(chr(9))[2]}]"):
                if hint:
                    yield Text(verbatim(hint).template, "ms_lint/knowledge/facts/mappings")


def of_code(code: str, file: str) -> Iterator[Text]:
    """The templates in Python code. One that is no constant, or whose fields are not those that it is given, is a
    mistake."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", None))
        if name not in _FUNCTIONS:
            continue
        place = f"{file}:{call.lineno}"
        argument = call.args[0] if call.args else None
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            if not (isinstance(argument, ast.Name) and argument.id == "template"):
                yield Text("", file, f"{place}: the template does not stand in the call")
            continue
        given = {keyword.arg for keyword in call.keywords}
        needed = placeholders(argument.value)
        is_wrong = not given - {None} <= needed if None in given else given != needed
        yield Text(argument.value, file, f"{place}: the fields are not those of the template" if is_wrong else "")


def of_page(page: str, file: str) -> Iterator[Text]:
    """The same for a template of Jinja."""
    for call in Environment().parse(page).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _FUNCTIONS:
            argument = call.args[0] if call.args else None
            template = argument.value if isinstance(argument, nodes.Const) else ""
            is_right = template and {keyword.key for keyword in call.kwargs} == placeholders(template)
            mistake = "" if is_right else f"{file}:{call.lineno}: no template, or other fields than its own"
            yield Text(template, file, mistake)


def pages() -> Iterator[Text]:
    """The blocks of text of the pages of rules."""
    for rule in load_rules():
        path = rule.__module__.replace("ms_lint.", "").replace(".", "/") + ".py"
        for block in blocks(inspect.cleandoc(rule.__doc__ or "")):
            if not is_code(block):
                yield Text(flowed(block), path)


def wanted() -> dict[str, list[Text]]:
    """All texts by domain, each once; those with mistakes are among them."""
    found: dict[str, list[Text]] = {}
    for domain, texts in zip(DOMAINS, (messages(), pages())):
        by_template: dict[str, Text] = {}
        for text in texts:
            if text.mistake or text.template not in by_template:
                by_template[text.mistake or text.template] = text
        found[domain] = list(by_template.values())
    return found


def read(path: Path) -> dict[str, str]:
    """The translations of a .po file; a fuzzy one counts as none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file)
    return {str(each.id): "" if each.fuzzy else str(each.string) for each in catalog if each.id}


def catalog_of(texts: list[Text], translations: dict[str, str], language: str) -> Catalog:
    """A catalog of the texts in their order."""
    catalog = Catalog(
        language,
        project="ms-lint",
        version="",
        header_comment=f"# What ms-lint says, in {language}: edited by hand, and kept in order by\n"
        "# tools/update_translations.py.",
        fuzzy=False,
    )
    for text in texts:
        if not text.mistake:
            catalog.add(text.template, translations.get(text.template, ""), locations=[(text.file, 0)])
    return catalog


def problems(domain: str, texts: list[Text], translations: dict[str, str]) -> Iterator[str]:
    """What is wrong with the translations of a domain, a line for each text."""
    for text in texts:
        translation = translations.get(text.template, "")
        if text.mistake:
            yield text.mistake
        elif not translation:
            yield f"{text.file}: no translation: {text.template!r}"
        elif domain == "messages" and placeholders(translation) != placeholders(text.template):
            yield f"{text.file}: other fields in the translation: {text.template!r}"


def po(catalog: Catalog) -> bytes:
    """A catalog as a .po file."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, include_lineno=False, omit_header=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Report-Msgid', '"Generated-By')
    return "".join(line for line in lines if not line.startswith(dated)).encode()


def mo(translations: dict[str, str], language: str) -> bytes:
    """Translations as a .mo file: the same ones give the same bytes."""
    catalog = Catalog(language, fuzzy=False, creation_date=_NO_DATE, revision_date=_NO_DATE)
    for template, translation in translations.items():
        if translation:
            catalog.add(template, translation)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main(argv: Optional[list[str]] = None) -> int:
    """Write the files, or check them; the exit code is 1 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, and say what is missing")
    parser.add_argument("--language", action="append", default=[], help="start a new language")
    arguments = parser.parse_args(argv)
    missing = 0
    texts = wanted()
    languages = [path.name for path in LOCALE.iterdir() if path.is_dir()] if LOCALE.exists() else [CHINESE]
    for language in sorted({*languages, *arguments.language}):
        folder = LOCALE / language / "LC_MESSAGES"
        for domain in DOMAINS:
            path = folder / f"{domain}.po"
            translations = read(path)
            if not arguments.check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(po(catalog_of(texts[domain], translations, language)))
                translations = read(path)
                path.with_suffix(".mo").write_bytes(mo(translations, language))
            for line in problems(domain, texts[domain], translations):
                missing += 1
                print(line)
    print(f"{sum(map(len, texts.values()))} texts, {missing} problems", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
