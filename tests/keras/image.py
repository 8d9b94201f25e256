"""A picture as a function of position, as a user of Keras writes it. Runs with Keras 3 as it is."""

import keras
import numpy as np

height, width = 40, 60
rows, columns = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
red = np.exp(-4 * (rows**2 + columns**2))
picture = np.stack([red, (rows + 1) / 2, (columns > 0.2) * 0.8], axis=2)
x = np.stack([columns.ravel(), rows.ravel()], axis=1)
y = picture.reshape(-1, 3)

keras.utils.set_random_seed(3)
model = keras.models.Sequential()
model.add(keras.layers.Dense(64, input_shape=(2,), activation="tanh"))
for _ in range(3):
    model.add(keras.layers.Dense(64))
    model.add(keras.layers.LeakyReLU(negative_slope=0.1))
model.add(keras.layers.Dense(3, activation="sigmoid"))
schedule = keras.optimizers.schedules.CosineDecay(5e-3, decay_steps=19 * 15)
model.compile(
    loss=keras.losses.MeanSquaredError(),
    optimizer=keras.optimizers.AdamW(schedule),
    metrics=["accuracy"],
)
history = model.fit(x, y, epochs=15, batch_size=128, verbose=2)
copy = model.predict(x, batch_size=8192, verbose=0).reshape(height, width, 3)
error = float(np.mean((copy - picture) ** 2))
print(error, history.history["loss"][-1])
assert error < 0.01 and history.history["loss"][-1] < history.history["loss"][0] / 4
