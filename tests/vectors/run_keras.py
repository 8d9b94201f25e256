"""Fits one case with Keras, on whatever backend the environment names."""

import dataclasses
import functools

import keras
import numpy as np
from keras.src.utils.naming import to_snake_case
from table import Case


def model_json(case: Case) -> dict:
    """The case's model in the form that imfit reads."""
    config = {
        "name": "sequential",
        "seed": case.seed,
        "input_shape": [case.data[0].shape[1]],
        "layers": case.layers,
    }
    return {"class_name": "Sequential", "config": config}


def adapted(case: Case) -> Case:
    """The case with what Keras's own `adapt` finds in its inputs, in the layers that ask for it."""
    return dataclasses.replace(case, layers=[adapt(layer, case) for layer in case.layers])


def adapt(component: dict, case: Case) -> dict:
    """The layer with mean and variance of the case's inputs, if it asks for them."""
    if not component["config"].get("adapt"):
        return component
    found = getattr(keras.layers, component["class_name"])()
    found.adapt(case.data[0])
    config = {
        name: np.ravel(keras.ops.convert_to_numpy(getattr(found, name))).tolist()
        for name in ("mean", "variance")
    }
    return {"class_name": component["class_name"], "config": config}


def build(case: Case) -> keras.Model:
    """The case's model, compiled, at its initial weights."""
    model = stack(case.layers, keras.Input((case.data[0].shape[1],)))
    model.set_weights(initial_weights(model, case))
    model.compile(
        optimizer=optimizer(case.optimizer),
        loss=loss(case.loss),
        metrics=[metric(component) for component in case.metrics],
    )
    return model


def stack(components: list[dict], inputs: keras.KerasTensor) -> keras.Model:
    """The model of these layers; one with blocks through Keras's functional API."""
    if all(component["class_name"] != "Residual" for component in components):
        return keras.Sequential([inputs, *map(layer, components)])
    return keras.Model(inputs, through(components, inputs))


def through(components: list[dict], x: keras.KerasTensor) -> keras.KerasTensor:
    """What layers make of `x`. Keras has no residual block, but can add what it has kept."""
    for component in components:
        if component["class_name"] == "Residual":
            inner = through(component["config"]["layers"], x)
            x = keras.layers.Add()([x, inner])
        else:
            x = layer(component)(x)
    return x


def layer(component: dict) -> keras.Layer:
    """A layer, its activation made."""
    config = dict(component["config"])
    if "activation" in config:
        config["activation"] = activation(config["activation"])
    for name in [name for name in config if name.endswith("_regularizer")]:
        config[name] = regularizer(config[name])
    kind = getattr(keras.layers, component["class_name"])
    if config.get("activation") == "glu":
        kind = halving(kind)
    return kind(**config)


def halving(kind: type) -> type:
    """A kind of layer that knows that "glu" leaves half of its outputs: Keras's don't."""

    def compute_output_shape(self, input_shape):
        *others, width = kind.compute_output_shape(self, input_shape)
        return (*others, width // 2)

    members = {"compute_output_shape": compute_output_shape}
    return type(f"Halving{kind.__name__}", (kind,), members)


def regularizer(component: dict | str) -> keras.Regularizer:
    """A regularizer; one of them keeps its factor in float32, also where all else is float64."""
    made = keras.regularizers.get(component)
    if isinstance(made, keras.regularizers.OrthogonalRegularizer):
        made.factor = component["config"]["factor"]
    return made


def activation(component: dict | str):
    """An activation as Keras takes it: arguments are bound to the function beforehand.

    Keras has no activation called "sin", but an operation of that name.
    """
    if component == "sin":
        return keras.ops.sin
    if isinstance(component, str):
        return component
    name, config = component["class_name"], component["config"]
    if name == "sin":
        return lambda x: keras.ops.sin(config["frequency"] * x)
    return functools.partial(getattr(keras.activations, name), **config)


def optimizer(component: dict | str) -> keras.optimizers.Optimizer:
    """A fresh optimizer: two models must not share one."""
    if isinstance(component, str):
        return keras.optimizers.get(component)
    config = dict(component["config"])
    rate = config.get("learning_rate")
    if isinstance(rate, dict):
        schedule = getattr(keras.optimizers.schedules, rate["class_name"])
        config["learning_rate"] = schedule(**rate["config"])
    own = {"Muon": Muon}.get(component["class_name"])
    return (own or getattr(keras.optimizers, component["class_name"]))(**config)


class Muon(keras.optimizers.Muon):
    """Keras's Muon, in float64 too, where it doesn't cast what a schedule gives."""

    def _muon_update_step(self, gradient, variable, lr, m):
        lr = keras.ops.cast(lr, variable.dtype)
        super()._muon_update_step(gradient, variable, lr, m)


def loss(component: dict | str) -> keras.Loss | str:
    """A loss, by its name or with its arguments. Charbonnier's isn't Keras's."""
    if isinstance(component, str):
        return component
    if component["class_name"] == "Charbonnier":
        return functools.partial(charbonnier, **component["config"])
    return getattr(keras.losses, component["class_name"])(**component["config"])


def charbonnier(y_true, y_pred, epsilon: float):
    """The mean of sqrt(d^2 + epsilon^2)."""
    square = keras.ops.square(y_true - y_pred) + epsilon * epsilon
    return keras.ops.mean(keras.ops.sqrt(square), axis=-1)


def metric(component: dict | str):
    """A metric; two of Keras's losses have no name as metrics."""
    if component in ("huber", "log_cosh"):
        return getattr(keras.losses, component)
    if isinstance(component, str):
        return component
    # Without a name some get a number: "precision_1".
    name = to_snake_case(component["class_name"])
    return getattr(keras.metrics, component["class_name"])(name=name, **component["config"])


def metric_name(component: dict | str) -> str:
    """The name under which the logs have a metric."""
    return component if isinstance(component, str) else metric(component).name


# What the small initial values of some arrays are added to: scales and variances.
AROUND = {"gamma": 1.0, "scale": 1.0, "moving_variance": 1.0}


def initial_weights(model: keras.Model, case: Case) -> list[np.ndarray]:
    """Glorot uniform kernels, small biases, scales around 1, float32 whatever the precision.

    Drawn by numpy and not by Keras, whose streams differ from backend to backend.
    """
    rng = np.random.default_rng(case.seed)
    return [
        on_grain(
            AROUND.get(v.name, 0.0) + rng.uniform(-1, 1, v.shape) * limit(v.shape, case), case.grain
        )
        for v in model.weights
    ]


def limit(shape: tuple[int, ...], case: Case) -> float:
    """The largest initial weight: Glorot's for a kernel, the case's for a bias."""
    return case.bias if len(shape) == 1 else np.sqrt(6 / sum(shape))


def on_grain(values: np.ndarray, grain: float) -> np.ndarray:
    """Values rounded to multiples of `grain`, as float32."""
    return (np.round(values / grain) * grain if grain else values).astype(np.float32)


class Gaps(keras.callbacks.Callback):
    """Records how near each row was to the other side of accuracy's decision.

    Looks at the predictions that accuracy is about to be computed from: each training
    batch before its step, the validation rows after each epoch. Only for an eager
    backend: JAX's trainer keeps the weights out of the model while it fits.
    """

    def __init__(self, case: Case, train_rows: int):
        """Remembers the rows that the case trains and validates on."""
        super().__init__()
        x = case.data[0]
        self.train, self.val = x[:train_rows], x[train_rows:]
        if case.validation is not None:
            self.val = case.validation[0]
        self.batch_size = case.fit["batch_size"]
        self.places = places(case)
        self.of_epochs = []

    def on_epoch_begin(self, epoch, logs=None):
        """Starts a new epoch's record."""
        self.of_epochs.append(np.empty(0))

    def on_train_batch_begin(self, batch, logs=None):
        """Adds the gaps of the rows that this step trains on."""
        start = batch * self.batch_size
        rows = self.train[start : start + self.batch_size]
        self.of_epochs[-1] = np.append(self.of_epochs[-1], gaps(self.model(rows), self.places))

    def on_epoch_end(self, epoch, logs=None):
        """Adds a record of the validation rows."""
        if len(self.val):
            self.of_epochs.append(gaps(self.model(self.val), self.places))


def places(case: Case) -> set[int]:
    """How many of the largest outputs the case's accuracies look at: one, or the k of top-k."""
    configs = [metric["config"] for metric in case.metrics if isinstance(metric, dict)]
    return {1, *(config["k"] for config in configs if "k" in config)}


def gaps(predictions, places: set[int]) -> np.ndarray:
    """The change of an output that it takes to change a row's accuracy.

    That is, the distance to 0.5 for one output, else that of the smallest of those which count
    to the next.
    """
    p = np.asarray(predictions)
    if p.shape[1] == 1:
        return np.abs(p[:, 0] - 0.5)
    top = np.sort(p, axis=1)[:, ::-1]
    return np.min([top[:, k - 1] - top[:, k] for k in places], axis=0)


def as_keras_takes_it(arguments: dict) -> dict:
    """Arguments of `fit`: classes, which are texts in JSON, as whole numbers."""
    given = dict(arguments)
    if "class_weight" in given:
        given["class_weight"] = {int(k): v for k, v in given["class_weight"].items()}
    given["callbacks"] = [callback(component) for component in arguments.get("callbacks", [])]
    return given


def callback(component: dict) -> keras.callbacks.Callback:
    """A callback. A schedule is a list in the case, by which the epoch's rate is multiplied."""
    config = dict(component["config"])
    if "schedule" in config:
        factors = config["schedule"]
        config["schedule"] = lambda epoch, rate: rate * factors[epoch]
    return getattr(keras.callbacks, component["class_name"])(**config)


def by_epoch(history: keras.callbacks.History, arguments: dict) -> dict[str, np.ndarray]:
    """The logs with a value for each epoch: NaN for an epoch without validation."""
    every = arguments.get("validation_freq", 1)
    validated = [
        (epoch + 1) % every == 0 if isinstance(every, int) else epoch + 1 in every
        for epoch in history.epoch
    ]
    logs = {}
    for name, values in history.history.items():
        logs[name] = np.full(len(history.epoch), np.nan)
        logs[name][validated if name.startswith("val_") else slice(None)] = values
    return logs


def train(case: Case) -> dict:
    """Fits, evaluates and predicts: what the case file and its tolerances need."""
    case = adapted(case)
    model = build(case)
    start = model.get_weights()
    x, y = case.data
    if "GeneralizedCrossEntropy" in str(case.loss):
        # With a column Keras takes all pairs of a row's prediction and another row's class.
        y = y[:, 0]
    batch_size = case.fit["batch_size"]
    validation = case.validation
    if validation is not None and case.validation_weight is not None:
        validation = (*validation, case.validation_weight)
    # As Keras splits: the product in doubles, its fraction dropped.
    train_rows = int(len(x) * (1.0 - case.fit.get("validation_split", 0.0)))
    watch = Gaps(case, train_rows)
    arguments = as_keras_takes_it(case.fit)
    if keras.backend.backend() == "tensorflow":
        arguments["callbacks"].append(watch)
    history = model.fit(
        x,
        y,
        **arguments,
        sample_weight=case.sample_weight,
        validation_data=validation,
        verbose=0,
    )
    predictions = model.predict(x, batch_size=batch_size, verbose=0)
    return {
        "model": model_json(case),
        "metric_names": [metric_name(component) for component in case.metrics],
        "initial_weights": start,
        "history": by_epoch(history, case.fit),
        "evaluate": model.evaluate(x, y, batch_size=batch_size, verbose=0, return_dict=True),
        "final_weights": model.get_weights(),
        "predictions": predictions,
        "gaps": [*watch.of_epochs, gaps(predictions, places(case))],
    }
