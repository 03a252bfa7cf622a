"""Write the table of planted differences into docs/compare.md: how many of each rule are found in each format.

    python tools/make_compare_table.py            # --check: fail where the page is not what it should be

That each of them is found, and nothing else, is what tests/test_compare.py runs.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from compare_helpers import PLANTED, references_of  # noqa: E402

PAGE = ROOT / "docs" / "compare.md"
_TABLE = re.compile(r"(<!-- planted -->\n\n).*?(\n\n(?!\|))", re.DOTALL)
_COUNT = re.compile(r"\(\d+ pairs of a difference and a file\)")
RULES = [f"MSL{number}" for number in range(901, 913)]
ROWS = {
    "GraphDef `.pb`": ["pose.pb"],
    "GraphDef `.pbtxt`": ["pose.pbtxt"],
    "event file, graph": ["events.out.tfevents.pose"],
    "event file, Keras model": ["events.out.tfevents.net"],
    "frozen graph, SavedModel": ["net_frozen.pb", "saved_model.pb", "small_frozen.pb", "shared_frozen.pb"],
    "`.meta`": ["small.meta"],
    "`.index`": ["net.index", "small.index"],
    "`.keras`": ["net.keras", "shared.keras"],
    "`.h5`": ["net.h5", "shared.h5"],
    "`.weights.h5`": ["net.weights.h5"],
    "Keras source, functional": ["keras_net.py:build", "keras_shared.py:build"],
    "Keras source, classes": ["keras_classes.py:Net"],
    "state dict: zip, old, nested, TorchScript": [
        "net.pth",
        "net_legacy.pth",
        "net_nested.pth.tar",
        "net_script.pt",
        "text.pth",
    ],
    "pickled module: zip, old": ["net_module.pt", "net_module_legacy.pt", "text_module.pt"],
    "`.safetensors`": ["net.safetensors"],
    "`.ckpt`": ["net.ckpt", "net_crc.ckpt"],
    "`.onnx`: three exports": ["net.onnx", "net_folded.onnx", "net_dynamo.onnx", "shared.onnx"],
    "torch source": ["torch_net.py", "torch_shared.py"],
}


def written(page: str) -> str:
    """The page with the table as it is now."""
    counts: dict[str, Counter[str]] = {}
    for planted in PLANTED.values():
        for reference in references_of(planted):
            counts.setdefault(reference, Counter())[planted["codes"][0]] += 1
    unlisted = counts.keys() - {reference for references in ROWS.values() for reference in references}
    if unlisted:
        raise SystemExit(f"no row has {', '.join(sorted(unlisted))}")
    lines = [f"| format | {' | '.join(rule[3:] for rule in RULES)} |", f"| --- |{' --- |' * len(RULES)}"]
    for title, references in ROWS.items():
        found: Counter[str] = sum((counts.get(reference, Counter()) for reference in references), Counter())
        lines.append(f"| {title} | {' | '.join(str(found[rule] or '') for rule in RULES)} |")
    total = sum(sum(each.values()) for each in counts.values())
    page = _COUNT.sub(f"({total} pairs of a difference and a file)", page)
    return _TABLE.sub(lambda match: match[1] + "\n".join(lines) + match[2], page)


def main() -> int:
    """Write the page, or check it."""
    page = PAGE.read_text(encoding="utf-8")
    new = written(page)
    if "--check" in sys.argv[1:]:
        if new != page:
            print("docs/compare.md is not up to date; run: python tools/make_compare_table.py")
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
