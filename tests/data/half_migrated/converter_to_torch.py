"""The other way round: a MindSpore checkpoint for torch."""

import mindspore as ms
import torch

parameters = ms.load_checkpoint("net.ckpt")
state = {name: torch.from_numpy(value.asnumpy()) for name, value in parameters.items()}
torch.save({"state_dict": state}, "net.pth")
