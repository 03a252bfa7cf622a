"""Camera pose from one image, in TensorFlow's graph style: the front end, its loss and its optimizer.

Images are NHWC. Convolutions pad to SAME, add a bias and end in a ReLU.
"""

import tensorflow.compat.v1 as tf


def conv(x, filters, kernel, stride=1, name="conv"):
    channels = int(x.shape[-1])
    with tf.variable_scope(name):
        weights = tf.get_variable("weights", [kernel, kernel, channels, filters])
        biases = tf.get_variable("biases", [filters])
        x = tf.nn.conv2d(x, weights, strides=[1, stride, stride, 1], padding="SAME")
        return tf.nn.relu(tf.nn.bias_add(x, biases), name="relu")


def dense(x, units, name):
    with tf.variable_scope(name):
        weights = tf.get_variable("weights", [int(x.shape[-1]), units])
        biases = tf.get_variable("biases", [units])
        return tf.nn.xw_plus_b(x, weights, biases)


def max_pool(x, stride, name):
    return tf.nn.max_pool2d(x, ksize=3, strides=stride, padding="SAME", name=name)


def lrn(x, name):
    return tf.nn.lrn(x, depth_radius=2, alpha=2e-05, beta=0.75, bias=1.0, name=name)


def inception(x, sizes, name):
    """Four branches side by side: 1x1, 3x3, 5x5 and the pooled input."""
    one, reduce3, three, reduce5, five, pooled = sizes
    branch1 = conv(x, one, 1, name=f"{name}_out0")
    branch3 = conv(conv(x, reduce3, 1, name=f"{name}_reduction1"), three, 3, name=f"{name}_out1")
    branch5 = conv(conv(x, reduce5, 1, name=f"{name}_reduction2"), five, 5, name=f"{name}_out2")
    branch = conv(max_pool(x, 1, f"{name}_pool"), pooled, 1, name=f"{name}_out3")
    return tf.concat([branch1, branch3, branch5, branch], axis=3, name=f"{name}_concat")


def front_end(images):
    x = conv(images, 64, 7, stride=2, name="conv1")
    x = lrn(max_pool(x, 2, "pool1"), "norm1")
    x = conv(x, 64, 1, name="reduction2")
    x = lrn(conv(x, 192, 3, name="conv2"), "norm2")
    x = max_pool(x, 2, "pool2")
    x = inception(x, (64, 96, 128, 16, 32, 32), "mix1")
    x = inception(x, (128, 128, 192, 32, 96, 64), "mix2")
    x = tf.nn.avg_pool2d(x, ksize=5, strides=3, padding="VALID", name="cls1_pool")
    x = conv(x, 128, 1, name="cls1_reduction")
    x = tf.reshape(x, [-1, int(x.shape[1]) * int(x.shape[2]) * 128])
    x = tf.nn.relu(dense(x, 256, "cls1_fc1"))
    return dense(x, 3, "cls1_fc_pose_xyz"), dense(x, 4, "cls1_fc_pose_wpqr")


def distance(value, label):
    return tf.sqrt(tf.reduce_sum(tf.square(tf.subtract(value, label))))


def build(batch_size=5):
    """The graph for training: three placeholders, the loss, and Adam's step."""
    images = tf.placeholder(tf.float32, [batch_size, 224, 224, 3], name="images")
    poses_x = tf.placeholder(tf.float32, [batch_size, 3], name="poses_x")
    poses_q = tf.placeholder(tf.float32, [batch_size, 4], name="poses_q")
    p1_x, p1_q = front_end(images)
    loss = distance(p1_x, poses_x) * 0.3 + distance(p1_q, poses_q) * 150.0
    optimizer = tf.train.AdamOptimizer(learning_rate=0.0001, beta1=0.9, beta2=0.999, epsilon=1e-08)
    return loss, optimizer.minimize(loss)
