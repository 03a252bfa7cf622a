"""Messages that remember how they were made, and the language that they are shown in."""

from __future__ import annotations

import copy
import pickle

import pytest

from ms_lint.languages import environment_language, language_of, speaking, tell, translated, used_language
from ms_lint.messages import Message, conjunction, disjunction, placeholders, say, sentences


def test_a_message_is_its_english_text() -> None:
    message = say("`{call}` moves by {step}.", call="nn.MaxPool2d", step=1)
    assert message == "`nn.MaxPool2d` moves by 1."
    assert hash(message) == hash("`nn.MaxPool2d` moves by 1.")
    assert message.template == "`{call}` moves by {step}."
    assert message.fields == {"call": "nn.MaxPool2d", "step": "1"}


def test_braces_and_what_is_filled_in_stay_as_they_are() -> None:
    message = say("{{{name}}} is `{code}`.", name="a", code="{b: {}} {name}")
    assert message == "{a} is `{b: {}} {name}`."
    assert placeholders(message.template) == {"name", "code"}
    assert translated(message, "zh_CN") == message


def test_a_sentence_can_be_continued() -> None:
    message = say("{sentence.open} (as {name} says).", sentence=say("It differs."), name="x")
    assert message == "It differs (as x says)."
    assert placeholders(message.template) == {"sentence", "name"}


def test_a_placeholder_without_a_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("`{call}` differs.", name="x")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_messages_survive_pickling(protocol: int) -> None:
    message = say("{reason.open}: {count}", reason=say("It is {what}.", what="so"), count=2)
    for again in (pickle.loads(pickle.dumps(message, protocol)), copy.deepcopy(message)):
        assert again == message
        assert isinstance(again, Message)
        assert isinstance(again.fields["reason"], Message)
        assert again.fields["reason"].template == "It is {what}."


def test_lists_and_sentences() -> None:
    assert conjunction(["a"]) == "a"
    assert conjunction(["a", "b", "c"]) == "a, b and c"
    assert disjunction(["a", "b", "c"]) == "a, b or c"
    assert sentences("It is.", None, "Do.") == "It is. Do."
    assert sentences() == ""


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh", "zh_CN"),
        ("zh-CN", "zh_CN"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans-SG", "zh_CN"),
        ("zh_TW.UTF-8", None),
        ("zh-Hant", None),
        ("en_GB@euro", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("de_DE", None),
        ("", None),
    ],
)
def test_names_of_languages(name: str, language: str) -> None:
    assert language_of(name) == language


def test_the_environment_names_the_language() -> None:
    assert environment_language({}) == "en"
    assert environment_language({"LANG": "zh_CN.UTF-8"}) == "zh_CN"
    assert environment_language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}) == "en"
    assert environment_language({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}) == "zh_CN"
    assert environment_language({"LC_ALL": "en_US.UTF-8", "MS_LINT_LANG": "zh"}) == "zh_CN"
    assert environment_language({"LC_ALL": "", "LANG": "fr_FR.UTF-8"}) == "en"


def test_the_language_of_the_process_holds_for_a_block() -> None:
    before = used_language()
    with speaking("zh_CN"):
        assert used_language() == "zh_CN"
        assert tell("{count} of {all}", count=1, all=2) == "1 of 2"
    assert used_language() == before
