"""Fine-tuning with groups by MindSpore's names."""
import mindspore as ms
from mindspore import nn, ops


def build_optimizer(model, lr, weight_decay):
    no_decay = ("bias", "gamma", "beta", "layernorm")
    decayed = [p for p in model.trainable_params() if not any(n in p.name.lower() for n in no_decay)]
    others = [p for p in model.trainable_params() if any(n in p.name.lower() for n in no_decay)]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return nn.AdamWeightDecay(groups, learning_rate=lr)


class Trainer:
    def __init__(self, model, optimizer):
        self.model = model
        self.optimizer = optimizer
        self.scaler = ms.amp.DynamicLossScaler(1024, 2, 1000)
        self.grad_fn = ms.value_and_grad(self.forward, None, optimizer.parameters, has_aux=False)

    def forward(self, ids, mask, labels):
        loss = self.model(ids, mask, labels)
        return self.scaler.scale(loss)

    def run(self, dataset, epochs):
        self.model.set_train(True)
        for _ in range(epochs):
            for batch in dataset.create_dict_iterator():
                loss, grads = self.grad_fn(batch["ids"], batch["mask"], batch["labels"])
                if ms.amp.all_finite(grads):
                    grads = self.scaler.unscale(grads)
                    self.optimizer(ops.clip_by_global_norm(grads, 1.0))
        self.model.set_train(False)
