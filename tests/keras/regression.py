"""Regression on a table, as Keras's tutorials do it. Runs with Keras 3 as it is."""

import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)
random = np.random.default_rng(0)
x = random.normal([0, 5, -20, 0, 3], [1, 10, 100, 1, 1], (600, 5)).astype("float32")
y = 2 * x[:, 0] - 0.3 * x[:, 1] + np.sin(x[:, 3])
x_train, x_test, y_train, y_test = x[:500], x[500:], y[:500], y[500:]

normalizer = layers.Normalization()
normalizer.adapt(x_train)
model = keras.Sequential(
    [
        keras.Input(shape=(5,)),
        normalizer,
        layers.Dense(32, activation="relu", kernel_regularizer=keras.regularizers.L2(1e-4)),
        layers.BatchNormalization(),
        layers.Dropout(0.1),
        layers.Dense(32, activation="relu", kernel_initializer="he_normal"),
        layers.Dense(1),
    ]
)
model.summary()
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-2),
    loss="mse",
    metrics=["mae", keras.metrics.RootMeanSquaredError()],
)
history = model.fit(
    x_train,
    y_train,
    validation_split=0.2,
    epochs=40,
    batch_size=32,
    verbose=2,
    callbacks=[
        keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau(patience=4, factor=0.5),
        keras.callbacks.CSVLogger("epochs.csv"),
    ],
)
assert sorted(history.history) == [
    "learning_rate",
    "loss",
    "mae",
    "root_mean_squared_error",
    "val_loss",
    "val_mae",
    "val_root_mean_squared_error",
]
measured = model.evaluate(x_test, y_test, verbose=0, return_dict=True)
print(measured)
assert measured["mae"] < 0.8 < np.abs(y_test - y_test.mean()).mean() / 2


class Stop(keras.callbacks.Callback):
    """Ends a training after its second epoch, with smaller steps."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.001
        self.model.stop_training = epoch == 1 and logs["loss"] > 0


assert len(model.fit(x_train, y_train, epochs=9, verbose=0, callbacks=[Stop()]).epoch) == 2

for layer in model.layers[:3]:
    layer.trainable = False
before = model.get_layer(index=1).get_weights()[0]
model.compile(keras.optimizers.SGD(1e-3, momentum=0.9, clipnorm=1.0), keras.losses.Huber(delta=1.0))
model.fit(x_train, y_train, epochs=2, verbose=0)
assert np.array_equal(model.get_layer(index=1).get_weights()[0], before)
