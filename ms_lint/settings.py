"""The settings that apply to a file, where each comes from, and the MindSpore version it targets.

Sources, weakest first: defaults; the nearest ``ms-lint.toml`` (keys at the top level) or
``[tool.ms-lint]`` in ``pyproject.toml``, walking up from the file; the options of the command line,
flake8 or pylint. A stronger source replaces a value, with two exceptions: ``extend-select`` adds up,
and a ``select`` among the options sets aside the ``extend-select`` of the file, so that
``--select MSL701`` shows MSL701 and nothing else.

Nothing here imports the rules: codes are checked by ``check_codes``, which is given them.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, NoReturn, Optional

from ms_lint.knowledge.versions import SHIPPED_VERSIONS, forget, known_versions, version_key
from ms_lint.mapping import Mapping, read_mapping, shown
from ms_lint.messages import Message, say

if TYPE_CHECKING:
    from packaging.markers import Marker

DISTRIBUTIONS: tuple[str, ...] = ("mindspore", "mindspore-gpu", "mindspore-ascend", "mindspore-dev")
"""Names under which MindSpore is published."""

_CODES = ("select", "ignore", "extend-select", "fixable", "unfixable")
_STRINGS = ("exclude", "plugins", "dialects")
_CHOICES: dict[str, tuple[str, ...]] = {
    "execution-mode": ("auto", "graph", "pynative"),
    "jit-syntax-level": ("auto", "strict", "compatible", "lax"),
    "device-target": ("Ascend", "GPU", "CPU"),
    "api-family": ("nn", "mint"),
    "origin": ("auto", "torch", "tensorflow"),
    "confidence": ("proved", "likely", "possible"),
    "language": ("auto", "en", "zh"),
}
_OPTIONS = "options"  # stands for the file where a value is not from a file
_DIALECTS = ("mindtorch", "msadapter", "mindnlp")
KEYS: tuple[str, ...] = (
    "select",
    "ignore",
    "extend-select",
    "fixable",
    "unfixable",
    "per-file-ignores",
    "exclude",
    "target-version",
    "execution-mode",
    "jit-syntax-level",
    "device-target",
    "api-family",
    "origin",
    "plugins",
    "dialects",
    "confidence",
    "wiring-steps",
    "language",
    "originals",
    "compare",
    "mapping",
)
"""The keys of the settings table, in the order in which they are shown."""


class SettingsError(Exception):
    """A setting is wrong. ``str()`` is one line: the place, the key, and the nearest valid one."""


class _TooOldError(SettingsError):
    """A target is older than all versions that are known."""


@dataclass(frozen=True)
class Settings:
    """What applies to a file. Hashable and picklable; ``Settings()`` is usable as it is.

    Codes are whole codes, prefixes of codes (``MSL7``), names of rules, or ``ALL``. Patterns are
    written as in .gitignore and are relative to ``root``, an absolute path (empty: the current
    folder). ``wiring_steps`` bounds how many statements and expressions are followed through ``__init__`` and
    ``construct`` of a class; 0 follows none. ``target_version`` is a version or a specifier, see ``target_versions``.
    ``originals`` are files and folders with the code that was ported, relative to ``root``.
    ``compare`` has triples of a target (``net.py:Net``), its reference and a map of names (empty: none), with paths
    relative to ``root``. ``mapping`` has the user's own counterparts.
    ``provenance`` has (field name, where its value comes from) for what is not a default.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    target_version: str = SHIPPED_VERSIONS[-1]
    execution_mode: str = "auto"
    jit_syntax_level: str = "auto"
    device_target: Optional[str] = None
    api_family: str = "nn"
    origin: str = "auto"
    plugins: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    confidence: str = "likely"
    wiring_steps: int = 60_000
    language: str = "auto"
    originals: tuple[str, ...] = ()
    compare: tuple[tuple[str, str, str], ...] = ()
    mapping: Mapping = ()
    root: str = ""
    provenance: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def original_paths(self) -> tuple[str, ...]:
        """``originals`` as absolute paths."""
        return tuple(os.path.abspath(os.path.join(self.root, path)) for path in self.originals)


# ---------------------------------------------------------------- loading


def load_settings(path: str | os.PathLike[str], overrides: Table[str, object] = {}) -> Settings:
    """The settings for the file or folder ``path``, which need not exist.

    ``overrides`` are options: kebab-case keys; a value is a string (lists are separated by commas or
    spaces; per-file-ignores are ``pattern:CODE,CODE pattern:CODE``), a list, or None for not given.
    Cached per folder and overrides; ``clear_cache`` forgets. Raises SettingsError.
    """
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    if not overrides:
        return _load(folder, ())
    given = [(key, _frozen(value)) for key, value in overrides.items() if value is not None]
    return _load(folder, tuple(sorted(given, key=lambda item: str(item[0]))))


def clear_cache() -> None:
    """Forget what was read, for a process that outlives a change of the settings files."""
    for function in (_load, _load_project, _has_table, _infer_target, _installed_target):
        function.cache_clear()
    target_versions.cache_clear()
    certain_versions.cache_clear()
    forget()


class _Table(tuple[Any, ...]):
    """A mapping made hashable."""


def _frozen(value: object) -> Any:
    if isinstance(value, Table):
        return _Table((key, _frozen(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(map(_frozen, value), key=str))
    return value


def _thawed(value: Any) -> Any:
    if isinstance(value, _Table):
        return {key: _thawed(item) for key, item in value}
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value


@functools.cache
def _load(folder: str, options: tuple[tuple[str, Any], ...]) -> Settings:
    file, root = _locate(folder)
    return _load_project(file, root, options)


def _parents(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _locate(folder: str) -> tuple[Optional[str], str]:
    """The settings file for a folder, if any, and the root of the project."""
    root = None
    for parent in _parents(folder):
        own, shared = os.path.join(parent, "ms-lint.toml"), os.path.join(parent, "pyproject.toml")
        if os.path.isfile(own):
            return own, parent
        has_shared = os.path.isfile(shared)
        if has_shared and _has_table(shared):
            return shared, parent
        is_repository = os.path.exists(os.path.join(parent, ".git"))
        if root is None and (has_shared or is_repository or os.path.isfile(os.path.join(parent, "setup.py"))):
            root = parent
        if is_repository:
            break
    return None, root or _import_root(folder)


def _import_root(folder: str) -> str:
    """The folder from which a file's own package is imported: the first one that is neither a package
    nor, without an ``__init__.py`` of its own, a part of one."""
    for parent in _parents(folder):
        around = (parent, os.path.dirname(parent))
        if not any(os.path.isfile(os.path.join(place, "__init__.py")) for place in around):
            return parent
    return folder


@functools.cache
def _has_table(pyproject: str) -> bool:
    content = _read(pyproject)
    if not re.search(rb"ms[-_]lint", content, re.IGNORECASE):
        return False  # not ours: whether it is valid TOML is for others to say
    data, origin = _parse(pyproject, content)
    tool = data.get("tool")
    if not isinstance(tool, dict):
        return False
    if "ms-lint" in tool:
        return True
    for name in tool:
        if name.lower().replace("_", "-") == "ms-lint":
            shown = origin.shown("tool", name)
            raise SettingsError(
                say("{shown}: unknown table [tool.{name}]; did you mean [tool.ms-lint]?", shown=shown, name=name)
            )
    return False


@functools.cache
def _load_project(file: Optional[str], root: str, options: tuple[tuple[str, Any], ...]) -> Settings:
    values: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    if file is not None:
        data, origin = _parse(file, _read(file))
        for name in origin.table:
            data = data[name]
        if not isinstance(data, dict):
            place = origin._replace(table=origin.table[:1])
            raise place.error(("ms-lint",), say('"ms-lint" must be a table, not {kind}', kind=_kind(data)))
        for key, value in data.items():
            values[key] = _convert(key, value, origin)
            provenance[key] = origin.shown(*origin.table, key)
    origin = _Origin(_OPTIONS)
    given = dict(options)
    if "select" in given and values.get("extend-select"):
        values["extend-select"] = ()
        provenance["extend-select"] = say('set aside by the option "select"')
    for key, value in options:
        new = _convert(key, _thawed(value), origin)
        old = values.get(key)
        if key == "extend-select" and old:
            values[key] = old + tuple(code for code in new if code not in old)
            provenance[key] = say("{place} and options", place=provenance[key])
        else:
            values[key] = new
            provenance[key] = origin.file
    if "target-version" not in values:
        values["target-version"], provenance["target-version"] = _infer_target(root)
    return Settings(
        **{_field(key): value for key, value in values.items()},
        root=root,
        provenance=tuple((_field(key), provenance[key]) for key in KEYS if key in provenance),
    )


def _field(key: str) -> str:
    return key.replace("-", "_")


# ---------------------------------------------------------------- reading files


class _Origin(NamedTuple):
    """Where settings are written, to name the place of what is wrong."""

    file: str
    table: tuple[str, ...] = ()
    text: str = ""

    def line(self, path: tuple[str, ...], item: Optional[str] = None) -> Optional[int]:
        """The line of a key, or, in the value of the key, of an item."""
        lines = _lines_of_keys(self.text)
        while path and path not in lines:
            path = path[:-1]  # e.g. a key of an inline table: the line of the table
        if not path:
            return None
        first = lines[path]
        if item is not None:
            for number, text in enumerate(self.text.split("\n")[first - 1 :], first):
                if f'"{item}"' in text or f"'{item}'" in text:
                    return number
        return first

    def shown(self, *path: str, item: Optional[str] = None) -> str:
        line = self.line(path, item)
        return self.file if line is None else f"{self.file}:{line}"

    def error(self, path: tuple[str, ...], message: str, item: Optional[str] = None) -> SettingsError:
        table = f"[{'.'.join(self.table)}] " if self.table else ""
        place = f"{self.shown(*self.table, *path, item=item)}: {table}"
        return SettingsError(say("{place}{problem}", place=place, problem=_one_line(message)))


def _one_line(text: str) -> str:
    if isinstance(text, Message):
        return Message(text.template, {name: _one_line(field) for name, field in text.fields.items()})
    return " ".join(text.split())


def _shown_path(path: str) -> str:
    """Relative to the current folder when below it."""
    here = os.path.join(os.getcwd(), "")
    return path[len(here) :] if path.startswith(here) else path


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError(
            say("{shown_path}: cannot be read: {reason}", shown_path=_shown_path(path), reason=reason)
        ) from error


def _loads(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _parse(path: str, content: bytes) -> tuple[dict[str, Any], _Origin]:
    shown = _shown_path(path)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            say(
                "{file}:{line}: not UTF-8: byte {byte}",
                file=shown,
                line=line,
                byte=f"0x{content[error.start]:02x}",
            )
        ) from error
    try:
        data = _loads(text)
    except (ValueError, RecursionError) as error:
        message = _one_line(str(error))
        match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
        line = text.count("\n") + 1
        if match is None:
            raise SettingsError(say("{shown}: not valid TOML: {message}", shown=shown, message=message)) from error
        if match[1]:
            line = int(match[1])
            message = say("{error} (column {column})", error=message[: match.start()], column=match[2])
        raise SettingsError(
            say("{shown}:{line}: not valid TOML: {message}", shown=shown, line=line, message=message)
        ) from error
    table = ("tool", "ms-lint") if os.path.basename(path) == "pyproject.toml" else ()
    return data, _Origin(shown, table, text)


_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_KEY_PATH = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_KEY_PATH})[ \t]*\]\]?")
_ASSIGNMENT = re.compile(rf"[ \t]*({_KEY_PATH})[ \t]*=")
_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"'''
    r"""|'''.*?'''|'[^'\n]*'"""
    r"""|\#[^\n]*|[^"'\#\[\]{}\n]+|.""",
    re.DOTALL,
)


@functools.lru_cache(maxsize=8)
def _lines_of_keys(text: str) -> dict[tuple[str, ...], int]:
    """Path of each key and table of a valid TOML text -> its line; tomllib does not tell."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    position, line = 0, 1
    while position < len(text):
        header = _HEADER.match(text, position)
        match = header or _ASSIGNMENT.match(text, position)
        if match:
            path = tuple(_unquoted(key) for key in re.findall(_KEY, match[1]))
            if header:
                table = path
            else:
                path = table + path
            for length in range(1, len(path) + 1):
                lines.setdefault(path[:length], line)
            if header:
                lines[path] = line
            position = match.end()
        depth = 0
        while position < len(text):  # to the end of the statement
            token = _TOKEN.match(text, position)
            assert token is not None
            position = token.end()
            line += token[0].count("\n")
            if token[0] in ("[", "{"):
                depth += 1
            elif token[0] in ("]", "}"):
                depth -= 1
            elif token[0] == "\n" and depth <= 0:
                break
    return lines


def _unquoted(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    return re.sub(r"\\(.)", r"\1", key[1:-1]) if key[0] == '"' else key


# ---------------------------------------------------------------- validation


def _kind(value: object) -> str:
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


def _convert(key: object, value: Any, origin: _Origin) -> Any:
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


def _choice(key: str, value: Any, valid: tuple[str, ...], origin: _Origin) -> str:
    if not isinstance(value, str):
        raise origin.error(
            (key,),
            say('"{key}" must be one of {listed}, not {kind}', key=key, listed=_listed(valid), kind=_kind(value)),
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


def _number(key: str, value: Any, origin: _Origin) -> int:
    if origin.file == _OPTIONS and isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        given = value if isinstance(value, int) and not isinstance(value, bool) else _kind(value)
        raise origin.error((key,), say('"{key}" must be a whole number from 0 on, not {given}', key=key, given=given))
    return value


def _target(value: Any, origin: _Origin) -> str:
    key = "target-version"
    if not isinstance(value, str):
        # 2.10 without quotes is the number 2.1, so what was meant cannot be guessed
        raise origin.error(
            (key,), say('"{key}" must be a string such as "2.7", not {kind}; add quotes', key=key, kind=_kind(value))
        )
    try:
        target_versions(value.strip())
    except SettingsError as error:
        raise origin.error((key,), say('"{key}": {problem}', key=key, problem=error.args[0])) from None
    return value.strip()


def _strings(path: tuple[str, ...], value: Any, origin: _Origin) -> tuple[str, ...]:
    name = f'"{path[-1]}"'
    if isinstance(value, str):
        if origin.file != _OPTIONS:
            raise origin.error(
                path, say('{name} must be an array of strings, not a string; write ["{value}"]', name=name, value=value)
            )
        value = re.split(r"[,\s]+", value.strip(", \t\n")) if value.strip(", \t\n") else []
    if not isinstance(value, list):
        raise origin.error(path, say("{name} must be an array of strings, not {kind}", name=name, kind=_kind(value)))
    for index, item in enumerate(value, 1):
        if not isinstance(item, str):
            raise origin.error(
                path,
                say(
                    "{name} must be an array of strings; item {index} is {kind}",
                    name=name,
                    index=index,
                    kind=_kind(item),
                ),
            )
    return tuple(dict.fromkeys(item.strip() for item in value))


def _per_file_ignores(value: Any, origin: _Origin) -> tuple[tuple[str, tuple[str, ...]], ...]:
    key = "per-file-ignores"
    if origin.file == _OPTIONS and isinstance(value, (str, list)):
        value = _split_patterns(_strings((key,), value, origin), origin)
    if not isinstance(value, dict):
        raise origin.error(
            (key,), say('"{key}" must be a table of pattern = [codes], not {kind}', key=key, kind=_kind(value))
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


def _originals(value: Any, origin: _Origin) -> tuple[str, ...]:
    """A path or an array of paths; on the command line one path. Each must be there."""
    paths = (value,) if isinstance(value, str) else _strings(("originals",), value, origin)
    folder = "" if origin.file == _OPTIONS else os.path.dirname(origin.file)
    for path in paths:
        if not path or not os.path.exists(os.path.join(folder, path)):
            raise origin.error(("originals",), say('"originals": there is no file or folder "{path}"', path=path), path)
    return tuple(os.path.abspath(path) for path in paths) if origin.file == _OPTIONS else paths


def _compare(value: Any, origin: _Origin) -> tuple[tuple[str, str, str], ...]:
    key = "compare"
    form = '"net.py:Net" = "model.pb", or { reference = "model.pb", names = "names.json" }'
    if not isinstance(value, dict):
        raise origin.error((key,), f'"{key}" must be a table such as {form}, not {_kind(value)}')
    result = []
    for target, references in value.items():
        for item in references if isinstance(references, list) else [references]:
            pair = {"reference": item} if isinstance(item, str) else item
            if not isinstance(pair, dict) or not all(isinstance(each, str) and each for each in pair.values()):
                raise origin.error((key, str(target)), f'"{key}": what "{target}" is compared with must be {form}')
            unknown = [name for name in pair if name not in ("reference", "names")]
            if unknown or "reference" not in pair:
                what = f'has the unknown key "{unknown[0]}"' if unknown else "has no reference"
                raise origin.error((key, str(target)), f'"{key}": "{target}" {what}; write {form}')
            result.append((str(target), pair["reference"], pair.get("names", "")))
    return tuple(result)


def _mapping(value: Any, origin: _Origin) -> Mapping:
    def complain(name: str, problem: Message) -> NoReturn:
        path = ("mapping", name) if name else ("mapping",)
        raise origin.error(path, say('"mapping": {problem}', problem=problem))

    return read_mapping(value, complain)


def _split_patterns(words: Iterable[str], origin: _Origin) -> dict[str, list[str]]:
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
    if name in _DIALECTS:
        return None
    return say(
        'unknown dialect "{name}", valid are {listed}{hint}',
        name=name,
        listed=_listed(_DIALECTS),
        hint=_hint(name, _DIALECTS),
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
    lists = [(key, getattr(settings, _field(key))) for key in _CODES]
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
            place = provenance.get(_field(key), "settings")
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


# ---------------------------------------------------------------- selection of rules and files


def is_code_selected(settings: Settings, code: str, name: str, default: bool, path: str) -> bool:
    """Whether the rule (its code, its name, whether it is on by default) applies to the file ``path``.

    ``select``, if not empty, replaces the defaults; ``extend-select`` adds; ``ignore`` and
    ``per-file-ignores`` take away. The most specific entry decides: code or name before longer
    prefix before shorter prefix before ALL before the default; among equals, the one that ignores.
    """
    ignored = ignored_codes(settings, path) if settings.per_file_ignores else ()
    return _is_selected(settings.select, settings.extend_select, settings.ignore, ignored, code, name, default)


@functools.lru_cache(maxsize=8192)
def _is_selected(
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    ignored: tuple[str, ...],
    code: str,
    name: str,
    default: bool,
) -> bool:
    on = max([_specificity(entry, code, name) for entry in (*select, *extend_select)], default=-2)
    if default and not select:
        on = max(on, -1)
    if any(_specificity(entry, code, name) >= 0 for entry in ignored):
        return False  # whoever names a file means it, however short the prefix
    return on > max([_specificity(entry, code, name) for entry in ignore], default=-2)


def is_fixable(settings: Settings, code: str, name: str) -> bool:
    """Whether findings of a rule may be fixed; the most specific entry decides, as in ``is_code_selected``."""
    return _is_selected(settings.fixable, (), settings.unfixable, (), code, name, False)


def _specificity(entry: str, code: str, name: str) -> int:
    """-2 no match, 0 ALL, else the length of the matching prefix; a name is worth its code."""
    if entry == "ALL":
        return 0
    if entry == name:
        return len(code)
    return len(entry) if entry and code.startswith(entry) else -2


def ignored_codes(settings: Settings, path: str) -> tuple[str, ...]:
    """The codes and names that ``per-file-ignores`` has for the file. A pattern after ``!`` stands
    for all files that do not match it. Raises SettingsError for a pattern that cannot be read."""
    if not settings.per_file_ignores:
        return ()
    return _ignored_codes(settings.per_file_ignores, settings.root or os.getcwd(), os.path.abspath(path))


@functools.lru_cache(maxsize=4096)
def _ignored_codes(per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...], root: str, path: str) -> tuple[str, ...]:
    relative = _relative(path, root)
    result: dict[str, None] = {}
    for pattern, codes in per_file_ignores:
        negated = pattern.startswith("!")
        if _spec((pattern[negated:],))(relative) != negated:
            result.update(dict.fromkeys(codes))
    return tuple(result)


def is_excluded(settings: Settings, path: str, folder: bool = False) -> bool:
    """Whether ``exclude`` has the file, or, with ``folder=True``, the folder and so all below it.
    Later patterns win, ``!`` takes back. Raises SettingsError for a pattern that cannot be read."""
    if not settings.exclude:
        return False
    relative = _relative(os.path.abspath(path), settings.root or os.getcwd())
    return _spec(settings.exclude)(relative + "/" if folder else relative)


def _relative(path: str, root: str) -> str:
    """With forward slashes. A path outside the root keeps all its folders, for patterns such as *.py."""
    below = os.path.join(root, "")
    relative = path[len(below) :] if path.startswith(below) else os.path.splitdrive(path)[1]
    return relative.replace(os.sep, "/").lstrip("/")


@functools.lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    import pathspec

    try:
        return pathspec.GitIgnoreSpec.from_lines(patterns).match_file
    except ValueError as error:
        raise SettingsError(f"settings: {_one_line(str(error))}") from error


# ---------------------------------------------------------------- target version

_VERSION = re.compile(
    r"v?(\d+(?:\.\d+)*)(?:[-_.]?(?:alpha|beta|preview|post|dev|pre|rev|rc|a|b|c|r)[-_.]?\d*)*(?:\+[a-z0-9._-]+)?",
    re.IGNORECASE | re.ASCII,
)


_OLDEST = version_key(SHIPPED_VERSIONS[0])[:2]


def _known_range() -> str:
    """The first and the last known version as words: 1.8 to 2.10."""
    versions = known_versions()
    return " to ".join(".".join(versions[position].split(".")[:2]) for position in (0, -1))


@functools.lru_cache(maxsize=256)
def target_versions(target: str) -> tuple[str, ...]:
    """The known MindSpore versions that a target covers, oldest first, at least one.

    A version gives one: "2.7.1" itself, "2.7" the newest 2.7.x. A version that is not known
    ("2.3", "2.7.5") gives its neighbours, the newest below and the oldest above; so one that is newer
    than all gives the newest known: a release is not refused because we are older than it. Suffixes
    (rc1, .dev0, +cpu) are set aside. A specifier (">=2.2,<2.8") gives all that match, or the
    neighbours when none does.

    Raises SettingsError for what is neither, and for what is older than all known.
    """
    target = target.strip()
    if re.match(r"[<>=!~]", target):
        return _specified(target)
    match = _VERSION.fullmatch(target)
    if match is None:
        guess = re.match(r"v?(\d+(?:\.\d+){0,2})", target)
        hint = say('; did you mean "{word}"?', word=guess[1]) if guess else ""
        raise SettingsError(
            say('"{target}" is not a version such as "2.7" or ">=2.2,<2.8"{hint}', target=target, hint=hint)
        )
    release = version_key(match[1])[:3]
    if release < _OLDEST[: len(release)]:
        raise _TooOldError(
            say('MindSpore "{target}" is not supported; the range is {range}', target=target, range=_known_range())
        )
    same = [version for version in known_versions() if version_key(version)[: len(release)] == release]
    return (same[-1],) if same else _neighbours(release, release)


def newest_where_newer(target: str) -> Optional[str]:
    """The newest known version, where a target is newer than all that are known and so is judged as that one; else
    None. Raises SettingsError as ``target_versions`` does."""
    match = _VERSION.fullmatch(target.strip())
    newest = known_versions()[-1]
    if match is None or target_versions(target) != (newest,):
        return None
    release = version_key(match[1])[:3]
    return newest if release > version_key(newest)[: len(release)] else None


@functools.lru_cache(maxsize=256)
def certain_versions(target: str) -> tuple[str, ...]:
    """Those of the ``target_versions`` that the target covers itself: none where they are neighbours of a version
    that is not known. Raises SettingsError as that does."""
    versions = target_versions(target)
    target = target.strip()
    if re.match(r"[<>=!~]", target):
        from packaging.specifiers import SpecifierSet

        specifiers = SpecifierSet(target)
        return tuple(version for version in versions if specifiers.contains(version))
    match = _VERSION.fullmatch(target)
    release = version_key(match[1])[:3] if match else ()
    return tuple(version for version in versions if version_key(version)[: len(release)] == release)


def _neighbours(lowest: tuple[int, ...], highest: tuple[int, ...]) -> tuple[str, ...]:
    """The newest known below and the oldest known above a range in which none is known."""
    below = [version for version in known_versions() if version_key(version) < lowest]
    above = [version for version in known_versions() if version_key(version) > highest]
    return tuple(below[-1:] + above[:1])


def _specified(target: str) -> tuple[str, ...]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        specifiers = SpecifierSet(target)
    except InvalidSpecifier:
        raise SettingsError(say('"{target}" is not a version specifier such as ">=2.2,<2.8"', target=target)) from None
    known = tuple(version for version in known_versions() if specifiers.contains(version))
    if known:
        return known
    # What it may mean though we know none of it: its own versions and those that exist or could.
    mentioned = re.findall(r"\d+(?:\.\d+)*", target)
    grid = [f"{major}.{minor}.{patch}" for major in (1, 2) for minor in range(12) for patch in range(10)]
    releases = sorted(
        (version_key(version) + (0, 0))[:3]
        for version in (*mentioned, *grid, "9999.0.0")
        if specifiers.contains(version)
    )
    if not releases:
        raise SettingsError(say('no version satisfies "{target}"', target=target))
    if releases[-1] < _OLDEST:
        raise _TooOldError(
            say('MindSpore "{target}" is not supported; the range is {range}', target=target, range=_known_range())
        )
    return _neighbours(releases[0], releases[-1])


@functools.cache
def _infer_target(root: str) -> tuple[str, str]:
    """A target for a project that names none, and where from. Never raises.

    The first requirement on MindSpore with a version wins, in the order of ``_requirements``.
    """
    for file, requirement in _requirements(root):
        target = requirement.target
        note = say("inferred from {file}: {requirement}", file=file, requirement=requirement.text)
        try:
            target_versions(target)
        except _TooOldError:
            target, note = SHIPPED_VERSIONS[0], say("{note} (older than all known; the oldest is taken)", note=note)
        except SettingsError:
            continue
        return target, note
    return _installed_target()


@functools.cache
def _installed_target() -> tuple[str, str]:
    for name, version in _installed():
        try:
            target_versions(version)
        except SettingsError:
            continue
        return version, say("inferred from the installed {name} {version}", name=name, version=version)
    return SHIPPED_VERSIONS[-1], say("default: the newest known")


class _Requirement(NamedTuple):
    target: str
    text: str
    applies: bool = True  # its environment marker holds here


def _requirements(root: str) -> Iterator[tuple[str, _Requirement]]:
    try:
        names = os.listdir(root)
    except OSError:
        return
    loose = [name for name in names if name.startswith("requirements") and name.endswith(".txt")]
    loose.sort(key=lambda name: (name != "requirements.txt", name))
    readers: list[tuple[str, Callable[[str], Iterable[Optional[_Requirement]]]]] = [
        ("pyproject.toml", _pyproject_requirements),
        ("setup.cfg", _setup_cfg_requirements),
        *((name, _text_requirements) for name in loose),
        ("setup.py", _setup_py_requirements),
    ]
    for name, reader in readers:
        text = _requirements_text(os.path.join(root, name)) if name in names else None
        if text is None or "mindspore" not in text.lower():
            continue
        try:
            found = [requirement for requirement in reader(text) if requirement is not None]
        except (ValueError, RecursionError, MemoryError, SyntaxError):
            continue  # whether the project's own files are in order is for others to say
        for requirement in sorted(found, key=lambda item: not item.applies)[:1]:
            yield name, requirement


def _requirements_text(path: str) -> Optional[str]:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    # PowerShell's `pip freeze > requirements.txt` writes UTF-16
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace")


_IS_MINDSPORE = re.compile(r"\s*mindspore(?:[-_.]+(?:gpu|ascend|dev))?\s*(?:\[|[<>=!~(@;]|$)", re.IGNORECASE)
_WHEEL = re.compile(r"mindspore(?:_(?:gpu|ascend|dev))?-(\d[^-/\s]*)-[^/\s]*\.whl", re.IGNORECASE)


def _requirement(text: object) -> Optional[_Requirement]:
    """A requirement on MindSpore that says something about its version."""
    if not isinstance(text, str):
        return None
    wheel = _WHEEL.search(text)
    if wheel:
        return _Requirement(wheel[1], wheel[0])
    if not _IS_MINDSPORE.match(text):
        return None
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(text.strip())
    except InvalidRequirement:
        return None
    if not requirement.specifier:
        return None
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    # as a specifier prints them in no order, keep the order of the text
    written = [str(item) for item in requirement.specifier]
    written.sort(key=lambda item: text.replace(" ", "").find(item))
    return _Requirement(",".join(written), name + ",".join(written), _applies(requirement.marker))


def _applies(marker: Optional[Marker]) -> bool:
    try:
        return marker is None or marker.evaluate({"extra": ""})
    except Exception:  # a marker on what this environment does not define
        return False


def _pyproject_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    data = _loads(text.replace("\r\n", "\n"))
    project = data.get("project")
    if isinstance(project, dict):
        yield from map(_requirement, _list(project.get("dependencies")))
        optional = project.get("optional-dependencies")
        for extra in optional.values() if isinstance(optional, dict) else ():
            yield from map(_requirement, _list(extra))
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    dependencies = poetry.get("dependencies") if isinstance(poetry, dict) else None
    for name, value in dependencies.items() if isinstance(dependencies, dict) else ():
        if re.sub(r"[-_.]+", "-", name).lower() in DISTRIBUTIONS:
            for item in _list(value) or [value]:
                version = item.get("version") if isinstance(item, dict) else item
                if isinstance(version, str):
                    yield _requirement(name + _from_poetry(version))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _from_poetry(version: str) -> str:
    """Poetry's ^2.2, ~2.2, 2.2.*, 2.2 in the form of PEP 440; nothing for alternatives with ||."""
    parts = []
    for part in version.split(",") if "||" not in version else ():
        part = part.strip()
        match = re.fullmatch(r"([\^~]?)\s*(\d+(?:\.\d+)*)(\.\*)?", part)
        if match is None:
            parts.append(part if part != "*" else "")
            continue
        release = version_key(match[2])
        kept = 1 if match[1] == "^" else min(len(release), 2)
        if match[1]:
            upper = (*release[: kept - 1], release[kept - 1] + 1)
            parts += [f">={match[2]}", f"<{'.'.join(map(str, upper))}"]
        else:
            parts.append(f"=={part}")
    return ",".join(part for part in parts if part)


def _setup_cfg_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ValueError(str(error)) from error
    listed = parser.get("options", "install_requires", fallback="")
    yield from _text_requirements(listed)


def _text_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    joined = re.sub(r"\\\r?\n", " ", text)
    for line in joined.splitlines():
        line = re.sub(r"(?:^|\s)#.*", "", line)
        yield _requirement(re.split(r"\s--", line)[0])


def _setup_py_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    """``install_requires`` of the call of setup, read without running it: literals, names of the
    module that are bound to literals, and sums of those."""
    import ast

    tree = ast.parse(text)
    names: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names.update({target.id: node.value for target in node.targets if isinstance(target, ast.Name)})
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            names[node.target.id] = node.value

    followed: set[str] = set()

    def strings(node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.splitlines()
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            for item in node.elts:
                yield from strings(item.value if isinstance(item, ast.Starred) else item)
        elif isinstance(node, ast.Name) and node.id in names and node.id not in followed:
            followed.add(node.id)  # once: names may be bound in circles, or double at each step
            yield from strings(names[node.id])
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from strings(node.left)
            yield from strings(node.right)

    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for keyword in call.keywords if called == "setup" else ():
                if keyword.arg == "install_requires":
                    yield from map(_requirement, strings(keyword.value))


def _installed() -> Iterator[tuple[str, str]]:
    """Name and version of installed MindSpore distributions, from their metadata."""
    if not any(map(_has_metadata, dict.fromkeys(sys.path))):
        return  # importlib.metadata costs as much to import as all the rest of us
    from importlib import metadata

    for name in DISTRIBUTIONS:
        try:
            version = metadata.version(name)
        except Exception:  # absent, or metadata that cannot be read in one of many ways
            continue
        if isinstance(version, str):
            yield name, version


def _has_metadata(folder: str) -> bool:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return False
    return any(name.lower().startswith("mindspore") and name.endswith((".dist-info", ".egg-info")) for name in names)


# ---------------------------------------------------------------- showing


def explain(settings: Settings) -> list[tuple[str, str, str]]:
    """Rows of (key, value in the form of TOML, where it comes from), in the order of ``KEYS``."""
    provenance = dict(settings.provenance)
    rows = []
    for key in KEYS:
        value = getattr(settings, _field(key))
        if key == "per-file-ignores":
            inner = ", ".join(f"{_toml(pattern)} = {_toml(codes)}" for pattern, codes in value)
            text = f"{{ {inner} }}" if inner else "{}"
        elif key == "compare":
            inner = ", ".join(f"{_toml(target)} = {_toml(reference)}" for target, reference, _ in value)
            text = f"{{ {inner} }}" if inner else "{}"
        elif key == "mapping":
            inner = ", ".join(shown(item, _toml) for item in value)
            text = f"{{ {inner} }}" if inner else "{}"
        else:
            text = _toml(value)
        rows.append((key, text, provenance.get(_field(key), say("default"))))
    return rows


def _toml(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
