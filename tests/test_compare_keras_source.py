"""Source code with Keras as a reference: functional models, ``Sequential`` and subclassed ones."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Optional

import pytest
from compare_helpers import DATA, reference_file
from helpers import write_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ms_lint.analysis import project_for
from ms_lint.compare.comparison import ComparisonError, compare_module
from ms_lint.compare.model import Layer, Reference
from ms_lint.compare.readers import read_reference
from ms_lint.compare.sources import load_reference
from ms_lint.settings import Settings

SOURCE = str(DATA / "originals" / "keras_net.py")


def read(code: str, folder: Path, target: str = "") -> Reference:
    """A reference from source code."""
    path = write_files(folder, {"original.py": code}) / "original.py"
    return load_reference(f"{path}{target and ':'}{target}", project_for(Settings(root=str(folder))).catalog)


def layers_of(reference: Reference) -> dict[str, Layer]:
    """The layers that the file and the code both have."""
    return {layer.name.replace("/", "."): layer for layer in reference.layers if layer.kind != "other"}


def sizes_of(layer: Layer) -> dict[str, Any]:
    """The shapes of the weights by role."""
    return {role: weight.shape for role, weight in layer.weights.items()}


def test_a_functional_model_is_what_keras_saved(tmp_path: Path) -> None:
    """Layers, numbers, shapes, data flow and the optimizer: all as in the file that Keras wrote of the same code."""
    catalog = project_for(Settings(root=str(tmp_path))).catalog
    code = load_reference(f"{SOURCE}:build", catalog)
    file = read_reference(str(reference_file("net.keras", tmp_path)))
    mine, theirs = layers_of(code), layers_of(file)
    assert list(mine) == list(theirs)
    for name, layer in theirs.items():
        assert mine[name].kind == layer.kind
        assert mine[name].op == layer.op
        assert {key: value for key, value in mine[name].facts.items() if key != "image"} == {
            key: value for key, value in layer.facts.items() if key != "image"
        }
        assert sizes_of(mine[name]) == sizes_of(layer)
        assert mine[name].inputs == tuple(each for each in layer.inputs or () if each != "image")
    assert code.training == file.training
    assert code.is_graph
    assert code.is_complete


def test_a_model_within_a_model_is_what_keras_saved(tmp_path: Path) -> None:
    pytest.importorskip("h5py")
    catalog = project_for(Settings(root=str(tmp_path))).catalog
    mine = layers_of(load_reference(f"{SOURCE}:build_nested", catalog))
    theirs = layers_of(read_reference(str(reference_file("nested.h5", tmp_path))))
    assert list(mine) == list(theirs)
    for name, layer in theirs.items():
        assert {**layer.facts, **mine[name].facts} == {**mine[name].facts, **layer.facts}
        if layer.kind != "lstm":
            assert sizes_of(mine[name]) == sizes_of(layer)


def test_a_subclassed_model_has_the_weights_that_keras_saved(tmp_path: Path) -> None:
    pytest.importorskip("h5py")
    catalog = project_for(Settings(root=str(tmp_path))).catalog
    code = load_reference(f"{SOURCE}:Subclassed", catalog)
    file = read_reference(str(reference_file("subclassed.weights.h5", tmp_path)))
    mine = [shape for layer in code.layers for shape in sizes_of(layer).values()]
    theirs = [weight.shape for layer in file.layers for weight in layer.weights.values()]
    known = [shape for shape in mine if None not in shape]
    assert len(mine) == len(theirs)
    assert all(known.count(shape) <= theirs.count(shape) for shape in known)
    assert [layer.name for layer in code.layers if layer.weights] == [
        "stem",
        "blocks.0",
        "blocks.1",
        "head.0",
        "head.1",
    ]


SEQUENTIAL = """
from tensorflow import keras

model = keras.models.Sequential(name="plain")
model.add(keras.layers.Conv2D(8, 3, input_shape=(20, 20, 3), activation="relu"))
model.add(keras.layers.MaxPooling2D())
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(10, name="logits"))
"""


def test_a_sequential_that_the_module_makes(tmp_path: Path) -> None:
    reference = read(SEQUENTIAL, tmp_path)
    layers = layers_of(reference)
    assert list(layers) == ["Conv2D (line 4)", "MaxPooling2D (line 5)", "Flatten (line 6)", "logits"]
    assert layers["logits"].facts["in"] == 9 * 9 * 8
    assert layers["Conv2D (line 4)"].facts["in"] == 3
    assert reference.format == "model, tensorflow source"
    named = layers_of(read(SEQUENTIAL, tmp_path, "model"))
    assert {name: layer.facts for name, layer in named.items()} == {name: each.facts for name, each in layers.items()}


def test_a_function_with_arguments(tmp_path: Path) -> None:
    code = """
    import keras
    from keras.layers import Conv2D, Input, add

    def block(x, width, name):
        for number in range(2):
            x = add([x, Conv2D(width, 3, padding="same", name=f"{name}_{number}")(x)])
        return x

    def build(width, depth=1):
        image = Input((None, None, 3))
        x = Conv2D(width, 1, name="stem")(image)
        for stage in range(depth):
            x = block(x, width, "stage%d" % stage if stage < 0 else f"stage{stage}")
        return keras.Model(inputs=image, outputs=[x])
    """
    layers = layers_of(read(code, tmp_path, "build(width=16, depth=2)"))
    assert list(layers) == ["stem", "stage0_0", "stage0_1", "stage1_0", "stage1_1"]
    assert {layer.facts["out"] for layer in layers.values()} == {16}
    assert layers["stage1_0"].facts["in"] == 16
    assert layers["stage0_1"].inputs == ("stem", "stage0_0")


def test_a_model_that_is_called_twice(tmp_path: Path) -> None:
    code = """
    import keras
    from keras import layers

    def tower():
        image = keras.Input((8, 8, 1))
        return keras.Model(image, layers.Conv2D(4, 3, name="conv")(image), name="tower")

    def build():
        left, right = keras.Input((8, 8, 1)), keras.Input((8, 8, 1))
        shared = tower()
        both = layers.Concatenate(name="both")([shared(left), shared(right)])
        return keras.Model([left, right], layers.Conv2D(2, 1, name="head")(both))
    """
    layers = layers_of(read(code, tmp_path))
    assert {name: layer.calls for name, layer in layers.items()} == {"tower.conv": 2, "both": 1, "head": 1}
    assert layers["head"].facts["in"] == 8


def test_a_class_that_puts_itself_together(tmp_path: Path) -> None:
    code = """
    from tensorflow import keras

    class Net(keras.Model):
        def __init__(self, units=7):
            image = keras.Input((12,))
            hidden = keras.layers.Dense(units, name="hidden")(image)
            super().__init__(image, keras.layers.Dense(3, name="out")(hidden))
    """
    layers = layers_of(read(code, tmp_path, "Net(units=9)"))
    assert {name: layer.facts["in"] for name, layer in layers.items()} == {"hidden": 12, "out": 9}


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("layers.ReLU(max_value=6.0)", "relu6"),
        ("layers.ReLU()", "relu"),
        ("layers.Activation('swish')", "silu"),
        ("layers.Activation(chosen())", None),
        ("tf.nn.tanh", "tanh"),
        ("layers.Dropout(0.1)", "none"),
        ("chosen()", None),
    ],
)
def test_the_activation_behind_a_layer(layer: str, expected: Optional[str], tmp_path: Path) -> None:
    code = f"""
    import tensorflow as tf
    from tensorflow.keras import layers
    from elsewhere import chosen

    class Net(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.conv = layers.Conv2D(4, 3)
            self.act = {layer}
            self.out = layers.Dense(2)

        def call(self, x):
            return self.out(self.act(self.conv(x)))
    """
    assert layers_of(read(code, tmp_path))["conv"].facts.get("activation") == expected
    code = code.replace("Conv2D(4, 3)", f"Conv2D(4, 3, activation={layer})").replace("self.act(self", "(self")
    if not layer.startswith("layers.Dropout") and "Activation" not in layer:
        assert layers_of(read(code, tmp_path))["conv"].facts.get("activation") == expected


@pytest.mark.parametrize(
    "line",
    [
        "x = keras.applications.ResNet50(include_top=False)(x)",
        "x = layers.MultiHeadAttention(2, 4)(x, x)",
        "x = layers.Lambda(lambda y: elsewhere(y))(x)",
        "x = elsewhere(x)",
    ],
)
def test_what_is_not_known_is_not_complete(line: str, tmp_path: Path) -> None:
    code = f"""
    import keras
    from keras import layers
    from somewhere import elsewhere

    def build():
        image = x = keras.Input((32, 32, 3))
        x = layers.Conv2D(4, 3, name="conv")(x)
        {line}
        return keras.Model(image, layers.Dense(2, name="head")(x))
    """
    reference = read(code, tmp_path)
    assert not reference.is_complete
    assert "in" not in layers_of(reference)["head"].facts or "Attention" in line


def test_of_several_models_one_has_to_be_named(tmp_path: Path) -> None:
    catalog = project_for(Settings(root=str(tmp_path))).catalog
    with pytest.raises(ComparisonError, match=r"several models \(build, build_nested, Subclassed\)"):
        load_reference(SOURCE, catalog)
    with pytest.raises(ComparisonError, match="no model called Nothing"):
        load_reference(f"{SOURCE}:Nothing", catalog)


def test_a_layer_behind_a_branch_is_kept_and_what_leads_to_it_is_not_known(tmp_path: Path) -> None:
    code = """
    import keras
    from keras import backend, layers
    from somewhere import flag

    def block(x, width, shortcut):
        inside = layers.Conv2D(width, 1, name="inside")(x)
        if shortcut:
            return layers.Add()([x, inside])
        return inside

    def build():
        axis = 1 if backend.image_data_format() == "channels_first" else -1
        image = keras.Input((32, 32, 3))
        x = layers.Conv2D(image.shape[axis] * 2, 3, name="first")(image)
        x = block(x, 6, flag())
        return keras.models.Functional(image, layers.Conv2D(4, 1, name="last")(x))
    """
    reference = read(code, tmp_path)
    layers = layers_of(reference)
    assert [layer.name for layer in reference.layers if layer.weights] == ["first", "inside", "last"]
    assert layers["first"].facts["out"] == 6
    assert not reference.is_complete
    again = read(code.replace("flag()", "True"), tmp_path)
    assert again.is_complete
    assert layers_of(again)["last"].inputs == ("first", "inside")


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mangled_sources_never_crash(data: st.DataObject, tmp_path: Path) -> None:
    """Lines of the originals left out, doubled and in another order: read, or refused with a reason."""
    name = data.draw(st.sampled_from(["keras_net.py", "keras_classes.py"]))
    lines = (DATA / "originals" / name).read_text(encoding="utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(lines) - 1))
        end = min(start + data.draw(st.integers(1, 3)), len(lines))
        place = data.draw(st.integers(0, len(lines)))
        part = lines[start:end]
        lines = data.draw(st.sampled_from([lines[:start] + lines[end:], lines[:place] + part + lines[place:]]))
    path = tmp_path / "mangled.py"
    path.write_text("\n".join(lines), encoding="utf-8")
    for target in ("", ":build", ":build_nested", ":Net", ":Subclassed"):
        with contextlib.suppress(ComparisonError):
            load_reference(f"{path}{target}", project_for(Settings(root=str(tmp_path))).catalog)


def test_the_axis_of_channels_where_concatenations_are_concatenated(tmp_path: Path) -> None:
    original = """
    import keras
    from keras import layers

    def build():
        x = image = keras.Input((8, 8, 3))
        x = layers.Conv2D(4, 1, name="stem")(x)
        for at in range(3):
            more = layers.Conv2D(2, 1, name=f"conv{at}")(x)
            x = layers.Concatenate(axis=3, name=f"joined{at}")([x, more])
        return keras.Model(image, layers.Conv2D(5, 1, name="head")(x))
    """
    port = """
    from mindspore import nn, ops

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2d(3, 4, 1, has_bias=True)
            self.conv0 = nn.Conv2d(4, 2, 1, has_bias=True)
            self.conv1 = nn.Conv2d(6, 2, 1, has_bias=True)
            self.conv2 = nn.Conv2d(8, 2, 1, has_bias=True)
            self.head = nn.Conv2d(10, 5, 1, has_bias=True)

        def construct(self, x):
            x = self.stem(x)
            x = ops.cat((x, self.conv0(x)), 1)
            x = ops.cat((x, self.conv1(x)), 1)
            x = ops.cat((x, self.conv2(x)), 1)
            return self.head(x)
    """
    reference = read(original, tmp_path, "build")
    for text, expected in ((port, set()), (port.replace("self.conv1(x)), 1)", "self.conv1(x)), 2)"), {"order"})):
        path = write_files(tmp_path, {"net.py": text}) / "net.py"
        module = project_for(Settings(root=str(tmp_path))).load(str(path))
        assert module is not None
        comparison = compare_module(reference, module, "Net")
        assert len(comparison.matching.pairs) == 8
        assert {each.topic for each in comparison.differences} == expected
