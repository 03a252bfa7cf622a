"""Samples of calls with their counterparts: both bind to the signatures in the data, and both give the same."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from knowledge import mappings
from mapping_samples import Sample, bound_calls, not_run, programs, read_samples
from result_difference import difference
from run_oracle import TENSORFLOW_PYTHON, Batch, Outcome, run_batch

from ms_lint.knowledge.catalog import Catalog
from ms_lint.knowledge.counterparts import counterpart, table

SAMPLES = read_samples()
ON_CPU = [sample for sample in SAMPLES if sample.cpu]
#: Its docstring shows ``self``, which the catalog takes for a parameter.
_MISREAD = "torch.Tensor.detach"
_WORD = re.compile(r"[A-Za-z_]\w+")
_VALUE = re.compile(r"\b[A-Z]\b(?=\.)")


def test_each_counterpart_has_a_sample_or_a_reason() -> None:
    without, sampled = not_run(), {sample.name for sample in SAMPLES}
    suggested = {name for name in table().names() if not name.endswith(".*") and has_target(name)}
    assert sorted(suggested - sampled - without.keys()) == []
    assert sorted(sampled & without.keys()) == []
    assert sorted(without.keys() - suggested) == []


def test_most_samples_run() -> None:
    names = Counter(name.partition(".")[0] for name in {sample.name for sample in SAMPLES} if has_target(name))
    assert names["torch"] > 880
    assert names["tensorflow"] > 240
    assert len(ON_CPU) > len(SAMPLES) * 0.95
    assert len({sample.id for sample in SAMPLES}) == len(SAMPLES)


def has_target(name: str) -> bool:
    found = counterpart(name)
    return found is not None and bool(found.target)


def test_the_call_of_the_counterpart_binds() -> None:
    newest = len(table().versions) - 1
    problems = [(sample.mindspore, mappings.problem(_VALUE.sub("x", sample.mindspore), newest)) for sample in SAMPLES]
    assert [item for item in problems if item[1] is not None] == []


def test_the_call_of_the_original_binds() -> None:
    catalog = Catalog(())
    refused, bound = [], 0
    for sample in SAMPLES:
        for call in bound_calls(_VALUE.sub("torch.Tensor", sample.original)):
            entry = catalog.find(ast.unparse(call.func))
            if entry is not None and entry.signatures and entry.name != _MISREAD:
                bound += 1
                if not any(signature.bind(call).fits for signature in entry.signatures):
                    refused.append(sample.original)
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
    """What became of the original's call and of the counterpart's; without those of TensorFlow where no Python
    has it."""
    folder = tmp_path_factory.mktemp("samples")
    pythons = {"torch": sys.executable, "mindspore": sys.executable, "tensorflow": os.environ.get(TENSORFLOW_PYTHON)}
    batches = {name: Batch(python, name, "pynative") for name, python in pythons.items() if python}
    runs = {}
    for index, sample in enumerate(ON_CPU):
        if sample.framework in batches:
            runs[sample] = folder / f"original_{index}.py", folder / f"mindspore_{index}.py"
            for path, program in zip(runs[sample], programs(sample)):
                path.write_text(program, encoding="utf-8")
            batches[sample.framework].files.append(runs[sample][0])
            batches["mindspore"].files.append(runs[sample][1])
    done: dict[Path, Outcome] = {}
    for batch in batches.values():
        done.update(run_batch(batch)[1])
    return {sample: (done[theirs], done[ours]) for sample, (theirs, ours) in runs.items()}


@pytest.mark.oracle
@pytest.mark.parametrize("sample", ON_CPU, ids=lambda sample: str(sample.id))
def test_the_counterpart_gives_what_the_original_gives(
    sample: Sample, outcomes: dict[Sample, tuple[Outcome, Outcome]]
) -> None:
    if sample not in outcomes:
        assert sample.framework == "tensorflow"
        pytest.skip(f"{TENSORFLOW_PYTHON} does not name a Python with TensorFlow")
    original, mindspore = outcomes[sample]
    assert original.status == "ok", f"{sample.original}: {original.message}"
    assert mindspore.status == "ok", f"{sample.mindspore}: {mindspore.message}"
    assert original.result is not None
    assert mindspore.result is not None
    agree, distance = difference(original.result, mindspore.result)
    assert agree, f"{sample.original} and {sample.mindspore}: {distance}"
