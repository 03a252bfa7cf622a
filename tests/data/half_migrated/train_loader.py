"""MindSpore's network, with torch's data, optimizer and scheduler around it."""

import mindspore as ms
import torch
import torch.nn.functional as F
from mindspore import nn
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):  # expect: MSL103
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


net = nn.SequentialCell(nn.Dense(4, 8), nn.ReLU(), nn.Dense(8, 2))
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")  # expect: MSL103, MSL103
loader = DataLoader(Rows([]), batch_size=8, shuffle=True, num_workers=2, pin_memory=True)  # expect: MSL103
optimizer = torch.optim.Adam(net.trainable_params(), lr=1e-3, weight_decay=1e-4)  # expect: MSL103
scheduler = StepLR(optimizer, step_size=10)  # expect: MSL103
torch.backends.cudnn.benchmark = True  # expect: MSL103
for x, y in loader:
    with torch.cuda.amp.autocast():  # expect: MSL103
        out = net(ms.Tensor(x.numpy()))
        loss = F.cross_entropy(out, y)  # expect: MSL103
    loss.backward()  # expect: MSL117
    torch.nn.utils.clip_grad_norm_(net.trainable_params(), 1.0)  # expect: MSL103
    optimizer.step()  # expect: MSL103
scheduler.step()
