"""PoseNet front end for MindSpore, ported from original_tf.py. Images are NCHW here.

Not finished: head1 gives numbers of the right shape, the loss is still to come.
"""

from mindspore import nn, ops


class ConvBlock(nn.SequentialCell):
    """Convolution, bias, ReLU; pad_mode stays "same", as TensorFlow had it."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1):
        conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, has_bias=True)
        super().__init__([conv, nn.ReLU()])


class FrontEnd(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = ConvBlock(3, 64, 7, 2)
        self.pool1 = nn.MaxPool2d(3, 2, pad_mode="SAME")
        self.norm1 = ops.LRN(5, 2.0, 1e-4, 0.75)
        self.reduce2 = ConvBlock(64, 64, 1)
        self.conv2 = ConvBlock(64, 192, 3)
        self.norm2 = ops.LRN(5, 2.0, 1e-4, 0.75)
        self.pool2 = nn.MaxPool2d(3, 2, pad_mode="SAME")
        self.concat = ops.Concat(axis=1)

        self.block1_direct = ConvBlock(192, 64, 1)
        self.block1_reduce3 = ConvBlock(192, 96, 1)
        self.block1_conv3 = ConvBlock(96, 128, 3)
        self.block1_reduce5 = ConvBlock(192, 16, 1)
        self.block1_conv5 = ConvBlock(16, 32, 5)
        self.block1_pool = nn.MaxPool2d(3, 1, pad_mode="SAME")
        self.block1_proj = ConvBlock(192, 32, 5)

        self.block2_direct = ConvBlock(256, 128, 1)
        self.block2_reduce3 = ConvBlock(256, 128, 1)
        self.block2_conv3 = ConvBlock(128, 192, 3)
        self.block2_reduce5 = ConvBlock(256, 32, 1)
        self.block2_conv5 = ConvBlock(32, 96, 5)
        self.block2_pool = nn.MaxPool2d(3, 1, pad_mode="SAME")
        self.block2_proj = ConvBlock(256, 64, 1)

        self.pool3 = nn.MaxPool2d(3, 2, pad_mode="SAME")
        self.block3_direct = ConvBlock(480, 192, 1)
        self.block3_reduce3 = ConvBlock(480, 96, 1)
        self.block3_conv3 = ConvBlock(96, 208, 3)
        self.block3_proj = ConvBlock(480, 64, 1)
        """... reduce5, conv5 and pool of block 3"""

    def construct(self, images):
        x = self.norm1(self.pool1(self.conv1(images)))
        x = self.conv2(self.reduce2(x))
        x = self.pool2(self.norm2(x))

        direct = self.block1_direct(x)
        three = self.block1_conv3(self.block1_reduce3(x))
        five = self.block1_conv5(self.block1_reduce5(x))
        pooled = self.block1_proj(self.block1_pool(x))
        x = self.concat((direct, three, five, pooled))

        direct = self.block2_direct(x)
        three = self.block2_conv3(self.block2_reduce3(x))
        five = self.block2_conv5(self.block2_reduce5(x))
        pooled = self.block2_proj(self.block2_pool(x))
        block2_out = self.concat((direct, three, five, pooled))
        """... block 3, then the head"""
        return position, rotation


class PoseHead(nn.Cell):
    """Hidden layer, then position and rotation."""

    def __init__(self, features):
        super().__init__()
        self.hidden = nn.Dense(features, 1024)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(p=0.3)
        self.pose = nn.Dense(1024, 7)

    def construct(self, x):
        x = self.dropout(self.relu(self.hidden(x)))
        position, rotation = self.pose(x)
        return position, rotation


class PoseLoss(nn.Cell):
    def __init__(self):
        super().__init__()
        self.square = ops.Square()

    def construct(self, position, rotation, true_position, true_rotation):
        """0.3 x position error + 150 x rotation error"""
        return loss


class TrainingNet(nn.Cell):
    """Backbone and loss in one Cell, as TrainOneStepCell wants it."""

    def __init__(self, backbone, loss_fn):
        super().__init__()
        self.backbone = backbone
        self.loss_fn = loss_fn

    def construct(self, images, true_position, true_rotation):
        position, rotation = self.backbonne(images)
        return self.loss_fn(position, rotation, true_position, true_rotation)


loss = PoseLoss()
net = TrainingNet(FrontEnd(), loss)
optimizer = nn.Adam(net.trainable_params(), learning_rate=1e-4, eps=1e-08)
train_step = nn.TrainOneStepCell(net, optimizer)
train_step.set_train()
