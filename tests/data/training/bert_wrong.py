"""Fine-tuning, ported from Hugging Face transformers with torch.optim.AdamW."""
import mindspore as ms
from mindspore import nn, ops


def build_optimizer(model, lr):
    no_decay = ["bias", "LayerNorm.weight"]  # expect: MSL832
    groups = [
        {"params": [p for n, p in model.parameters_and_names() if not any(nd in n for nd in no_decay)], "eps": 1e-8},  # expect: MSL834
        {"params": [p for n, p in model.parameters_and_names() if any(nd in n for nd in no_decay)], "weight_decay": 0.0},
    ]
    return nn.AdamWeightDecay(groups, learning_rate=lr, eps=1e-8, weight_decay=0.01)  # expect: MSL830


def train(model, loader, epochs):
    ms.manual_seed(42)  # expect: MSL847
    model.set_train()
    optimizer = build_optimizer(model, 5e-5)

    def forward(ids, labels):
        logits = model(ids)
        return ops.cross_entropy(logits, labels)

    grad_fn = ms.value_and_grad(forward, weights=optimizer.parameters)  # expect: MSL812
    for epoch in range(epochs):
        for ids, labels in loader:
            loss, grads = grad_fn(ids, labels)
            grads = [ops.clip_by_norm(g, 1.0) for g in grads]  # expect: MSL826
            optimizer(grads)
