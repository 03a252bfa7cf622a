"""Camera pose from one image: the front end of PoseNet, in TensorFlow's graph style.

Images are NHWC, float32, with the training set's mean already subtracted.
"""

import tensorflow.compat.v1 as tf

POSITION_WEIGHT = 0.3
ROTATION_WEIGHT = 150.0


def conv(x, filters, kernel, stride=1, name="conv"):
    """SAME convolution with bias and ReLU."""
    channels = int(x.shape[-1])
    with tf.variable_scope(name):
        weights = tf.get_variable("weights", [kernel, kernel, channels, filters])
        biases = tf.get_variable("biases", [filters])
        x = tf.nn.conv2d(x, weights, strides=[1, stride, stride, 1], padding="SAME")
        return tf.nn.relu(tf.nn.bias_add(x, biases))


def dense(x, units, name):
    with tf.variable_scope(name):
        weights = tf.get_variable("weights", [int(x.shape[-1]), units])
        biases = tf.get_variable("biases", [units])
        return tf.nn.xw_plus_b(x, weights, biases)


def max_pool(x, stride):
    return tf.nn.max_pool2d(x, ksize=3, strides=stride, padding="SAME")


def lrn(x):
    return tf.nn.lrn(x, depth_radius=5, bias=2.0, alpha=1e-4, beta=0.75)


def inception(x, wide, narrow, name):
    """Four branches side by side. `wide` and `narrow` give what the two reduced branches use."""
    one, pool = wide[0], narrow[0]
    with tf.variable_scope(name):
        direct = conv(x, one, 1, name="direct")
        three = conv(conv(x, wide[1], 1, name="reduce3"), wide[2], 3, name="conv3")
        five = conv(conv(x, narrow[1], 1, name="reduce5"), narrow[2], 5, name="conv5")
        pooled = conv(max_pool(x, 1), pool, 1, name="proj")
        return tf.concat([direct, three, five, pooled], axis=3)


def pose_head(x, name):
    """Position (3 numbers) and rotation (a quaternion) from a feature map."""
    with tf.variable_scope(name):
        x = tf.nn.avg_pool2d(x, ksize=5, strides=3, padding="VALID")
        x = conv(x, 128, 1, name="reduce")
        x = tf.reshape(x, [-1, int(x.shape[1]) * int(x.shape[2]) * 128])
        x = tf.nn.relu(dense(x, 1024, "hidden"))
        x = tf.nn.dropout(x, rate=0.3)
        return dense(x, 3, "position"), dense(x, 4, "rotation")


def front_end(images):
    """224 x 224 images to the first of the three pose estimates."""
    x = conv(images, 64, 7, stride=2, name="conv1")
    x = lrn(max_pool(x, 2))
    x = conv(x, 64, 1, name="reduce2")
    x = conv(x, 192, 3, name="conv2")
    x = max_pool(lrn(x), 2)
    x = inception(x, (64, 96, 128), (32, 16, 32), "block1")
    x = inception(x, (128, 128, 192), (64, 32, 96), "block2")
    x = max_pool(x, 2)
    x = inception(x, (192, 96, 208), (64, 16, 48), "block3")
    return pose_head(x, "head1")


def pose_loss(position, rotation, true_position, true_rotation):
    position_error = tf.sqrt(tf.reduce_sum(tf.square(position - true_position)))
    rotation_error = tf.sqrt(tf.reduce_sum(tf.square(rotation - true_rotation)))
    return POSITION_WEIGHT * position_error + ROTATION_WEIGHT * rotation_error


def build(batch_size=75):
    """The graph for training: three placeholders, the loss, and Adam's step."""
    images = tf.placeholder(tf.float32, [batch_size, 224, 224, 3], name="images")
    true_position = tf.placeholder(tf.float32, [batch_size, 3], name="position")
    true_rotation = tf.placeholder(tf.float32, [batch_size, 4], name="rotation")
    position, rotation = front_end(images)
    loss = pose_loss(position, rotation, true_position, true_rotation)
    optimizer = tf.train.AdamOptimizer(learning_rate=1e-4, epsilon=1e-08)
    return loss, optimizer.minimize(loss)


if __name__ == "__main__":
    tf.disable_v2_behavior()
    tf.summary.FileWriter("log", graph=tf.get_default_graph())
    print(build())
