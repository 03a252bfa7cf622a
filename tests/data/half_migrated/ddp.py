"""Distributed training: torch's processes around a Cell."""

import os

import mindspore as ms
import torch
import torch.distributed as dist
from mindspore import nn
from mindspore.communication import get_rank, init
from torch.nn.parallel import DistributedDataParallel as DDP

net = nn.Dense(4, 4)
dist.init_process_group(backend="nccl")  # expect: MSL103
local_rank = int(os.environ["LOCAL_RANK"])
torch.cuda.set_device(local_rank)  # expect: MSL103
net = DDP(net, device_ids=[local_rank])  # expect: MSL103
if dist.get_rank() == 0:  # expect: MSL103
    print("first")
dist.barrier()  # expect: MSL103

init()
ms.set_auto_parallel_context(parallel_mode="data_parallel", device_num=8, gradients_mean=True)
print(get_rank())
