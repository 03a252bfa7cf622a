"""Values as written become values of ``Settings``, or an error that names the place and the nearest valid one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any, Callable, NoReturn, Optional

from ms_lint.knowledge.frameworks import DIALECTS
from ms_lint.mapping import Mapping, read_mapping
from ms_lint.messages import Message, say
from ms_lint.settings.model import KEYS, Settings, SettingsError, field_name
from ms_lint.settings.reading import OPTIONS, Origin
from ms_lint.settings.targets import target_versions

_CODES = ("select", "ignore", "extend-select", "fixable", "unfixable")

_CHOICES: dict[str, tuple[str, ...]] = {
    "execution-mode": ("auto", "graph", "pynative"),
    "jit-syntax-level": ("auto", "strict", "compatible", "lax"),
    "device-target": ("Ascend", "GPU", "CPU"),
    "api-family": ("nn", "mint"),
    "origin": ("auto", "torch", "tensorflow"),
    "confidence": ("proved", "likely", "possible"),
    "language": ("auto", "en", "zh"),
}


def kind(value: object) -> str:
    kinds = {bool: say("a boolean"), int: say("an integer"), float: say("a float"), str: say("a string")}
    kinds.update({list: say("an array"), dict: say("a table")})
    return kinds.get(type(value), say("a {type}", type=type(value).__name__))


def _nearest(text: str, valid: Iterable[str]) -> Optional[str]:
    import difflib

    by_plain: dict[str, str] = {}
    for item in valid:
        by_plain.setdefault(item.lower().replace("_", "-"), item)
    found = difflib.get_close_matches(text.lower().replace("_", "-"), by_plain, 1)
    return by_plain[found[0]] if found else None


def _hint(text: str, valid: Iterable[str]) -> str:
    nearest = _nearest(text, valid)
    return say('; did you mean "{word}"?', word=nearest) if nearest else ""


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)


def convert(key: object, value: Any, origin: Origin) -> Any:
    """A value as the field of Settings holds it. Raises SettingsError."""
    if not isinstance(key, str) or key not in KEYS:
        hint = _hint(str(key), KEYS)
        if origin.file.endswith("ms-lint.toml") and key == "tool":
            hint = say("; in ms-lint.toml the keys stand at the top level, without [tool.ms-lint]")
        hint = hint or say("; valid: {words}", words=", ".join(KEYS))
        raise origin.error((str(key),), say('unknown key "{key}"{hint}', key=key, hint=hint))
    if key in _CHOICES:
        return _choice(key, value, _CHOICES[key], origin)
    if key == "target-version":
        return _target(value, origin)
    if key == "wiring-steps":
        return _number(key, value, origin)
    if key == "per-file-ignores":
        return _per_file_ignores(value, origin)
    if key == "compare":
        return _compare(value, origin)
    if key == "originals":
        return _originals(value, origin)
    if key == "mapping":
        return _mapping(value, origin)
    items = _strings((key,), value, origin)
    checks: dict[str, Callable[[str], Optional[str]]] = {
        "exclude": _wrong_pattern,
        "plugins": _wrong_module,
        "dialects": _wrong_dialect,
    }
    for item in items:
        problem = checks.get(key, _wrong_code)(item)
        if problem:
            raise origin.error((key,), say('"{key}": {problem}', key=key, problem=problem), item)
    return items


def _choice(key: str, value: Any, valid: tuple[str, ...], origin: Origin) -> str:
    if not isinstance(value, str):
        raise origin.error(
            (key,),
            say('"{key}" must be one of {listed}, not {kind}', key=key, listed=_listed(valid), kind=kind(value)),
        )
    if value not in valid:
        hint = _hint(value, valid)
        raise origin.error(
            (key,),
            say(
                '"{key}" must be one of {listed}, not "{value}"{hint}',
                key=key,
                listed=_listed(valid),
                value=value,
                hint=hint,
            ),
        )
    return value


def _number(key: str, value: Any, origin: Origin) -> int:
    if origin.file == OPTIONS and isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        given = value if isinstance(value, int) and not isinstance(value, bool) else kind(value)
        raise origin.error((key,), say('"{key}" must be a whole number from 0 on, not {given}', key=key, given=given))
    return value


def _target(value: Any, origin: Origin) -> str:
    key = "target-version"
    if not isinstance(value, str):
        # 2.10 without quotes is the number 2.1, so what was meant cannot be guessed
        raise origin.error(
            (key,), say('"{key}" must be a string such as "2.7", not {kind}; add quotes', key=key, kind=kind(value))
        )
    try:
        target_versions(value.strip())
    except SettingsError as error:
        raise origin.error((key,), say('"{key}": {problem}', key=key, problem=error.args[0])) from None
    return value.strip()


def _strings(path: tuple[str, ...], value: Any, origin: Origin) -> tuple[str, ...]:
    name = f'"{path[-1]}"'
    if isinstance(value, str):
        if origin.file != OPTIONS:
            raise origin.error(
                path, say('{name} must be an array of strings, not a string; write ["{value}"]', name=name, value=value)
            )
        value = re.split(r"[,\s]+", value.strip(", \t\n")) if value.strip(", \t\n") else []
    if not isinstance(value, list):
        raise origin.error(path, say("{name} must be an array of strings, not {kind}", name=name, kind=kind(value)))
    for index, item in enumerate(value, 1):
        if not isinstance(item, str):
            raise origin.error(
                path,
                say(
                    "{name} must be an array of strings; item {index} is {kind}",
                    name=name,
                    index=index,
                    kind=kind(item),
                ),
            )
    return tuple(dict.fromkeys(item.strip() for item in value))


def _per_file_ignores(value: Any, origin: Origin) -> tuple[tuple[str, tuple[str, ...]], ...]:
    key = "per-file-ignores"
    if origin.file == OPTIONS and isinstance(value, (str, list)):
        value = _split_patterns(_strings((key,), value, origin), origin)
    if not isinstance(value, dict):
        raise origin.error(
            (key,), say('"{key}" must be a table of pattern = [codes], not {kind}', key=key, kind=kind(value))
        )
    result = []
    for pattern, codes in value.items():
        path = (key, str(pattern))
        problem = _wrong_pattern(str(pattern))
        if problem:
            raise origin.error(path, say('"{key}": {problem}', key=key, problem=problem))
        codes = _strings(path, codes, origin)
        for code in codes:
            problem = _wrong_code(code)
            if problem:
                message = say('"{key}" of "{pattern}": {problem}', key=key, pattern=pattern, problem=problem)
                raise origin.error(path, message, code)
        result.append((str(pattern), codes))
    return tuple(result)


def _originals(value: Any, origin: Origin) -> tuple[str, ...]:
    """A path or an array of paths; on the command line one path. Each must be there."""
    paths = (value,) if isinstance(value, str) else _strings(("originals",), value, origin)
    folder = "" if origin.file == OPTIONS else os.path.dirname(origin.file)
    for path in paths:
        if not path or not os.path.exists(os.path.join(folder, path)):
            raise origin.error(("originals",), say('"originals": there is no file or folder "{path}"', path=path), path)
    return tuple(os.path.abspath(path) for path in paths) if origin.file == OPTIONS else paths


def _compare(value: Any, origin: Origin) -> tuple[tuple[str, str, str], ...]:
    key = "compare"
    form = '"net.py:Net" = "model.pb", or { reference = "model.pb", names = "names.json" }'
    if not isinstance(value, dict):
        message = say('"{key}" must be a table such as {form}, not {kind}', key=key, form=form, kind=kind(value))
        raise origin.error((key,), message)
    result = []
    for target, references in value.items():
        for item in references if isinstance(references, list) else [references]:
            pair = {"reference": item} if isinstance(item, str) else item
            problem = _wrong_pair(pair)
            if problem:
                message = say(
                    '"{key}": "{target}" {problem}; write {form}', key=key, target=target, problem=problem, form=form
                )
                raise origin.error((key, str(target)), message)
            result.append((str(target), pair["reference"], pair.get("names", "")))
    return tuple(result)


def _wrong_pair(pair: object) -> Optional[str]:
    if not isinstance(pair, dict) or not all(isinstance(value, str) and value for value in pair.values()):
        return say("must be a path or a table of paths")
    unknown = [name for name in pair if name not in ("reference", "names")]
    if unknown:
        return say('has the unknown key "{name}"', name=unknown[0])
    return None if "reference" in pair else say("has no reference")


def _mapping(value: Any, origin: Origin) -> Mapping:
    def complain(name: str, problem: Message) -> NoReturn:
        path = ("mapping", name) if name else ("mapping",)
        raise origin.error(path, say('"mapping": {problem}', problem=problem))

    return read_mapping(value, complain)


def _split_patterns(words: Iterable[str], origin: Origin) -> dict[str, list[str]]:
    """``pattern:CODE``, ``CODE``, ``pattern:CODE`` -> table."""
    table: dict[str, list[str]] = {}
    codes: Optional[list[str]] = None
    for word in (part for words_ in words for part in re.split(r"[,\s]+", words_) if part):
        pattern, colon, code = word.rpartition(":")
        if colon:
            codes = table.setdefault(pattern, [])
        if codes is None:
            message = say('"per-file-ignores" must be "pattern:CODE", not "{word}"', word=word)
            raise origin.error(("per-file-ignores",), message)
        if code:
            codes.append(code)
    return table


def _wrong_pattern(pattern: str) -> Optional[str]:
    if pattern.strip() in ("", "!", "/"):
        return say('"{pattern}" is not a pattern; write one as in .gitignore, such as "tests/*"', pattern=pattern)
    if (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        return say('pattern "{pattern}" ends in a backslash; write "/" between folders', pattern=pattern)
    return None


def _wrong_module(name: str) -> Optional[str]:
    parts = name.split(".")
    if all(part.isidentifier() for part in parts):
        return None
    guess = re.sub(r"[^\w.]", "_", name)
    hint = say('; did you mean "{word}"?', word=guess) if all(part.isidentifier() for part in guess.split(".")) else ""
    return say('"{name}" is not the name of a module{hint}', name=name, hint=hint)


def _wrong_dialect(name: str) -> Optional[str]:
    if name in DIALECTS:
        return None
    dialects = sorted(DIALECTS)
    return say(
        'unknown dialect "{name}", valid are {listed}{hint}',
        name=name,
        listed=_listed(dialects),
        hint=_hint(name, dialects),
    )


_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")


def _wrong_code(code: str) -> Optional[str]:
    """Only the form: which codes and names there are is known to ``check_codes``."""
    if _CODE.fullmatch(code):
        return None
    guess = re.sub(r"[^A-Za-z0-9-]", "", code.replace("_", "-"))
    hint = say('; did you mean "{word}"?', word=guess) if _CODE.fullmatch(guess) else ""
    return say(
        '"{code}" is neither a code such as "MSL701", a prefix such as "MSL7" nor a name{hint}', code=code, hint=hint
    )


def check_codes(settings: Settings, known_codes: Iterable[str], known_names: Iterable[str]) -> None:
    """Raise SettingsError, with the nearest code or name, for one that cannot be a rule's.

    A selection must select something. In what is ignored, a code that no rule has but that looks like
    one (known letters, up to three digits) passes, so that settings outlive the removal of a rule.
    """
    codes, names = tuple(known_codes), frozenset(known_names)
    families = {code.rstrip("0123456789") for code in codes}
    provenance = dict(settings.provenance)
    lists = [(key, getattr(settings, field_name(key))) for key in _CODES]
    lists += [("per-file-ignores", codes_) for _, codes_ in settings.per_file_ignores]
    for key, entries in lists:
        for entry in entries:
            if entry == "ALL" or entry in names or entry in codes:
                continue
            letters = entry.rstrip("0123456789")
            digits = len(entry) - len(letters)
            is_selection = key in ("select", "extend-select")
            if letters in families and digits <= 3 and not is_selection:
                continue
            if is_selection and any(code.startswith(entry) for code in codes):
                continue
            if not digits and any(family.startswith(entry) for family in families):
                continue
            place = provenance.get(field_name(key), "settings")
            hint = _hint(entry, (*codes, *sorted(names), *sorted(families), "ALL"))
            raise SettingsError(
                say(
                    '{place}: "{key}": no rule has the code or name "{entry}"{hint}',
                    place=place,
                    key=key,
                    entry=entry,
                    hint=hint,
                )
            )
