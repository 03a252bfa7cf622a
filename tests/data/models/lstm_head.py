"""An embedding, a two-way LSTM and a head over its last step."""

import torch
import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, vocab=12, embed=6, hidden=5, classes=3, dropout=0.3):
        super().__init__()
        self.embedding = nn.Embedding(vocab, embed, padding_idx=0)
        self.lstm = nn.LSTM(embed, hidden, num_layers=2, batch_first=True, bidirectional=True, dropout=dropout)
        self.norm = nn.LayerNorm(hidden * 2)
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(hidden * 2, classes)

    def forward(self, tokens):
        x = self.embedding(tokens)
        out, (h, c) = self.lstm(x)
        last = out[:, -1, :]
        pooled, _ = torch.max(out, dim=1)
        x = self.norm(last + pooled)
        return torch.log_softmax(self.fc(self.dropout(x)), dim=-1)


net = Classifier()
inputs = [torch.tensor([[1, 4, 2, 0], [3, 5, 11, 7]])]
