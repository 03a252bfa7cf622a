"""Runs programs on one framework and prints what became of each, one JSON line a program.

    python oracle_worker.py [--mode pynative|graph] [--observe] [--append FOLDER] FRAMEWORK FILE...

FRAMEWORK is ``mindspore``, ``torch``, ``tensorflow``, or ``python`` for programs that need none. The
first line says the framework's version. Needs nothing but the framework: it runs in environments
that do not have ms-lint. What the programs print goes to standard error. With ``--observe`` a line also says what the
program does besides its result (``oracle_observation``).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from oracle_observation import Observation


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("framework", choices=("mindspore", "torch", "tensorflow", "python"))
    parser.add_argument("--mode", choices=("pynative", "graph"), default="pynative")
    parser.add_argument("--observe", action="store_true", help="also what programs do besides their results")
    parser.add_argument("--append", metavar="FOLDER", help="a folder of packages, to be searched last")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if arguments.append:
        sys.path.append(arguments.append)

    def say(line: Mapping[str, object]) -> None:
        output.write(json.dumps(line) + "\n")
        output.flush()

    try:
        framework = None if arguments.framework == "python" else importlib.import_module(arguments.framework)
    except ImportError as error:
        say({"status": "missing", "message": str(error)})
        return 1
    say({"status": "ready", "version": getattr(framework, "__version__", "").partition("+")[0]})
    for path in arguments.files:
        if arguments.framework == "mindspore":
            _set_mode(framework, arguments.mode)
        say({"file": path, **_run(path, framework if arguments.observe else None)})
        if arguments.framework == "mindspore":
            _settle(framework)
    # what a framework does when it is torn down is no longer about the programs
    output.close()
    os._exit(0)


def _set_mode(mindspore: Any, mode: str) -> None:
    chosen = mindspore.GRAPH_MODE if mode == "graph" else mindspore.PYNATIVE_MODE
    # the level is the default: a program before may have set another one; MindSpore 2.0 has none
    level = {"jit_syntax_level": mindspore.LAX} if hasattr(mindspore, "LAX") else {}
    mindspore.set_context(mode=chosen, device_target="CPU", **level)


def _settle(mindspore: Any) -> None:
    """Wait for what a program has started: its late errors would be raised in the next one."""
    with contextlib.suppress(Exception):
        mindspore.common.api._pynative_executor.sync()


def _run(path: str, observed: Any = None) -> dict[str, object]:
    """What became of a program. ``observed`` is mindspore if what it does besides its result is wanted."""
    # a name that says where it comes from: messages of graph mode have it
    name = "_".join(os.path.splitext(os.path.abspath(path))[0].split(os.sep)[-3:])
    torch = sys.modules.get("torch")
    try:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # graph mode looks for the source of a Cell by its module
        observation = Observation(observed, module, _encode) if observed is not None else None
        if observation is not None:
            observation.run(path)
        else:
            spec.loader.exec_module(module)
        if not hasattr(module, "result"):
            return {"status": "invalid", "message": "the program does not set `result`"}
        result = _encode(module.result)
        return {"status": "ok", "result": result, **({"observed": observation.observed()} if observation else {})}
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return {"status": "raises", "error": type(error).__name__, "message": str(error)}
    finally:
        if torch is not None:
            sys.modules["torch"] = torch
        elif sys.modules.get("torch", sys) is None:  # a program that stands for an environment without it
            del sys.modules["torch"]


def _encode(value: Any) -> dict[str, object]:
    """A result as JSON: numbers with their shape, the items of a tuple, a plain value, or for anything
    else the name of its type."""
    if isinstance(value, (tuple, list)):
        return {"items": [_encode(item) for item in value]}
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"value": value}
    if hasattr(value, "detach"):
        value = value.detach()
    for method in ("asnumpy", "numpy"):
        if hasattr(value, method):
            value = getattr(value, method)()
    if hasattr(value, "shape") and hasattr(value, "tolist"):
        return {"shape": list(value.shape), "numbers": value.tolist()}
    return {"object": type(value).__name__}


if __name__ == "__main__":
    sys.exit(main())
