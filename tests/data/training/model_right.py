"""Model.train with callbacks."""
import mindspore as ms
from mindspore import nn
from mindspore.train import CheckpointConfig, LossMonitor, Model, ModelCheckpoint, TimeMonitor

from src.dataset import create_dataset
from src.resnet import resnet50


def main(args):
    ms.set_seed(1)
    dataset = create_dataset(args.data, args.batch_size)
    step_size = dataset.get_dataset_size()
    net = resnet50(args.num_classes)
    loss = nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean")
    lr = nn.piecewise_constant_lr([30 * step_size, 60 * step_size, 90 * step_size], [0.1, 0.01, 0.001])
    opt = nn.Momentum(net.trainable_params(), lr, args.momentum, args.weight_decay, loss_scale=args.loss_scale)
    manager = ms.FixedLossScaleManager(args.loss_scale, drop_overflow_update=False)
    model = Model(net, loss_fn=loss, optimizer=opt, loss_scale_manager=manager, metrics={"acc"}, amp_level="O2")
    config = CheckpointConfig(save_checkpoint_steps=step_size, keep_checkpoint_max=5)
    callbacks = [TimeMonitor(step_size), LossMonitor(), ModelCheckpoint("resnet", "out", config)]
    model.train(args.epochs, dataset, callbacks=callbacks, dataset_sink_mode=True)
