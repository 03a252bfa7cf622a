"""Samples of calls with their counterparts: both bind to the signatures in the data, and both give the same."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from knowledge import mappings
from mapping_samples import Sample, bound_calls, programs, read_samples
from run_oracle import Batch, Outcome, difference, run_batch

from ms_lint.knowledge.catalog import Catalog
from ms_lint.knowledge.counterparts import counterpart, table

SAMPLES = read_samples()
ON_CPU = [sample for sample in SAMPLES if sample.cpu]
#: Its docstring shows ``self``, which the catalog takes for a parameter.
_MISREAD = "torch.Tensor.detach"
_WORD = re.compile(r"[A-Za-z_]\w+")
_VALUE = re.compile(r"\b[A-Z]\b(?=\.)")


def test_samples_are_of_the_most_used_names() -> None:
    assert len({sample.name for sample in SAMPLES}) > 600
    assert len(ON_CPU) > len(SAMPLES) * 0.95
    assert len({sample.id for sample in SAMPLES}) == len(SAMPLES)


def test_the_call_of_the_counterpart_binds() -> None:
    newest = len(table().versions) - 1
    problems = [(sample.mindspore, mappings.problem(_VALUE.sub("x", sample.mindspore), newest)) for sample in SAMPLES]
    assert [item for item in problems if item[1] is not None] == []


def test_the_call_of_torch_binds() -> None:
    catalog = Catalog(())
    refused, bound = [], 0
    for sample in SAMPLES:
        for call in bound_calls(_VALUE.sub("torch.Tensor", sample.torch)):
            entry = catalog.find(ast.unparse(call.func))
            if entry is not None and entry.signatures and entry.name != _MISREAD:
                bound += 1
                if not any(signature.bind(call).fits for signature in entry.signatures):
                    refused.append(sample.torch)
    assert refused == []
    assert bound > 600


def test_a_sample_shows_the_counterpart_that_is_suggested() -> None:
    other = []
    for sample in SAMPLES:
        found = counterpart(sample.name)
        assert found is not None
        words = set(_WORD.findall(found.target or found.hint)) - {"nn", "ops", "ms"}
        if words and not words & set(_WORD.findall(sample.mindspore)):
            other.append((found.target, sample.mindspore))
    assert other == []


# ---------------------------------------------------------------- on the real frameworks


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[Sample, tuple[Outcome, Outcome]]:
    folder = tmp_path_factory.mktemp("samples")
    files: dict[str, list[Path]] = {"torch": [], "mindspore": []}
    for index, sample in enumerate(ON_CPU):
        for framework, program in zip(files, programs(sample)):
            path = folder / f"{framework}_{index}.py"
            path.write_text(program, encoding="utf-8")
            files[framework].append(path)
    done = {name: run_batch(Batch(sys.executable, name, "pynative", None, paths))[1] for name, paths in files.items()}
    return {
        sample: (done["torch"][theirs], done["mindspore"][ours])
        for sample, theirs, ours in zip(ON_CPU, files["torch"], files["mindspore"])
    }


@pytest.mark.oracle
@pytest.mark.parametrize("sample", ON_CPU, ids=lambda sample: str(sample.id))
def test_the_counterpart_gives_what_torch_gives(
    sample: Sample, outcomes: dict[Sample, tuple[Outcome, Outcome]]
) -> None:
    torch, mindspore = outcomes[sample]
    assert torch.status == "ok", f"{sample.torch}: {torch.message}"
    assert mindspore.status == "ok", f"{sample.mindspore}: {mindspore.message}"
    assert torch.result is not None
    assert mindspore.result is not None
    agree, distance = difference(torch.result, mindspore.result)
    assert agree, f"{sample.torch} and {sample.mindspore}: {distance}"
