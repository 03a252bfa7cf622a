"""`real` is a method in MindSpore: what is doubled here is no tensor."""

import mindspore as ms
import numpy as np

spectrum = ms.Tensor(np.array([1 + 3j, 2 + 4j], np.complex64))
result = spectrum.real * 2.0  # expect: MSL109
