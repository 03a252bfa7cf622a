"""A faithful port of the graph in originals/pose_tf.py. Images are NCHW here."""

from mindspore import nn, ops


class ConvReLU(nn.Cell):
    def __init__(self, channel_in, kernel_size, channel_out, strides):
        super().__init__()
        self.conv = nn.Conv2d(channel_in, channel_out, kernel_size, strides, has_bias=True)
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(self.conv(x))


class LRN(nn.Cell):
    def __init__(self, radius, alpha, beta, bias=1.0):
        super().__init__()
        self.lrn = ops.LRN(radius, bias, alpha, beta)

    def construct(self, x):
        return self.lrn(x)


class PoseNet(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = ConvReLU(3, 7, 64, 2)
        self.pool1 = nn.MaxPool2d(3, 2, pad_mode="SAME")
        self.norm1 = LRN(2, 2e-05, 0.75)
        self.reduction2 = ConvReLU(64, 1, 64, 1)
        self.conv2 = ConvReLU(64, 3, 192, 1)
        self.norm2 = LRN(2, 2e-05, 0.75)
        self.pool2 = nn.MaxPool2d(3, 2, pad_mode="SAME")
        self.mix1_reduction1 = ConvReLU(192, 1, 96, 1)
        self.mix1_out1 = ConvReLU(96, 3, 128, 1)
        self.mix1_reduction2 = ConvReLU(192, 1, 16, 1)
        self.mix1_out2 = ConvReLU(16, 5, 32, 1)
        self.mix1_pool = nn.MaxPool2d(3, 1, pad_mode="SAME")
        self.mix1_out3 = ConvReLU(192, 1, 32, 1)
        self.mix1_out0 = ConvReLU(192, 1, 64, 1)
        self.concat = ops.Concat(axis=1)
        self.mix2_reduction1 = ConvReLU(256, 1, 128, 1)
        self.mix2_out1 = ConvReLU(128, 3, 192, 1)
        self.mix2_reduction2 = ConvReLU(256, 1, 32, 1)
        self.mix2_out2 = ConvReLU(32, 5, 96, 1)
        self.mix2_pool = nn.MaxPool2d(3, 1, pad_mode="SAME")
        self.mix2_out3 = ConvReLU(256, 1, 64, 1)
        self.mix2_out0 = ConvReLU(256, 1, 128, 1)
        self.cls1_pool = nn.AvgPool2d(5, 3)
        self.cls1_reduction = ConvReLU(480, 1, 128, 1)
        self.cls1_fc1 = nn.Dense(8 * 8 * 128, 256)
        self.cls1_fc_pose_xyz = nn.Dense(256, 3)
        self.cls1_fc_pose_wpqr = nn.Dense(256, 4)

    def construct(self, images):
        x = self.norm1(self.pool1(self.conv1(images)))
        x = self.reduction2(x)
        x = self.norm2(self.conv2(x))
        pool2 = self.pool2(x)
        mix1_out1 = self.mix1_out1(self.mix1_reduction1(pool2))
        mix1_out2 = self.mix1_out2(self.mix1_reduction2(pool2))
        mix1_out3 = self.mix1_out3(self.mix1_pool(pool2))
        mix1_out0 = self.mix1_out0(pool2)
        mix2_in = self.concat((mix1_out0, mix1_out1, mix1_out2, mix1_out3))
        mix2_out1 = self.mix2_out1(self.mix2_reduction1(mix2_in))
        mix2_out2 = self.mix2_out2(self.mix2_reduction2(mix2_in))
        mix2_out3 = self.mix2_out3(self.mix2_pool(mix2_in))
        mix2_out0 = self.mix2_out0(mix2_in)
        x = self.concat((mix2_out0, mix2_out1, mix2_out2, mix2_out3))
        x = self.cls1_reduction(self.cls1_pool(x))
        x = ops.relu(self.cls1_fc1(x.reshape(x.shape[0], -1)))
        return self.cls1_fc_pose_xyz(x), self.cls1_fc_pose_wpqr(x)


class PoseLoss(nn.Cell):
    def __init__(self):
        super().__init__()
        self.sub = ops.Sub()
        self.square = ops.Square()
        self.reduce_sum = ops.ReduceSum()
        self.sqrt = ops.Sqrt()

    def construct(self, p1_x, p1_q, poses_x, poses_q):
        l1_x = self.sqrt(self.reduce_sum(self.square(self.sub(p1_x, poses_x)))) * 0.3
        l1_q = self.sqrt(self.reduce_sum(self.square(self.sub(p1_q, poses_q)))) * 150
        return l1_x + l1_q


def train_step(net_with_loss):
    opt = nn.Adam(net_with_loss.trainable_params(), learning_rate=0.0001, beta1=0.9, beta2=0.999, eps=1e-08)
    return nn.TrainOneStepCell(net_with_loss, opt)
