"""Training steps of torch after their fixes: what becomes of them, and what is in the way of others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ms_lint.findings import Applicability
from ms_lint.runner import check_content, fix_content
from ms_lint.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
from measure_conversion import measure, read_snippets

LOOPS = Path(__file__).parent / "data" / "loops"
HEAD = """\
import torch
from torch import nn
from torch.optim import SGD

model = nn.Linear(3, 2)
criterion = nn.MSELoss()
optimizer = SGD(model.parameters(), lr=0.1)
"""


def fixed(text: str, folder: Path) -> str:
    settings = Settings(target_version="2.10.0", root=str(folder))
    return fix_content(text.encode(), str(folder / "train.py"), settings, unsafe=True).content.decode()


def body(text: str, folder: Path) -> str:
    """What becomes of a file behind its optimizer."""
    return fixed(HEAD + text, folder).partition("lr=0.1)\n")[2].strip("\n")


def obstacles(text: str, folder: Path) -> list[str]:
    settings = Settings(target_version="2.10.0", root=str(folder))
    found = check_content((HEAD + text).encode(), str(folder / "train.py"), settings, {})
    return [item.message for item in found if item.code == "MSL117"]


def test_a_plain_loop(tmp_path: Path) -> None:
    text = """
for x, y in data:  # batches
    x, y = x.to("cuda"), y.to("cuda")

    # ask
    prediction = model(x)
    loss = criterion(prediction, y)  # the loss
    optimizer.zero_grad()
    loss.backward()  # back
    optimizer.step()  # on
    print(loss.item())
"""
    assert (
        body(text, tmp_path)
        == """\
def forward_fn(x, y):
    prediction = model(x)
    loss = criterion(prediction, y)  # the loss
    return loss


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)

for x, y in data:  # batches
    # ask
    loss, grads = grad_fn(x, y)  # back
    optimizer(grads)  # on
    print(loss.item())"""
    )


def test_what_is_read_later_is_returned_too(tmp_path: Path) -> None:
    text = """
for x, y in data:
    optimizer.zero_grad()
    prediction = model(x)
    error = prediction - y
    loss = (error**2).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 2.0)
    optimizer.step()
    seen.append(prediction)
for x, y in data:
    error = model(x) - y
    print(error)
"""
    after = body(text, tmp_path)
    assert "    return loss, prediction\n" in after
    assert "optimizer.parameters, has_aux=True)" in after
    assert "    (loss, prediction), grads = grad_fn(x, y)\n    grads = ops.clip_by_global_norm(grads, 2.0)\n" in after


def test_what_is_carried_over_is_given_and_returned(tmp_path: Path) -> None:
    text = """
state = start
for x in data:
    optimizer.zero_grad()
    out, state = model(x, state)
    loss = out.mean()
    loss.backward()
    optimizer.step()
"""
    after = body(text, tmp_path)
    assert "def forward_fn(x, state):" in after
    assert "(loss, state), grads = grad_fn(x, state)" in after


def test_names_of_the_file_are_kept_free(tmp_path: Path) -> None:
    text = """
grads, forward_fn = 1, 2
for x in data:
    optimizer.zero_grad()
    model(x).mean().backward()
    optimizer.step()
"""
    after = body(text, tmp_path)
    assert "def forward_fn_2(x):\n    return model(x).mean()\n" in after
    assert "    loss, grads_2 = grad_fn(x)\n    optimizer(grads_2)" in after


def test_what_the_loop_makes_anew_is_not_taken_from_above_it(tmp_path: Path) -> None:
    text = """
for fold in folds:
    model = nn.Linear(3, 2)
    optimizer = SGD(model.parameters(), lr=0.2)
    for x in fold:
        optimizer.zero_grad()
        loss = model(x).mean()
        loss.backward()
        optimizer.step()
"""
    after = body(text, tmp_path)
    assert after.index("for fold") < after.index("    def forward_fn(x):") < after.index("    for x in fold")


@pytest.mark.parametrize(
    ("lines", "obstacle"),
    [
        (["loss.backward(retain_graph=True)", "optimizer.step()"], "is given arguments"),
        (["scaler.scale(loss).backward()", "scaler.step(optimizer)"], "the loss is scaled"),
        (["loss.backward()", "if k % 2 == 0:", "    optimizer.step()"], "steps in some rounds only"),
        (["loss.backward()", "other.backward()", "optimizer.step()"], "more than one loss"),
        (["loss.backward()", "optimizer.step()", "second_optimizer.step()"], "several optimizers"),
        (["loss.backward()", "print(model.weight.grad)", "optimizer.step()"], "read as `grad`"),
        (["loss.backward()", "optimizer.step(closure)"], "`step` is given arguments"),
        (["self.loss = loss", "self.loss.backward()", "optimizer.step()"], "is not computed in this block"),
        (["with autocast():", "    loss = model(x).mean()", "loss.backward()", "optimizer.step()"], "stands between"),
        (["x.add_(1)", "loss = loss + model(x).sum()", "loss.backward()", "optimizer.step()"], "stands between"),
    ],
)
def test_other_shapes_are_left_and_said(lines: list[str], obstacle: str, tmp_path: Path) -> None:
    start = ["for k, x in enumerate(data):", "    optimizer.zero_grad()", "    loss = model(x).mean()"]
    text = "\n" + "\n".join([*start, *(f"    {line}" for line in lines)]) + "\n"
    assert any(obstacle in message for message in obstacles(text, tmp_path))
    assert "value_and_grad" not in fixed(HEAD + text, tmp_path)


def test_gradients_that_add_up_are_left(tmp_path: Path) -> None:
    text = "\nfor x in data:\n    loss = model(x).mean()\n    loss.backward()\n    optimizer.step()\n"
    assert any("add up" in message for message in obstacles(text, tmp_path))


def test_the_fix_needs_a_look(tmp_path: Path) -> None:
    text = HEAD + "\nfor x in data:\n    optimizer.zero_grad()\n    model(x).mean().backward()\n    optimizer.step()\n"
    found = check_content(text.encode(), str(tmp_path / "train.py"), Settings(root=str(tmp_path)), {})
    (fix,) = (item.fix for item in found if item.fix is not None)
    assert fix.applicability is Applicability.UNSAFE
    assert "a function of its own" in fix.reason


@pytest.mark.oracle
def test_loops_train_as_they_did() -> None:
    outcomes = measure(list(read_snippets(LOOPS)), "2.10.0", "pynative")
    assert len(outcomes) >= 5
    assert {item.snippet.name: (item.kind, item.message) for item in outcomes if item.kind != "equal"} == {}
