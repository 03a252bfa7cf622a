"""The real part of a spectrum, twice."""

import torch

spectrum = torch.complex(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))
result = spectrum.real * 2.0
