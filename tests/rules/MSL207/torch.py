"""An image made larger."""

import torch

x = torch.arange(4.0).reshape(1, 1, 2, 2)
result = torch.nn.functional.interpolate(x, size=(4, 4), mode="bilinear", align_corners=True)
