"""Each counterpart, for each version and family that it is suggested for, bound to the signature in the data."""

from __future__ import annotations

from collections import Counter

import pytest
from suggested_calls import Suggestion, problem, suggestions

from ms_lint.knowledge.counterparts import table


@pytest.fixture(scope="module")
def everything() -> list[Suggestion]:
    return list(suggestions())


def test_what_a_reader_would_write_binds(everything: list[Suggestion]) -> None:
    refused = [(item.name, item.version, problem(item)) for item in everything]
    assert [item for item in refused if item[2] is not None] == []


def test_no_counterpart_is_passed_over(everything: list[Suggestion]) -> None:
    """Each has a kind; those that nothing can be tried of are few."""
    kinds = Counter((item.framework, item.kind) for item in everything)
    bound = {(item.framework, item.kind) for item in everything if item.calls}
    assert sum(kinds.values()) > 39_000
    assert {framework for framework, kind in bound if kind == "made"} == {"tensorflow", "torch"}
    for framework in ("tensorflow", "torch"):
        known = sum(kinds[framework, kind] for kind in ("made", "least", "written", "value"))
        assert known > 0.85 * sum(count for (of, _), count in kinds.items() if of == framework), kinds
    assert {item.version for item in everything} == set(table().versions)
    assert {item.family for item in everything if item.calls} == {"nn", "mint"}


@pytest.mark.parametrize(
    ("name", "version", "calls"),
    [
        ("torch.nn.Conv2d", "2.10.0", ("mindspore.nn.Conv2d(a, a, a)",)),
        ("torch.sum", "2.10.0", ("mindspore.ops.sum(a, a)", "mindspore.ops.sum(a, a, a, dtype=a)")),
        ("torch.ones", "1.8.1", ("mindspore.ops.ones(a, type=a)",)),
        ("torch.Tensor.acos_", "2.10.0", ("x.acos()",)),
        ("tensorflow.matmul", "2.10.0", ("mindspore.ops.matmul(a, a)",)),
    ],
)
def test_the_calls_are_those_of_the_original(
    name: str, version: str, calls: tuple[str, ...], everything: list[Suggestion]
) -> None:
    first = next(item for item in everything if item.name == name and item.version == version)
    assert set(calls) <= set(first.calls)


@pytest.mark.parametrize(
    "call",
    ["mindspore.nn.Conv2d(a, a)", "mindspore.ops.sum(a, axis=a)", "x.acos(a)", "mindspore.ops.Concat(a)(a, a)"],
)
def test_a_call_that_does_not_bind_is_found(call: str) -> None:
    assert problem(Suggestion("torch.x", "", "nn", "2.10.0", "made", (call,))) == call
