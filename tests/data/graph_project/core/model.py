"""A network and its training, with compiled code in every spelling."""

import functools
from functools import partial

import mindspore as ms
import mindspore.dataset as ds
from mindspore import JitConfig, jit, jit_class, nn
from mindspore import jit as compiled
from mindspore.train import Callback

from core import helpers
from core.helpers import in_a_closure, in_a_lambda, in_a_partial


@jit
def decorated(x):
    return helpers.by_decorator(x)


@ms.jit()
def called(x):
    return helpers.by_decorator_that_is_called(x)


@ms.jit(jit_config=JitConfig(jit_level="O1"))
def configured(x):
    return helpers.by_config(x)


def later(x):
    return helpers.by_call(x)


fast = ms.jit(later)


@ms.ms_function
def old(x):
    return helpers.by_old_name(x)


@functools.partial(ms.jit, fullgraph=True)
def partially(x):
    return helpers.by_partial_of_jit(x)


@ms.jit(capture_mode="bytecode")
def by_bytecode(x):
    return helpers.by_bytecode(x)


@compiled(capture_mode="trace")
def by_trace(x):
    return helpers.by_trace(x)


def make_act(scale):
    def act(x):
        return in_a_closure(x) * scale

    return act


@jit_class
class Scaler:
    def __init__(self, scale):
        self.scale = scale

    def apply(self, x):
        return helpers.in_a_jit_class(x) * self.scale


class Block(nn.Cell):
    def construct(self, x):
        return helpers.in_a_block(x)


class Neck(nn.Cell):
    def __init__(self):
        super().__init__()
        helpers.in_init(1)
        self.act = make_act(2.0)
        self.shift = self.make_shift(1.0)
        self.scaled = partial(in_a_partial, 3.0)
        self.last = lambda x: in_a_lambda(x)
        self.scaler = Scaler(2)
        self.collector = helpers.Collector()
        self.table = {"a": helpers.in_a_table}
        self.blocks = nn.CellList([Block() for _ in range(2)])

    def make_shift(self, by):
        def made(x):
            return helpers.in_a_closure_of_a_method(x) + by

        return made

    def fuse(self, x):
        def nested(y):
            return helpers.in_a_nested_function(y)

        x = helpers.plain(x)
        x = self.shift(self.act(x))
        x = self.last(x)
        x = self.scaler.apply(x)
        x = self.collector.add(x)
        x = self.table["a"](x)
        for block in self.blocks:
            x = block(x)
        pair = list(map(helpers.in_map, (x, x)))
        return nested(x + pair[0])

    def construct(self, x):
        x = self.scaled(x)
        x = partial(helpers.in_a_partial_of_construct, 3.0)(x)
        return self.fuse(x)


class Step:
    def __init__(self, network):
        self.network = network

    @jit
    def __call__(self, x):
        return helpers.in_a_jitted_method(x)


class Log(Callback):
    def step_end(self, run_context):
        helpers.in_a_callback(run_context)


def load():
    data = ds.NumpySlicesDataset([1.0, 2.0])
    return data.map(helpers.in_a_pipeline, input_columns=["column_0"])
