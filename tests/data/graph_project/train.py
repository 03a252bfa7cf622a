"""The script that is run: the mode is chosen here."""

import mindspore as ms
from core.model import Neck
from core.steps import build

ms.set_context(mode=ms.GRAPH_MODE, device_target="CPU")
step = build(Neck())
