"""A text classifier: embedding, two-way LSTM, attention over the steps."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class TextClassifier(nn.Cell):
    def __init__(self, vocabulary=100, embedding=16, hidden=12, num_layers=2, num_classes=3):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.lstm = nn.LSTM(embedding, hidden, num_layers=num_layers, batch_first=True, bidirectional=True)
        self.score = nn.Dense(2 * hidden, 1)
        self.norm = nn.LayerNorm((2 * hidden,), epsilon=1e-5)
        self.fc1 = nn.Dense(2 * hidden, hidden)
        self.fc2 = nn.Dense(hidden, num_classes)
        self.tanh = nn.Tanh()
        self.dropout = nn.Dropout(p=0.3)

    def construct(self, tokens, mask):
        x = self.embedding(tokens)
        output, _ = self.lstm(x)
        score = self.score(self.tanh(output)).squeeze(-1)
        score = score.masked_fill(mask == 0, -1e9)
        weights = ops.softmax(score, axis=-1)
        context = (output * weights.expand_dims(-1)).sum(1)
        context = self.norm(context)
        context = self.dropout(context)
        return self.fc2(ops.relu(self.fc1(context)))


tokens = ms.Tensor(np.arange(14).reshape(2, 7), ms.int32)
result = TextClassifier()(tokens, ms.Tensor(np.ones((2, 7)), ms.int32))
