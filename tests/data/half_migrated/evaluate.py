"""An evaluation script: contexts and checkpoints of torch around a Cell."""

import mindspore as ms
import numpy as np
import torch
from mindspore import nn


class Classifier(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(16, 4)
        self.softmax = nn.Softmax(axis=-1)

    def construct(self, x):
        return self.softmax(self.fc(x))


@torch.no_grad()  # expect: MSL103
def evaluate(model, batches):
    model.eval()  # expect: MSL110
    right = 0
    for features, labels in batches:
        scores = model(ms.Tensor(features))
        right += int((scores.argmax(axis=1) == ms.Tensor(labels)).sum())
    return right


model = Classifier()
checkpoint = torch.load("best.ckpt", map_location="cpu")  # expect: MSL103
model.load_state_dict(checkpoint["state_dict"])
model = model.cuda()  # expect: MSL110
with torch.inference_mode():  # expect: MSL103
    print(evaluate(model, [(np.zeros((2, 16), np.float32), np.zeros(2))]))
torch.save(model.state_dict(), "again.pth")  # expect: MSL103
