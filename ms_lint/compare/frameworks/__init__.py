"""The layers of torch, MindSpore and Keras by their classes: kind and facts from the arguments or attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from ms_lint.compare.frameworks import keras, mindspore, torch
from ms_lint.compare.frameworks.shared import Described
from ms_lint.compare.kinds import Numbers, activation, known, settled


def describe(qualified_name: str, values: Mapping[str, Any]) -> Optional[Described]:
    """A layer of torch or MindSpore by its class and its arguments (or, of a pickled torch module, its attributes);
    None for what is no layer that is known. What is not known of the arguments is left out of the facts."""
    root, _, rest = qualified_name.partition(".")
    name = rest.rpartition(".")[2]
    if root == "torch" or rest.startswith("mint."):
        maker: Optional[Callable[[str, Numbers], Described]] = torch.LAYERS.get(name)
    elif root == "mindspore":
        maker = mindspore.LAYERS.get(name)
    elif root in ("keras", "tensorflow", "tf_keras"):
        return keras.described(name, values)
    else:
        return None
    if maker is not None:
        kind, facts = maker(name, Numbers(values))
        return kind, settled(facts)
    word = activation(name) if rest.startswith(("nn.", "mint.", "ops.")) or root == "torch" else None
    if word is not None:
        slope = Numbers(values).real("negative_slope", "alpha") if word == "leaky_relu" else None
        return "activation", known(function=word, slope=slope)
    return None
