"""MSL8xx: keywords of torch that a signature with `**` lets through, and that raise all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import RAISES
from ms_lint.edits import rename_keyword
from ms_lint.findings import Applicability
from ms_lint.messages import say
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant

#: What torch or tf.data call it, and what to write.
_FOREIGN = {
    "mindspore.dataset.Dataset.batch": {
        "drop_last": "drop_remainder",
        "num_workers": "num_parallel_workers",
        "num_parallel_calls": "num_parallel_workers",
        "collate_fn": "per_batch_map",
    },
    "mindspore.dataset.Dataset.map": {
        "num_workers": "num_parallel_workers",
        "num_parallel_calls": "num_parallel_workers",
    },
}


class KeywordRefused(Rule):
    """A keyword of torch or TensorFlow for an argument that has another name here.

    `batch` and `map` of a dataset take any keyword by their signature, and raise an error for those that they do
    not know.

    ```python
    dataset.batch(32, drop_last=True)  # raises
    dataset.batch(32, drop_remainder=True)
    ```
    """

    code = "MSL849"
    name = "keyword-refused"
    fix = Applicability.SAFE
    calls = tuple(_FOREIGN)

    def check_call(self, call: Call) -> Iterator[Problem]:
        foreign = _FOREIGN[call.qualified_name]
        for keyword in call.node.keywords:
            if keyword.arg in foreign:
                yield Problem(
                    keyword,
                    say("`{call}` has no `{arg}`: it raises an error.", call=call.text, arg=keyword.arg),
                    say("Write `{foreign}`.", foreign=foreign[keyword.arg]),
                    fix=_renamed(call, keyword.arg, foreign[keyword.arg]),
                )


def _renamed(call: Call, keyword: str, name: str) -> Optional[Rewrite]:
    """The fix that gives a keyword its name here; a function that puts rows together is made otherwise."""
    if keyword == "collate_fn" or (name == "num_parallel_workers" and call.arguments.get(keyword) == Constant(0)):
        return None  # torch's 0 is no worker of its own, which raises here
    edits = rename_keyword(call.node, keyword, name, call.module.source)
    return Rewrite(edits, RAISES, extent=call.node) if edits is not None else None
