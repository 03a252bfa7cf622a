"""Helpers that are reached from core/model.py in all ways there are. Each keeps a list, which compiled code may not:
what is compiled has a finding, and the chain by which it is reached stands behind it."""

from mindspore import ops

LOG = []


def plain(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> plain
    return x


def by_decorator(x):
    LOG.append(1)  # chain: decorated -> by_decorator
    return x


def by_decorator_that_is_called(x):
    LOG.append(1)  # chain: called -> by_decorator_that_is_called
    return x


def by_call(x):
    LOG.append(1)  # chain: later -> by_call
    return x


def by_config(x):
    LOG.append(1)  # chain: configured -> by_config
    return x


def by_old_name(x):
    LOG.append(1)  # chain: old -> by_old_name
    return x


def by_partial_of_jit(x):
    LOG.append(1)  # chain: partially -> by_partial_of_jit
    return x


def by_bytecode(x):
    LOG.append(1)  # not compiled: the bytecode falls back
    return x


def by_trace(x):
    LOG.append(1)  # not compiled: traced
    return x


def in_a_jitted_method(x):
    LOG.append(1)  # chain: Step.__call__ -> in_a_jitted_method
    return x


def in_a_train_step(x):
    LOG.append(1)  # chain: train_step -> forward -> in_a_train_step
    return x


def in_a_partial(scale, x):
    LOG.append(1)  # not compiled: Python calls what __init__ made a partial of
    return x * scale


def in_a_partial_of_construct(scale, x):
    LOG.append(1)  # chain: Neck.construct -> in_a_partial_of_construct
    return x * scale


def in_a_closure(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> act -> in_a_closure
    return x


def in_a_closure_of_a_method(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> made -> in_a_closure_of_a_method
    return x


def in_a_lambda(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> lambda -> in_a_lambda
    return x


def in_a_nested_function(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> nested -> in_a_nested_function
    return x


def in_a_jit_class(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> Scaler.apply -> in_a_jit_class
    return x


def in_a_table(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> in_a_table
    return x


def in_map(x):
    LOG.append(1)  # chain: Neck.construct -> Neck.fuse -> in_map
    return x


def in_a_block(x):
    LOG.append(1)  # chain: Block.construct -> in_a_block
    return x


def in_init(x):
    LOG.append(1)  # not compiled
    return x


def in_a_callback(x):
    LOG.append(1)  # not compiled
    return x


def in_a_pipeline(x):
    LOG.append(1)  # not compiled
    return x


class Collector:
    """An object that construct uses."""

    def __init__(self):
        self.items = []

    def add(self, x):
        self.items.append(1)  # chain: Neck.construct -> Neck.fuse -> Collector.add
        return x
