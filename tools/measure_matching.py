"""How many layers of real checkpoints are matched with the layers of real ports, and what is said about them.

    python tools/measure_matching.py --write CHECKPOINTS            # with torch and torchvision
    python tools/measure_matching.py --models mindcv/models CHECKPOINTS

The first writes the state dicts of torchvision's models, with random weights, into a folder. The second holds them
against mindcv's ports and prints a table; each finding is printed below it, to be read.
"""

from __future__ import annotations

import argparse
import importlib
from collections import Counter
from pathlib import Path

from ms_lint.analysis import compare
from ms_lint.compare.comparison import Comparison, compare_module
from ms_lint.compare.readers import read_reference
from ms_lint.semantics.module import Module
from ms_lint.settings import Settings

#: Models of torchvision and their ports in mindcv.
PORTS = {
    "convnext_tiny": "convnext.py:convnext_tiny",
    "densenet121": "densenet.py:densenet121",
    "efficientnet_b0": "efficientnet.py:efficientnet_b0",
    "googlenet": "googlenet.py:GoogLeNet(aux_logits=True)",
    "inception_v3": "inceptionv3.py:InceptionV3",
    "mnasnet1_0": "mnasnet.py:mnasnet_100",
    "mobilenet_v2": "mobilenetv2.py:mobilenet_v2_100",
    "mobilenet_v3_large": "mobilenetv3.py:mobilenet_v3_large_100",
    "mobilenet_v3_small": "mobilenetv3.py:mobilenet_v3_small_100",
    "resnet18": "resnet.py:resnet18",
    "resnet50": "resnet.py:resnet50",
    "shufflenet_v2_x1_0": "shufflenetv2.py:shufflenet_v2_x1_0",
    "squeezenet1_0": "squeezenet.py:squeezenet1_0",
    "swin_t": "swintransformer.py:swin_tiny",
    "vgg16": "vgg.py:vgg16",
    "vgg16_bn": "vgg.py:vgg16(batch_norm=True)",
    "vit_b_16": "vit.py:vit_b_16_224",
}


def main() -> None:
    """Write checkpoints, or print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path)
    parser.add_argument("--write", action="store_true", help="write the checkpoints")
    parser.add_argument("--models", type=Path, help="the folder mindcv/models")
    arguments = parser.parse_args()
    if arguments.write:
        write(arguments.checkpoints)
    else:
        measure(arguments.checkpoints, arguments.models)


def write(folder: Path) -> None:
    """The state dicts of the models."""
    import torch

    models = importlib.import_module("torchvision.models")
    folder.mkdir(parents=True, exist_ok=True)
    for name in PORTS:
        more = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
        torch.save(getattr(models, name)(weights=None, **more).state_dict(), folder / f"{name}.pth")


def measure(checkpoints: Path, models: Path) -> None:
    """A row for each model: its layers, those that are matched, those of the Cell that have weights and are not."""
    findings = []
    print("| model | layers | matched | left of the Cell | findings |")
    print("| --- | --- | --- | --- | --- |")
    for name, port in PORTS.items():
        file, _, target = port.partition(":")
        path = checkpoints / f"{name}.pth"

        def held(module: Module, path: Path = path, target: str = target) -> Comparison:
            return compare_module(read_reference(str(path)), module, target)

        comparison, found = compare(str(models / file), Settings(root=str(models.parent), select=("MSL9",)), held)
        matching = comparison.matching
        weighted = [layer for layer in matching.surplus if layer.weights]
        total = len(matching.pairs) + len(matching.rest) + len(matching.namesakes)
        codes = ", ".join(f"{code} {count}" for code, count in sorted(Counter(each.code for each in found).items()))
        print(f"| {name} | {total} | {len(matching.pairs)} | {len(weighted)} | {codes} |")
        findings += found
    for each in findings:
        print(f"{each.path}:{each.location.line}: {each.code} {each.message}")


if __name__ == "__main__":
    main()
