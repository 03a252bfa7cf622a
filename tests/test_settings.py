from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ms_lint.knowledge.versions import SHIPPED_VERSIONS
from ms_lint.settings import (
    KEYS,
    Settings,
    SettingsError,
    check_codes,
    clear_cache,
    explain,
    ignored_codes,
    is_code_selected,
    is_excluded,
    load_settings,
    loading,
    reading,
    requirements,
    target_versions,
)

CODES = ("MSL001", "MSL101", "MSL301", "MSL701", "MSL702")
NAMES = ("unreadable-file", "attribute-never-assigned", "unused-layer")


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test in a repository of its own, without what is installed around it."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(requirements, "_installed", lambda: iter(()))
    clear_cache()
    yield
    clear_cache()


def write(path: Path, content: Union[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def load_toml(tmp_path: Path, text: str) -> Settings:
    write(tmp_path / "pyproject.toml", text)
    return load_settings(tmp_path / "a.py")


def error_of(tmp_path: Path, text: str, file: str = "pyproject.toml") -> str:
    write(tmp_path / file, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "a.py")
    message = str(caught.value)
    assert "\n" not in message
    return message


def option_error(overrides: dict[str, Any]) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings("a.py", overrides)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def sources_of(settings: Settings) -> dict[str, str]:
    return dict(settings.provenance)


# ---------------------------------------------------------------- Settings


def test_defaults_without_any_file() -> None:
    settings = Settings()
    assert settings.target_version == "2.10.0"
    assert (settings.select, settings.ignore, settings.exclude) == ((), (), ())
    assert settings.device_target is None
    assert is_code_selected(settings, "MSL701", "x", True, "a.py")
    assert not is_code_selected(settings, "MSL701", "x", False, "a.py")
    assert ignored_codes(settings, "a.py") == ()
    assert not is_excluded(settings, "a.py")


def test_pickle_hash_and_equality_without_provenance(tmp_path: Path) -> None:
    settings = load_toml(tmp_path, '[tool.ms-lint]\nselect = ["MSL7"]\nper-file-ignores = {"a" = ["MSL1"]}\n')
    again = pickle.loads(pickle.dumps(settings))
    assert again == settings
    assert again.provenance == settings.provenance
    assert hash(again) == hash(settings)
    assert settings == Settings(select=("MSL7",), per_file_ignores=(("a", ("MSL1",)),), root=str(tmp_path))
    error = pickle.loads(pickle.dumps(SettingsError("x")))
    assert str(error) == "x"


def test_every_key() -> None:
    assert {key.replace("-", "_") for key in KEYS} | {"root", "provenance"} == set(Settings.__dataclass_fields__)


def test_import_is_lean() -> None:
    code = (
        "import sys, ms_lint.settings as s; s.load_settings('.'); heavy = {'pathspec', 'packaging',"
        " 'tomllib', 'tomli', 'importlib.metadata', 'difflib', 'rich',"
        " 'ms_lint.rules'}; print(heavy & set(sys.modules))"
    )
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "set()"


# ---------------------------------------------------------------- finding the file

FULL = """\
[tool.ms-lint]
select = ["MSL1", "MSL7"]
ignore = ["MSL702"]
extend-select = ["unused-layer"]
exclude = ["build/", "*_pb2.py"]
target-version = ">=2.2,<2.8"
execution-mode = "graph"
jit-syntax-level = "strict"
device-target = "Ascend"
api-family = "mint"
origin = "torch"
plugins = ["team.rules"]
dialects = ["mindtorch"]
confidence = "possible"

[tool.ms-lint.per-file-ignores]
"tests/*" = ["MSL3", "MSL701"]
"""


def test_all_keys_are_read(tmp_path: Path) -> None:
    settings = load_toml(tmp_path, FULL)
    assert settings == Settings(
        select=("MSL1", "MSL7"),
        ignore=("MSL702",),
        extend_select=("unused-layer",),
        per_file_ignores=(("tests/*", ("MSL3", "MSL701")),),
        exclude=("build/", "*_pb2.py"),
        target_version=">=2.2,<2.8",
        execution_mode="graph",
        jit_syntax_level="strict",
        device_target="Ascend",
        api_family="mint",
        origin="torch",
        plugins=("team.rules",),
        dialects=("mindtorch",),
        confidence="possible",
        root=str(tmp_path),
    )
    sources = sources_of(settings)
    assert sources["select"] == "pyproject.toml:2"
    assert sources["confidence"] == "pyproject.toml:14"
    assert sources["per_file_ignores"] == "pyproject.toml:16"


def test_own_file_has_keys_at_top_level_and_wins_in_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.ms-lint]\norigin = "tensorflow"\nselect = ["MSL1"]\n')
    write(tmp_path / "ms-lint.toml", 'origin = "torch"\n')
    settings = load_settings(tmp_path / "a.py")
    assert (settings.origin, settings.select) == ("torch", ())
    assert sources_of(settings)["origin"] == "ms-lint.toml:1"


def test_nearest_wins_and_a_pyproject_without_table_does_not_stop(tmp_path: Path) -> None:
    write(tmp_path / "ms-lint.toml", 'origin = "torch"')
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'a'\n")
    write(tmp_path / "a" / "b" / "pyproject.toml", '[tool.ms-lint]\norigin = "tensorflow"\n')
    assert load_settings(tmp_path / "a" / "x.py").origin == "torch"
    assert load_settings(tmp_path / "a" / "x.py").root == str(tmp_path)
    assert load_settings(tmp_path / "a" / "b" / "c" / "x.py").origin == "tensorflow"
    assert load_settings(tmp_path / "a" / "b").root == str(tmp_path / "a" / "b")


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_repository_stops_the_walk(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "ms-lint.toml", 'origin = "torch"')
    inner = tmp_path / "inner"
    if kind == "folder":
        (inner / ".git").mkdir(parents=True)
    else:
        write(inner / ".git", "gitdir: elsewhere")  # a worktree or submodule
    assert load_settings(inner / "deep" / "x.py").origin == "auto"
    assert load_settings(inner / "deep" / "x.py").root == str(inner)
    write(inner / "ms-lint.toml", 'origin = "tensorflow"')
    clear_cache()
    assert load_settings(inner / "deep" / "x.py").origin == "tensorflow"


def test_root_without_settings(tmp_path: Path) -> None:
    write(tmp_path / "package" / "setup.py", "")
    assert load_settings(tmp_path / "package" / "sub" / "x.py").root == str(tmp_path / "package")
    write(tmp_path / "other" / "pyproject.toml", "")
    assert load_settings(tmp_path / "other" / "sub" / "x.py").root == str(tmp_path / "other")
    assert load_settings(tmp_path / "third" / "x.py").root == str(tmp_path)


def test_root_is_the_own_folder_without_any_marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_parents", lambda folder: iter([folder]))
    (tmp_path / "bare").mkdir()
    assert load_settings(tmp_path / "bare" / "x.py").root == str(tmp_path / "bare")


def test_walk_ends_at_the_root_of_the_filesystem() -> None:
    parents = list(loading._parents(os.path.abspath(os.sep + os.path.join("a", "b"))))
    assert len(parents) == 3
    assert os.path.dirname(parents[-1]) == parents[-1]


@pytest.mark.parametrize("path", ["missing.py", "no/such/folder/x.py", "<string>", "", ".", "-"])
def test_paths_that_are_not_there(tmp_path: Path, path: str) -> None:
    write(tmp_path / "ms-lint.toml", 'origin = "torch"')
    assert load_settings(path).origin == "torch"


def test_tree_deeper_than_the_recursion_limit(tmp_path: Path) -> None:
    write(tmp_path / "ms-lint.toml", 'origin = "torch"')
    path = os.path.join(str(tmp_path), *["d"] * 1500, "x.py")  # too long for some systems to exist
    assert load_settings(path).origin == "torch"


def test_symlinks(tmp_path: Path) -> None:
    write(tmp_path / "a" / "ms-lint.toml", 'origin = "torch"')
    write(tmp_path / "a" / "x.py", "")
    (tmp_path / "b").mkdir()
    try:
        (tmp_path / "b" / "x.py").symlink_to(tmp_path / "a" / "x.py")
    except OSError:
        pytest.skip("symlinks are not allowed here")
    (tmp_path / "c").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "b" / "ms-lint.toml").symlink_to(tmp_path / "b" / "ms-lint.toml")  # a loop
    (tmp_path / "pyproject.toml").symlink_to(tmp_path / "nowhere")
    assert load_settings(tmp_path / "b" / "x.py").origin == "auto"  # the place of the link counts
    assert load_settings(tmp_path / "c" / "x.py").origin == "torch"
    assert load_settings(tmp_path / "c").root == str(tmp_path / "c")


def test_a_folder_with_the_name_of_a_settings_file(tmp_path: Path) -> None:
    (tmp_path / "ms-lint.toml").mkdir()
    assert load_toml(tmp_path, '[tool.ms-lint]\norigin = "torch"').origin == "torch"


@pytest.mark.parametrize("text", ["[tool.ms-lint]\n", "[tool]\nms-lint = {}\n", "tool.ms-lint = {}\n"])
def test_empty_table_stops_the_walk(tmp_path: Path, text: str) -> None:
    write(tmp_path / "ms-lint.toml", 'origin = "torch"')
    write(tmp_path / "a" / "pyproject.toml", text)
    settings = load_settings(tmp_path / "a" / "x.py")
    assert settings == Settings(root=str(tmp_path / "a"))


def test_empty_own_file(tmp_path: Path) -> None:
    write(tmp_path / "ms-lint.toml", b"")
    assert load_settings(tmp_path / "x.py") == Settings(root=str(tmp_path))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_bom_and_line_ends(tmp_path: Path, newline: str, bom: bytes) -> None:
    content = bom + '# é\n[tool.ms-lint]\norigin = "torch"\nselec = []\n'.replace("\n", newline).encode()
    write(tmp_path / "pyproject.toml", content)
    with pytest.raises(SettingsError, match=r'^pyproject\.toml:4: .*unknown key "selec"; did you mean "select"'):
        load_settings("a.py")
    write(tmp_path / "ms-lint.toml", bom + b'origin = "torch"' + newline.encode())
    clear_cache()
    assert load_settings("a.py").origin == "torch"


def test_cached_per_folder_and_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "ms-lint.toml", 'origin = "torch"')
    first = load_settings("a.py")

    def fail(path: str) -> bytes:
        raise AssertionError(f"read again: {path}")

    monkeypatch.setattr(loading, "read", fail)
    assert load_settings("b.py") is first
    assert load_settings("sub/c.py") is first  # another folder, the same file of settings
    monkeypatch.undo()
    os.chdir(tmp_path)
    with_options = load_settings("a.py", {"select": ["MSL7"]})
    assert load_settings("b.py", {"select": ["MSL7"], "ignore": None}) is with_options
    assert with_options.select == ("MSL7",)
    write(tmp_path / "ms-lint.toml", 'origin = "tensorflow"')
    assert load_settings("a.py").origin == "torch"
    clear_cache()
    assert load_settings("a.py").origin == "tensorflow"


def test_pyproject_is_read_once_for_many_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "pyproject.toml", FULL)
    reads: list[str] = []
    read = reading.read

    def counted(path: str) -> bytes:
        reads.append(path)
        return read(path)

    monkeypatch.setattr(loading, "read", counted)
    for number in range(50):
        load_settings(tmp_path / f"f{number}" / "x.py")
    assert len(reads) <= 2


# ---------------------------------------------------------------- options


def test_options_are_stronger_than_the_file(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", FULL)
    settings = load_settings(
        "a.py",
        {
            "ignore": "MSL1, MSL2",
            "exclude": ["x"],
            "origin": "tensorflow",
            "device-target": None,
            "target-version": "2.5",
            "per-file-ignores": "a/*.py:MSL1,MSL2 b.py:unused-layer",
        },
    )
    assert settings.ignore == ("MSL1", "MSL2")
    assert settings.exclude == ("x",)
    assert settings.origin == "tensorflow"
    assert settings.device_target == "Ascend"
    assert settings.target_version == "2.5"
    assert settings.per_file_ignores == (("a/*.py", ("MSL1", "MSL2")), ("b.py", ("unused-layer",)))
    assert sources_of(settings)["ignore"] == "options"


def test_extend_select_adds_up_and_select_sets_aside(tmp_path: Path) -> None:
    write(tmp_path / "ms-lint.toml", 'extend-select = ["MSL9"]')
    both = load_settings("a.py", {"extend-select": "MSL701"})
    assert both.extend_select == ("MSL9", "MSL701")
    assert sources_of(both)["extend_select"] == "ms-lint.toml:1 and options"
    only = load_settings("a.py", {"select": "MSL701"})
    assert (only.select, only.extend_select) == (("MSL701",), ())
    assert "option" in sources_of(only)["extend_select"]
    fresh = load_settings("a.py", {"select": "MSL701", "extend-select": "MSL8"})
    assert fresh.extend_select == ("MSL8",)
    assert sources_of(fresh)["extend_select"] == "options"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ()),
        ("  ", ()),
        ("MSL1", ("MSL1",)),
        ("MSL1,MSL2", ("MSL1", "MSL2")),
        (" MSL1\n MSL2,\n", ("MSL1", "MSL2")),
        (["MSL1", "MSL1"], ("MSL1",)),
        (("MSL1",), ("MSL1",)),
        ({"MSL1"}, ("MSL1",)),
        ([], ()),
    ],
)
def test_forms_of_list_options(value: object, expected: tuple[str, ...]) -> None:
    assert load_settings("a.py", {"ignore": value}).ignore == expected


@pytest.mark.parametrize(
    "value",
    [
        "a.py:MSL1,MSL2",
        "a.py:MSL1 a.py:MSL2",
        "a.py: MSL1, MSL2",
        ["a.py:MSL1,MSL2"],
        ["a.py:MSL1", "MSL2"],
        {"a.py": ["MSL1", "MSL2"]},
    ],
)
def test_forms_of_per_file_ignores_options(value: object) -> None:
    assert load_settings("x.py", {"per-file-ignores": value}).per_file_ignores == (("a.py", ("MSL1", "MSL2")),)


def test_drive_letters_in_per_file_ignores_options() -> None:
    settings = load_settings("x.py", {"per-file-ignores": "C:/a.py:MSL1"})
    assert settings.per_file_ignores == (("C:/a.py", ("MSL1",)),)


def test_wrong_options() -> None:
    unknown = option_error({"target_version": "2.7"})
    assert unknown == 'options: unknown key "target_version"; did you mean "target-version"?'
    assert 'did you mean "torch"' in option_error({"origin": "pytorch"})
    assert option_error({"origin": ["torch"]}).endswith("not an array")
    assert "an integer" in option_error({"select": 7})
    assert "item 2 is an integer" in option_error({"select": ["MSL7", 7]})
    assert '"pattern:CODE"' in option_error({"per-file-ignores": "MSL1"})
    assert "1.8 to 2.10" in option_error({"target-version": "1.2"})


# ---------------------------------------------------------------- what is wrong is said


def test_example_of_an_unknown_key(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n\n[tool.ms-lint]\nselect = []\n\n# c\ntarget_version = '2.7'\n"
    expected = 'pyproject.toml:8: [tool.ms-lint] unknown key "target_version"; did you mean "target-version"?'
    assert error_of(tmp_path, text) == expected


def test_unknown_key_without_a_near_one_lists_the_valid_ones(tmp_path: Path) -> None:
    message = error_of(tmp_path, "zzz = 1\n", "ms-lint.toml")
    assert message.startswith('ms-lint.toml:1: unknown key "zzz"; valid: select, ignore,')


def test_table_header_in_the_own_file(tmp_path: Path) -> None:
    message = error_of(tmp_path, "[tool.ms-lint]\nselect = []\n", "ms-lint.toml")
    assert message.startswith('ms-lint.toml:1: unknown key "tool"; in ms-lint.toml the keys stand at the top')


def test_misspelt_table(tmp_path: Path) -> None:
    message = error_of(tmp_path, "\n[tool.ms_lint]\nselect = []\n")
    assert message == "pyproject.toml:2: unknown table [tool.ms_lint]; did you mean [tool.ms-lint]?"


WRONG_TYPES = {key: ["1", "1.5", "true", "[1]", "1979-05-27"] for key in KEYS}
for _key in KEYS:
    if _key in ("select", "ignore", "extend-select", "fixable", "unfixable", "exclude", "plugins", "dialects"):
        WRONG_TYPES[_key] += ['"MSL1"', "{a = 1}", '["MSL1", ["MSL2"]]', '[""]', '["a b!"]']
    elif _key == "per-file-ignores":
        WRONG_TYPES[_key] += [
            '["a"]',
            '"a:MSL1"',
            '{a = "MSL1"}',
            "{a = [1]}",
            '{"" = ["MSL1"]}',
            '{a = ["!"]}',
        ]
    elif _key == "compare":
        WRONG_TYPES[_key] += [
            '"a.pb"',
            "{a = 1}",
            '{a = ""}',
            '{a = {names = "a"}}',
            '{a = {reference = "a", map = "b"}}',
        ]
    elif _key == "mapping":
        WRONG_TYPES[_key] += ['"a.B"', "{a = 1}", '{a = ""}', '{"a.B" = {}}', '{"a.B" = {to = "b.B", map = "b"}}']
    elif _key == "wiring-steps":
        WRONG_TYPES[_key] = ["-1", "1.5", "true", "[1]", "1979-05-27", '"many"', "{}"]
    else:
        WRONG_TYPES[_key] += ['["auto"]', "{}", '""', '"no such value"']
WRONG_TYPES["exclude"].remove('["a b!"]')


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRONG_TYPES.items() for value in values])
def test_wrong_values_name_line_and_key(tmp_path: Path, key: str, value: str) -> None:
    message = error_of(tmp_path, f"[tool.ms-lint]\n\n{key} = {value}\n")
    assert message.startswith("pyproject.toml:3: [tool.ms-lint] ")
    assert f'"{key}"' in message or key == "per-file-ignores"


def test_hints_of_values(tmp_path: Path) -> None:
    def message(line: str) -> str:
        clear_cache()
        return error_of(tmp_path, line, "ms-lint.toml")

    assert message('select = "MSL7"').endswith('must be an array of strings, not a string; write ["MSL7"]')
    assert message('device-target = "ascend"').endswith('not "ascend"; did you mean "Ascend"?')
    wrong = 'ms-lint.toml:1: "execution-mode" must be one of "auto", "graph", "pynative", not "py_native"'
    assert message('execution-mode = "py_native"') == wrong + '; did you mean "pynative"?'
    assert message('dialects = ["mind-torch"]').endswith('did you mean "mindtorch"?')
    assert message('plugins = ["my-rules"]').endswith('did you mean "my_rules"?')
    assert message('ignore = ["MSL_701"]').endswith('did you mean "MSL-701"?')
    assert message("target-version = 2.10").endswith("not a float; add quotes")
    assert message('target-version = "2.7.x"').endswith('did you mean "2.7"?')
    assert message('exclude = ["a\\\\"]').endswith('write "/" between folders')


def test_line_of_an_item_and_of_a_key_below_a_table(tmp_path: Path) -> None:
    text = '[tool.ms-lint]\nselect = [\n  "MSL1",  # "[x]"\n  "b@d",\n]\n'
    assert error_of(tmp_path, text).startswith("pyproject.toml:4:")
    clear_cache()
    text = '[tool.ms-lint.per-file-ignores]\n"a" = ["MSL1"]\n"b/*.py" = "MSL1"\n'
    assert error_of(tmp_path, text).startswith("pyproject.toml:3:")
    clear_cache()
    assert error_of(tmp_path, "tool.ms-lint.origin = 'x'\n").startswith("pyproject.toml:1:")


def test_lines_are_right_after_what_only_looks_like_keys_and_tables(tmp_path: Path) -> None:
    text = '''\
[tool.other]
nested = [
  ["tool.ms-lint"],
  [ "a" ], # ] [tool.ms-lint]
]
text = """
[tool.ms-lint]
orig = 1 \\"""
"""
raw = \'\'\'
[tool.ms-lint]
orig = 1\'\'\'
inline = { a = "}", b = [ "#" ] }
[tool . "ms-lint"]  # comment "
"orig" = "x"
'''
    assert error_of(tmp_path, text).startswith("pyproject.toml:15: [tool.ms-lint] unknown key")


def test_lines_are_not_taken_from_nested_arrays(tmp_path: Path) -> None:
    text = '[x]\nnested = [\n  ["tool"],\n]\nms-lint.orig = 1\n[tool]\nms-lint.orig = 2\n'
    assert error_of(tmp_path, text).startswith("pyproject.toml:7: ")


@pytest.mark.parametrize("text", ["[tool]\nms-lint = 3\n", "[tool]\nms-lint = ['a']\n", "[[tool.ms-lint]]\n"])
def test_the_table_is_not_a_table(tmp_path: Path, text: str) -> None:
    message = error_of(tmp_path, text)
    assert '"ms-lint" must be a table' in message
    assert message.startswith(f"pyproject.toml:{text.count(chr(10))}:")


def test_wrong_syntax(tmp_path: Path) -> None:
    message = error_of(tmp_path, '[tool.ms-lint]\nselect = ["a"]\norigin = torch\n')
    assert message.startswith("pyproject.toml:3: not valid TOML: ")
    clear_cache()
    message = error_of(tmp_path, 'select = ["a"\n', "ms-lint.toml")
    assert message.startswith("ms-lint.toml:2: not valid TOML: ")
    clear_cache()
    assert "not valid TOML" in error_of(tmp_path, "select = " + "[" * 50_000, "ms-lint.toml")


def test_not_utf8(tmp_path: Path) -> None:
    write(tmp_path / "ms-lint.toml", b"select = []\n# \xff\n")
    with pytest.raises(SettingsError, match=r"^ms-lint\.toml:2: not UTF-8: byte 0xff$"):
        load_settings("a.py")


@pytest.mark.parametrize("content", [b"this is [ not TOML", b"\xff\xfe\x00", b"tool = 3", b"[tool]\nx = 1"])
def test_broken_pyproject_of_others_is_not_ours(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "pyproject.toml", content)
    assert load_settings("a.py") == Settings(root=str(tmp_path))


def test_word_in_pyproject_without_table(tmp_path: Path) -> None:
    assert load_toml(tmp_path, "[project]\ndependencies = ['ms-lint']\n") == Settings(root=str(tmp_path))


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "ms-lint.toml", "")

    def refuse(name: Any, *args: Any, **kwargs: Any) -> Any:
        if os.fspath(name) == str(path):
            raise PermissionError(13, "Permission denied", str(name))
        return open(name, *args, **kwargs)

    # the rights of a file do not stop root, as whom tests often run
    monkeypatch.setattr(reading, "open", refuse, raising=False)
    with pytest.raises(SettingsError, match=r"^ms-lint\.toml: cannot be read: Permission denied$"):
        load_settings("a.py")


def test_path_is_shown_in_full_outside_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "ms-lint.toml", "x = 1")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'ms-lint.toml'}:1: ")


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize(
    "entry",
    ["MSL701", "MSL7", "MSL70", "MSL", "MS", "M", "ALL", "unused-layer"],
)
def test_codes_that_pass(entry: str) -> None:
    check_codes(Settings(select=(entry,)), CODES, NAMES)


def test_what_is_ignored_may_be_gone_but_what_is_selected_must_be_there() -> None:
    check_codes(Settings(ignore=("MSL999",)), CODES, NAMES)
    with pytest.raises(SettingsError, match="MSL999"):
        check_codes(Settings(select=("MSL999",)), CODES, NAMES)


@pytest.mark.parametrize(
    ("entry", "nearest"),
    [
        ("MSL7O1", "MSL701"),
        ("MSL7011", "MSL701"),
        ("msl701", "MSL701"),
        ("attribute-never-asigned", "attribute-never-assigned"),
        ("Unused-Layer", "unused-layer"),
        ("MLS701", "MSL701"),
        ("all", "ALL"),
        ("msl", "MSL"),
    ],
)
def test_codes_that_do_not(entry: str, nearest: str) -> None:
    for settings in (Settings(ignore=(entry,)), Settings(per_file_ignores=(("a", (entry,)),))):
        with pytest.raises(SettingsError, match=f'"{entry}"; did you mean "{nearest}"'):
            check_codes(settings, CODES, NAMES)


def test_codes_of_other_tools_and_of_plugins() -> None:
    settings = Settings(ignore=("E501",))
    with pytest.raises(SettingsError, match="E501"):
        check_codes(settings, CODES, NAMES)
    check_codes(settings, (*CODES, "E502"), NAMES)


def test_wrong_code_names_its_place(tmp_path: Path) -> None:
    settings = load_toml(tmp_path, '[tool.ms-lint]\norigin = "torch"\nignore = ["unused-laier"]\n')
    with pytest.raises(SettingsError) as caught:
        check_codes(settings, CODES, NAMES)
    problem = 'no rule has the code or name "unused-laier"; did you mean "unused-layer"?'
    assert str(caught.value) == f'pyproject.toml:3: "ignore": {problem}'


# ---------------------------------------------------------------- selection


def selected(default: bool = True, **fields: Any) -> bool:
    fields = {key: tuple(value) for key, value in fields.items()}
    return is_code_selected(Settings(**fields), "MSL701", "unused-layer", default, "a.py")


@pytest.mark.parametrize(
    ("fields", "default_on", "default_off"),
    [
        ({}, True, False),
        ({"select": ["MSL1"]}, False, False),
        ({"select": ["MSL7"]}, True, True),
        ({"select": ["MSL701"]}, True, True),
        ({"select": ["unused-layer"]}, True, True),
        ({"select": ["ALL"]}, True, True),
        ({"extend_select": ["MSL1"]}, True, False),
        ({"extend_select": ["MSL7"]}, True, True),
        ({"extend_select": ["ALL"]}, True, True),
        ({"select": ["MSL1"], "extend_select": ["MSL70"]}, True, True),
        ({"ignore": ["MSL7"]}, False, False),
        ({"ignore": ["ALL"]}, False, False),
        ({"ignore": ["MSL1"]}, True, False),
        ({"select": ["MSL7"], "ignore": ["MSL701"]}, False, False),
        ({"select": ["MSL701"], "ignore": ["MSL7"]}, True, True),
        ({"select": ["MSL7"], "ignore": ["MSL7"]}, False, False),
        ({"select": ["MSL701"], "ignore": ["unused-layer"]}, False, False),
        ({"select": ["unused-layer"], "ignore": ["MSL701"]}, False, False),
        ({"select": ["unused-layer"], "ignore": ["MSL70"]}, True, True),
        ({"select": ["ALL"], "ignore": ["ALL"]}, False, False),
        ({"select": ["MSL"], "ignore": ["ALL"]}, True, True),
        ({"select": ["ALL"], "ignore": ["MSL"]}, False, False),
        ({"extend_select": ["MSL701"], "ignore": ["MSL7"]}, True, True),
        ({"select": ["MSL7011"]}, False, False),
        ({"select": ["unused"]}, False, False),
    ],
)
def test_selection(fields: dict[str, list[str]], default_on: bool, default_off: bool) -> None:
    assert selected(True, **fields) is default_on
    assert selected(False, **fields) is default_off


ENTRIES = st.lists(st.sampled_from(["ALL", "M", "MSL", "MSL7", "MSL70", "MSL701", "unused-layer", "MSL1"]), max_size=4)


@given(ENTRIES, ENTRIES, ENTRIES, st.booleans())
def test_selection_is_monotone(select: list[str], extend: list[str], ignore: list[str], default: bool) -> None:
    before = selected(default, select=select, extend_select=extend, ignore=ignore)
    assert selected(default, select=select, extend_select=extend, ignore=[*ignore, "MSL701"]) is False
    more = selected(default, select=select, extend_select=[*extend, "MSL7"], ignore=ignore)
    assert more or not before
    reverse = selected(default, select=select[::-1], extend_select=extend[::-1], ignore=ignore[::-1])
    assert reverse is before


def test_per_file_ignores(tmp_path: Path) -> None:
    settings = Settings(
        per_file_ignores=(
            ("tests/*", ("MSL7",)),
            ("*_tf.py", ("unused-layer", "MSL1")),
            ("!src/", ("MSL3",)),
        ),
        root=str(tmp_path),
    )
    assert ignored_codes(settings, str(tmp_path / "tests" / "a.py")) == ("MSL7", "MSL3")
    assert ignored_codes(settings, "tests/a_tf.py") == ("MSL7", "unused-layer", "MSL1", "MSL3")
    assert ignored_codes(settings, "src/a.py") == ()
    assert ignored_codes(settings, "src/tests/a.py") == ()  # with a slash a pattern is anchored at the root
    assert not is_code_selected(settings, "MSL701", "x", True, "tests/a.py")
    assert is_code_selected(settings, "MSL701", "x", True, "src/a.py")
    assert not is_code_selected(settings, "MSL702", "unused-layer", True, "src/a_tf.py")


def test_per_file_ignores_win_over_any_selection() -> None:
    settings = Settings(extend_select=("MSL701",), per_file_ignores=(("*.py", ("MSL7",)),))
    assert not is_code_selected(settings, "MSL701", "x", True, "a.py")
    assert not is_code_selected(settings, "MSL702", "y", True, "a.py")
    assert is_code_selected(settings, "MSL701", "x", True, "a.ipynb")


def test_patterns_are_relative_to_the_settings_not_to_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        tmp_path / "ms-lint.toml",
        'exclude = ["/build/", "!/build/keep.py"]\nper-file-ignores = {"a/*" = ["MSL1"]}',
    )
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    settings = load_settings("x.py")
    assert ignored_codes(settings, "x.py") == ("MSL1",)
    assert ignored_codes(settings, "../x.py") == ()
    assert is_excluded(settings, "../build", folder=True)
    assert is_excluded(settings, "../build/x.py")
    assert not is_excluded(settings, "build/x.py")
    assert not is_excluded(settings, "x.py")


def test_files_outside_the_root(tmp_path: Path) -> None:
    settings = Settings(exclude=("*_pb2.py", "/x/"), root=str(tmp_path / "project"))
    assert is_excluded(settings, str(tmp_path / "other" / "a_pb2.py"))
    assert not is_excluded(settings, str(tmp_path / "other" / "a.py"))
    assert not is_excluded(settings, str(tmp_path / "project2" / "x" / "a.py"))


def test_root_with_a_trailing_separator_and_filesystem_root(tmp_path: Path) -> None:
    for root in (str(tmp_path) + os.sep, str(tmp_path)):
        assert is_excluded(Settings(exclude=("/a.py",), root=root), str(tmp_path / "a.py"))
    top = os.path.abspath(os.sep)
    assert is_excluded(Settings(exclude=("/a.py",), root=top), os.path.join(top, "a.py"))


# ---------------------------------------------------------------- target versions


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("2.10.0", ("2.10.0",)),
        ("2.10", ("2.10.0",)),
        ("2.1", ("2.0.0", "2.5.0")),
        ("2.7", ("2.7.2",)),
        ("2.7.0", ("2.7.0",)),
        ("2.7.5", ("2.7.2", "2.8.0")),
        ("2.3", ("2.0.0", "2.5.0")),
        ("2.4.10", ("2.0.0", "2.5.0")),
        ("2", ("2.10.0",)),
        ("1", ("1.10.0",)),
        ("1.8", ("1.8.1",)),
        ("1.8.0", ("1.8.1",)),
        ("1.10", ("1.10.0",)),
        ("2.10.7", ("2.10.0",)),
        ("2.11", ("2.10.0",)),
        ("3", ("2.10.0",)),
        (" v2.7.1 ", ("2.7.1",)),
        ("2.7.0rc1", ("2.7.0",)),
        ("2.6.0.dev20250323", ("2.6.0",)),
        ("2.5.0+cpu", ("2.5.0",)),
        ("2.3.0rc2", ("2.0.0", "2.5.0")),
        (">=2.2,<2.8", ("2.5.0", "2.6.0", "2.7.0", "2.7.1", "2.7.2")),
        (">=2.2, <2.8", ("2.5.0", "2.6.0", "2.7.0", "2.7.1", "2.7.2")),
        ("==2.7.*", ("2.7.0", "2.7.1", "2.7.2")),
        ("~=2.7.0", ("2.7.0", "2.7.1", "2.7.2")),
        ("==2.5", ("2.5.0",)),
        ("===2.5.0", ("2.5.0",)),
        (">=1.2", SHIPPED_VERSIONS),
        ("<=1.9", ("1.8.1", "1.9.0")),
        ("==2.3.1", ("2.0.0", "2.5.0")),
        ("~=2.3.0", ("2.0.0", "2.5.0")),
        (">=2.1,<2.5", ("2.0.0", "2.5.0")),
        (">2.10.0", ("2.10.0",)),
        (">=2.11", ("2.10.0",)),
        (">2.20", ("2.10.0",)),
        ("==2.15.*", ("2.10.0",)),
        (">=2.5,!=2.6.0,<2.7", ("2.5.0",)),
    ],
)
def test_target_versions(target: str, expected: tuple[str, ...]) -> None:
    assert target_versions(target) == expected


@pytest.mark.parametrize("target", ["1.2", "1.7.1", "0.5", "0", "==1.2", "<1.8", "~=1.5.0"])
def test_too_old_targets(target: str) -> None:
    with pytest.raises(SettingsError, match=r"not supported; the range is 1\.8 to 2\.10"):
        target_versions(target)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "x",
        "2.x",
        "2.",
        "latest",
        "2.7.*",
        ">=",
        ">=a",
        "=2.7",
        ">=2.5 <2.7",
        "^2.2",
        "2.7,2.8",
        "!2",
        "٢.٧",
    ],
)
def test_invalid_targets(target: str) -> None:
    with pytest.raises(SettingsError) as caught:
        target_versions(target)
    assert "\n" not in str(caught.value)


def test_contradiction_in_a_target() -> None:
    with pytest.raises(SettingsError, match="no version satisfies"):
        target_versions(">=2.7,<2.5")


@given(st.tuples(st.integers(1, 3), st.integers(0, 12), st.integers(0, 9)))
def test_any_version_from_the_oldest_on_covers_one_or_its_neighbours(release: tuple[int, int, int]) -> None:
    target = ".".join(map(str, release))
    if release < (1, 8, 0):
        with pytest.raises(SettingsError):
            target_versions(target)
        return
    covered = target_versions(target)
    releases = [tuple(map(int, version.split("."))) for version in covered]
    assert covered == (target,) if target in SHIPPED_VERSIONS else target not in covered
    assert len(covered) == 1 or releases[0] < release < releases[1]


# ---------------------------------------------------------------- inference of the target


def inferred(folder: Path) -> tuple[str, str]:
    clear_cache()
    settings = load_settings(folder / "a.py")
    return settings.target_version, sources_of(settings)["target_version"]


@pytest.mark.parametrize(
    ("file", "text", "target", "shown"),
    [
        (
            "pyproject.toml",
            "[project]\ndependencies = ['numpy', 'MindSpore >= 2.2, < 2.8']",
            ">=2.2,<2.8",
            ">=2.2,<2.8",
        ),
        (
            "pyproject.toml",
            "[project.optional-dependencies]\ngpu = ['mindspore_gpu[x]==1.10.1; python_version > \"3\"']",
            "==1.10.1",
            "mindspore-gpu==1.10.1",
        ),
        ("pyproject.toml", "[tool.poetry.dependencies]\nmindspore = '^2.5'", ">=2.5,<3", ">=2.5,<3"),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\nmindspore = '~2.5.1'",
            ">=2.5.1,<2.6",
            ">=2.5.1,<2.6",
        ),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\nmindspore = {version = '2.7.*'}",
            "==2.7.*",
            "==2.7.*",
        ),
        ("pyproject.toml", "[tool.poetry.dependencies]\nmindspore = [{version = '>=2.6'}]", ">=2.6", ">=2.6"),
        ("pyproject.toml", "[tool.poetry.dependencies]\nMindSpore-Ascend = '2.5.0'", "==2.5.0", "==2.5.0"),
        ("setup.cfg", "[options]\ninstall_requires =\n    numpy\n    mindspore>=2.6 # c\n", ">=2.6", ">=2.6"),
        ("requirements.txt", "numpy\r\nmindspore==2.5.0 \\\r\n  --hash=sha256:0\r\n", "==2.5.0", "==2.5.0"),
        ("requirements-dev.txt", "#mindspore==1.9\nmindspore-dev >= 2.9 #x", ">=2.9", "mindspore-dev>=2.9"),
        (
            "requirements.txt",
            "https://example.com/x/mindspore-2.6.0-cp39-cp39-any.whl#sha256=0",
            "2.6.0",
            "2.6.0",
        ),
        (
            "requirements.txt",
            "mindspore @ file:///x/mindspore_gpu-1.9.0-py3.whl",
            "1.9.0",
            "mindspore_gpu-1.9.0",
        ),
        ("requirements.txt", "mindspore==1.2.1", "1.8.1", "older than all known"),
        ("requirements.txt", "mindspore==2.3.1", "==2.3.1", "==2.3.1"),
        (
            "setup.py",
            "from setuptools import setup\nsetup(install_requires=['a', 'mindspore>=2.7'])",
            ">=2.7",
            "2.7",
        ),
        (
            "setup.py",
            "import setuptools as s\nR = ['mindspore>=2.7']\ns.setup(install_requires=['a'] + R)",
            ">=2.7",
            "2.7",
        ),
        (
            "setup.py",
            "from setuptools import setup\nif 1:\n  setup(install_requires='''a\nmindspore<2.7''')",
            "<2.7",
            "<2.7",
        ),
    ],
)
def test_requirements(tmp_path: Path, file: str, text: str, target: str, shown: str) -> None:
    write(tmp_path / file, text)
    found, source = inferred(tmp_path)
    assert found == target
    assert source.startswith(f"inferred from {file}: mindspore")
    assert shown in source
    assert target_versions(found)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("pyproject.toml", b"mindspore [ broken"),
        ("pyproject.toml", b"[project]\ndependencies = 'mindspore==2.5.0'"),
        (
            "pyproject.toml",
            b"[project]\ndependencies = [3, {a = 'mindspore==2.5.0'}]\noptional-dependencies = 'x'",
        ),
        ("pyproject.toml", b"project = 'mindspore==2.5'\n[tool]\npoetry = 1"),
        ("pyproject.toml", b"[tool.poetry.dependencies]\nmindspore = '*'"),
        ("pyproject.toml", b"[tool.poetry.dependencies]\nmindspore = '^2.2 || ^1.9'"),
        ("pyproject.toml", b"[tool.poetry.dependencies]\nmindspore = 3"),
        ("setup.cfg", b"mindspore = [broken"),
        ("setup.cfg", b"[options]\nx = mindspore==2.5.0"),
        ("requirements.txt", b"mindspore"),
        (
            "requirements.txt",
            b"mindspore-lite==2.5.0\nmindspore_gl==0.2\nmindsporex==2.5\n-r mindspore==2.5.txt",
        ),
        ("requirements.txt", b"# mindspore==2.5.0\n   # mindspore==2.5.0"),
        ("requirements.txt", b"mindspore==banana"),
        ("requirements.txt", b"mindspore>=2.7,<2.5"),
        ("requirements.txt", b"\xff\xff\x00mindspore\xe9"),
        ("setup.py", b"mindspore = ("),
        ("setup.py", b"mindspore\x00"),
        ("setup.py", b"R = R + ['mindspore']\nsetup(install_requires=R)"),
        ("setup.py", b"R = ['mindspore'] + R + R\nS = R + R\nsetup(install_requires=S + S)"),
        ("setup.py", b"setup(install_requires=read('mindspore==2.5.0'))"),
        ("setup.py", b"other(install_requires=['mindspore==2.5.0'])"),
        ("setup.py", b"x = " + b"-" * 20000 + b"1 # mindspore"),
    ],
)
def test_files_that_say_nothing(tmp_path: Path, file: str, content: bytes) -> None:
    write(tmp_path / file, content)
    assert inferred(tmp_path) == ("2.10.0", "default: the newest known")


def test_setup_py_is_not_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    call = "from setuptools import setup\nsetup(install_requires=['mindspore==2.5.0'])"
    write(tmp_path / "setup.py", f"open({str(marker)!r}, 'w')\n{call}")
    assert inferred(tmp_path)[0] == "==2.5.0"
    assert not marker.exists()


def test_utf16_requirements(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "numpy\r\nmindspore==2.5.0\r\n".encode("utf-16"))
    assert inferred(tmp_path)[0] == "==2.5.0"


def test_order_of_conflicting_requirements(tmp_path: Path) -> None:
    files = [
        ("setup.py", "setup(install_requires=['mindspore==2.9.0'])", "==2.9.0"),
        ("requirements-dev.txt", "mindspore==2.8.0", "==2.8.0"),
        ("requirements.txt", "mindspore==2.7.0", "==2.7.0"),
        ("setup.cfg", "[options]\ninstall_requires = mindspore==2.6.0", "==2.6.0"),
        ("pyproject.toml", "[tool.poetry.dependencies]\nmindspore = '2.5.0'", "==2.5.0"),
        (
            "pyproject.toml",
            "project.dependencies = ['mindspore']\ntool.poetry.dependencies.mindspore = '2'",
            "==2",
        ),
        (
            "pyproject.toml",
            "project.dependencies = ['mindspore==2.0.0']\ntool.poetry.dependencies.mindspore = '2.5'",
            "==2.0.0",
        ),
        ("ms-lint.toml", "target-version = '1.9'", "1.9"),
    ]
    for file, text, expected in files:  # weakest first, each beats those before
        write(tmp_path / file, text)
        assert inferred(tmp_path)[0] == expected
    assert load_settings("a.py", {"target-version": "2.7"}).target_version == "2.7"


def test_a_requirement_without_version_gives_way(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\ndependencies = ['mindspore']")
    write(tmp_path / "requirements.txt", "mindspore==2.7.0")
    assert inferred(tmp_path)[0] == "==2.7.0"


def test_marker_that_holds_goes_first(tmp_path: Path) -> None:
    write(
        tmp_path / "requirements.txt",
        "mindspore==1.9.0; python_version < '3'\nmindspore==2.7.0; python_version > '3'",
    )
    assert inferred(tmp_path)[0] == "==2.7.0"
    write(tmp_path / "requirements.txt", "mindspore==1.9.0; python_version < '3'")
    assert inferred(tmp_path)[0] == "==1.9.0"


def test_only_the_root_is_asked(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "mindspore==2.7.0")
    write(tmp_path / "sub" / "requirements.txt", "mindspore==2.5.0")
    assert inferred(tmp_path / "sub")[0] == "==2.7.0"


def test_installed_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    site = tmp_path / "site"
    write(
        site / "mindspore_gpu-2.5.0.dist-info" / "METADATA",
        "Metadata-Version: 2.1\nName: mindspore-gpu\nVersion: 2.5.0\n",
    )
    write(site / "mindspore" / "__init__.py", "raise SystemExit('imported')")
    monkeypatch.setattr(sys, "path", [*sys.path, str(site), str(tmp_path / "nowhere")])
    assert inferred(tmp_path) == ("2.5.0", "inferred from the installed mindspore-gpu 2.5.0")
    write(tmp_path / "requirements.txt", "mindspore==2.7.0")
    assert inferred(tmp_path)[0] == "==2.7.0"


@pytest.mark.parametrize("metadata", ["", "Metadata-Version: 2.1\nName: mindspore\n", "Name: mindspore\nVersion: x\n"])
def test_broken_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: str) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "site" / "mindspore-2.5.0.dist-info" / "METADATA", metadata)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
    assert inferred(tmp_path)[0] == "2.10.0"


def test_packaging_is_not_imported_without_a_requirement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "requirements.txt", "torch==2.1\n# mindspore is not wanted here")
    for name in [name for name in sys.modules if name.split(".")[0] == "packaging"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "packaging", None)
    assert inferred(tmp_path)[0] == "2.10.0"


# ---------------------------------------------------------------- explain


def test_explain(tmp_path: Path) -> None:
    rows = explain(load_toml(tmp_path, FULL))
    assert [row[0] for row in rows] == list(KEYS)
    assert rows[0] == ("select", '["MSL1", "MSL7"]', "pyproject.toml:2")
    assert ("per-file-ignores", '{ "tests/*" = ["MSL3", "MSL701"] }', "pyproject.toml:16") in rows
    assert explain(Settings())[0] == ("select", "[]", "default")
    assert ("device-target", "not set", "default") in explain(Settings())
    assert ("target-version", '"2.10.0"', "default") in explain(Settings())


def test_what_is_explained_can_be_written_back(tmp_path: Path) -> None:
    first = load_toml(tmp_path, FULL)
    lines = [f"{key} = {value}\n" for key, value, _ in explain(first) if value != "not set"]
    write(tmp_path / "ms-lint.toml", "".join(lines))
    clear_cache()
    assert load_settings("a.py") == first


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(['"', "'", "[", "]", "=", "a", "\n", "#", "{", "\\", "."])).map("".join)
)
def test_lines_of_keys_end_on_any_text(text: str) -> None:
    lines = reading._lines_of_keys(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
