"""A policy gradient with targets."""
import mindspore as ms
from mindspore import nn, ops


class Agent:
    def __init__(self, policy, target):
        self.policy, self.target = policy, target
        self.optimizer = nn.RMSProp(policy.trainable_params(), 1e-3)
        self.grad_fn = ms.value_and_grad(self.loss, None, self.policy.trainable_params())

    def loss(self, states, actions, rewards, following):
        values = self.policy(states).gather_elements(1, actions)
        expected = ops.stop_gradient(self.target(following).max(axis=1)) * 0.99 + rewards
        return ops.smooth_l1_loss(values, expected.expand_dims(1), reduction="mean")

    def learn(self, batch):
        self.policy.set_train()
        loss, grads = self.grad_fn(*batch)
        grads = ops.clip_by_value(grads, -1.0, 1.0)
        self.optimizer(grads)
        ms.load_param_into_net(self.target, self.policy.parameters_dict())
        return loss
