"""Models."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _arrays, _native, _samples, optimizers
from ._callback import Callback, Callbacks
from ._component import Loss, Metric, Optimizer
from ._functions import Functions
from ._layer import InputLayer, Layer, described
from ._progress import Progress, width
from .errors import ImfitValueError, wrong_type
from .history import History
from .image import Image, size

Array = npt.NDArray[np.float32]
Function = Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], npt.ArrayLike]


class Sequential:
    """A model that is a stack of layers, each taking the output of the one before.

    Its weights exist as soon as the number of values in a row of input is known: from the first
    layer's `input_shape`, from `Input`, from `build`, or from the data of the first `fit`.

    Args:
        layers: The layers, from the input on.
        name: The model's name; "sequential" if not given.
        input_shape: The number of values in a row of input; may also be given to the first layer.
        seed: Governs initial weights and shuffling, a whole number from 0 to 2^53 - 1; drawn if not
            given: from `imfit.set_random_seed`, else from the system.

    Example:
        >>> model = Sequential([layers.Dense(10, "tanh", input_shape=2), layers.Dense(3)], seed=7)
        >>> model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
        >>> history = model.fit(x, y, batch_size=128, epochs=20)

    See https://keras.io/api/models/sequential/
    """

    _model: _native.Model
    _functions: Functions

    def __init__(
        self,
        layers: Sequence[Layer | InputLayer] | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        seed: int | None = None,
    ) -> None:
        self._model = _native.Model({"name": name, "input_shape": input_shape, "seed": seed})
        self._functions = Functions()
        for layer in _arrays.names(layers):
            self.add(layer)

    def add(self, layer: Layer | InputLayer) -> None:
        """Puts a layer on top. Layers that have weights keep them; the optimizer begins anew."""
        if isinstance(layer, InputLayer):
            self._set_input(layer)
        elif isinstance(layer, Layer):
            described = layer._as_component()
            self._model.add(described["class_name"], described["config"])
        else:
            raise wrong_type("layer", layer, "a layer, such as imfit.layers.Dense(10)")

    def pop(self) -> Layer:
        """Takes the topmost layer off and returns its description.

        The other layers keep their weights; the optimizer begins anew.
        """
        (layer,) = described([self._model.pop()], None)
        return layer

    def _set_input(self, layer: InputLayer) -> None:
        model = self._model.config()
        if model["config"]["layers"]:
            raise ImfitValueError("`Input` must come before the first layer")
        model["config"]["input_shape"] = list(layer.shape)
        self._model = _native.Model.from_config(model)

    def build(self, input_shape: int | Sequence[int | None]) -> None:
        """Makes the weights.

        Args:
            input_shape: The number of values in a row of input, as `2`, `(2,)` or `(None, 2)`.
        """
        (inputs,) = _arrays.row_shape(input_shape)
        self._model.build(inputs)

    def compile(
        self,
        optimizer: str | Optimizer | Mapping[str, Any] = "rmsprop",
        loss: str | Loss | Mapping[str, Any] | Function = "mean_squared_error",
        metrics: str | Metric | Function | Sequence[str | Metric | Function] | None = None,
        precision: str = "f32",
    ) -> None:
        """Says how the model is to be trained. The optimizer begins anew.

        Args:
            optimizer: How weights follow their gradients: a name, or one of `imfit.optimizers`.
            loss: What training makes small: a name, one of `imfit.losses`, or a function of your
                own: `f(y_true, y_pred)`, two float64 arrays of (rows, columns), returns a number
                for each row, or a row of numbers whose mean counts. It is called for each batch,
                and twice more for each output, to find its slopes; `losses.Function` takes a
                gradient too.
            metrics: What is reported beside the loss: names, some of `imfit.metrics`, or functions
                like the loss, whose name the history has.
            precision: How exact the products of a training are: "f32", or "bf16" for speed on
                processors that have it. With "bf16", the products of all dense layers but the
                first take values rounded to 8 bits of precision, forward and backward; weights,
                sums and the optimizer stay in f32, and so do `evaluate` and `predict`.

        Raises:
            ImfitValueError: An unknown name, or "bf16" on a processor that hasn't got it
                (AVX512_BF16). A model that was saved with "bf16" loads and predicts there, but
                can't be trained until it is compiled with "f32".

        See https://keras.io/api/models/model_training_apis/#compile-method
        """
        functions = Functions()
        self._model.compile(
            {
                "optimizer": optimizer,
                "loss": functions.of_loss(loss),
                "metrics": functions.of_metrics(metrics),
                "precision": precision,
            }
        )
        self._functions = functions

    def fit(
        self,
        x: npt.ArrayLike | Image,
        y: npt.ArrayLike | None = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Callback | Sequence[Callback] | None = None,
        validation_split: float = 0.0,
        validation_data: Sequence[npt.ArrayLike] | Image | None = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: npt.ArrayLike | None = None,
        initial_epoch: int = 0,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
        coordinates: str = "pixel",
    ) -> History:
        """Trains the model and returns the history of its losses and metrics.

        Ctrl-C raises KeyboardInterrupt within a tenth of a second; the model then is as it was
        trained so far, and `model.history` has the finished epochs. Other threads run meanwhile.

        Args:
            x: Inputs, one row for each sample: an array, a list or a data frame of numbers. A
                float32 array is used as it is, without a copy. Or an `imfit.Image`, whose pixels
                are the samples: this trains as on what its `pixels` returns, to the byte, but takes
                no memory for it.
            y: Targets, one row for each sample; a vector is one column. None with a picture, which
                brings its own: its colours.
            batch_size: Rows that are worked on together, at least 1; 32 if not given.
            epochs: The epoch to train up to, at least 1; with `initial_epoch` 0, how many.
            verbose: What to show: 0 nothing, 1 a progress bar, 2 a line for each epoch, "auto" what
                suits the output.
            callbacks: What happens beside the training, in this order: some of `imfit.callbacks`,
                or your own, derived from `imfit.callbacks.Callback`.
            validation_split: The share of rows, taken from the end, to validate on and not to train
                on. At least 0 and below 1.
            validation_data: Data to validate on after each epoch: (x, y) or (x, y, sample_weight),
                or a picture.
            shuffle: Whether to take the rows in a new order each epoch.
            class_weight: How much the loss of each class's rows counts, as `{0: 1.0, 1: 5.0}`; 1
                for classes that aren't in it. A row's class is the place of its largest target, or
                with one column the target itself. Together with `sample_weight` they are
                multiplied.
            sample_weight: How much each row's loss counts: one finite number for each row.
            initial_epoch: The epoch to begin with, counted from 0: to go on where an earlier fit
                stopped.
            validation_batch_size: Rows of a batch of the validation, which only callbacks see;
                `batch_size` if not given.
            validation_freq: After every how many epochs to validate, or a list of the epochs,
                counted from 1, after which to. The others have NaN in the history.
            coordinates: How the position of a picture's pixel is told: "pixel", "unit" or
                "centered", as in `Image.pixels`; of no consequence for a matrix.

        Raises:
            ImfitStateError: The model hasn't been compiled.
            ImfitValueError: Data that doesn't fit the model or isn't finite; a loss that is no
                longer finite, in which case the model keeps the weights of the epoch before.

        See https://keras.io/api/models/model_training_apis/#fit-method
        """
        watching = Callbacks(callbacks)
        arguments = {
            "batch_size": batch_size,
            "epochs": epochs,
            "callbacks": watching.described(),
            "validation_split": validation_split,
            "shuffle": shuffle,
            "class_weight": class_weight,
            "initial_epoch": initial_epoch,
            "validation_batch_size": validation_batch_size,
            "validation_freq": validation_freq,
            "coordinates": coordinates,
        }
        _native.check_arguments("fit", arguments)
        params = {"verbose": verbose, "epochs": epochs, "steps": None}
        with Progress(verbose) as progress:
            training = _samples.samples(x, y, sample_weight, coordinates)
            validation = _samples.validation(validation_data, coordinates)
            trainer = _native.Trainer(self._model, training, validation, arguments)
            params["steps"] = trainer.batches()
            watching.begin(self, params)
            self._train(trainer, watching, progress)
            return History(*trainer.history(), params)

    def _train(self, trainer: _native.Trainer, callbacks: Callbacks, progress: Progress) -> None:
        """Advances a training to its end."""
        try:
            while True:
                what, line, call = trainer.advance()
                if what == "progress":
                    progress.update(line)
                elif what == "epoch":
                    progress.end_epoch(line)
                elif what == "message":
                    progress.say(line)
                elif what == "call":
                    callbacks.call(trainer, self, call)
                elif what == "question":
                    self._functions.answer(self._model, trainer)
                else:
                    return
        finally:
            callbacks.end(trainer)

    def evaluate(
        self,
        x: npt.ArrayLike | Image,
        y: npt.ArrayLike | None = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: npt.ArrayLike | None = None,
        coordinates: str = "pixel",
        callbacks: Callback | Sequence[Callback] | None = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Computes the loss and the metrics on data, without training.

        Args:
            x: Inputs, one row for each sample; or an `imfit.Image`, whose pixels are the samples.
            y: Targets, one row for each sample; None with a picture, which brings its own.
            batch_size: Rows of a batch, 32 if not given; only callbacks see it.
            verbose: Accepted for Keras's sake: nothing is shown.
            sample_weight: How much each row's loss counts.
            coordinates: How the position of a picture's pixel is told: "pixel", "unit" or
                "centered"; of no consequence for a matrix.
            callbacks: What happens beside it: those with `on_test_begin`, `on_test_batch_end` and
                so on are called.
            return_dict: Whether to return a dict.

        Returns:
            The loss, or with metrics a list of the loss and the metrics, or a dict of them by name.

        See https://keras.io/api/models/model_training_apis/#evaluate-method
        """
        watching = Callbacks(callbacks)
        given = {
            "batch_size": batch_size,
            "verbose": verbose,
            "coordinates": coordinates,
            "callbacks": watching.described(),
        }
        _native.check_arguments("evaluate", given)
        samples = _samples.samples(x, y, sample_weight, coordinates)
        evaluator = _native.Evaluator(self._model, samples, given)
        watching.begin(self, {"verbose": verbose, "epochs": 1, "steps": evaluator.batches()})
        while (logs := evaluator.advance()) is None:  # Ctrl-C is seen here
            watching.call_beside(evaluator)
            self._functions.answer(self._model, evaluator)
        return _returned(logs, return_dict)

    def _finish(self, work: _native.OnBatch) -> list[tuple[str, float]]:
        """Loss and metrics, once all rows are done. Ctrl-C is seen here."""
        while (logs := work.advance()) is None:
            self._functions.answer(self._model, work)
        return logs

    def predict(
        self,
        x: npt.ArrayLike,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        callbacks: Callback | Sequence[Callback] | None = None,
    ) -> Array:
        """Computes the model's outputs for inputs.

        Args:
            x: Inputs, one row for each sample.
            batch_size: Rows of a batch, 32 if not given; only callbacks see it.
            verbose: Accepted for Keras's sake: nothing is shown.
            callbacks: What happens beside it: those with `on_predict_begin`,
                `on_predict_batch_end` and so on are called.

        Returns:
            A float32 array of (rows, outputs).

        See https://keras.io/api/models/model_training_apis/#predict-method
        """
        watching = Callbacks(callbacks)
        given = {
            "batch_size": batch_size,
            "verbose": verbose,
            "callbacks": watching.described(),
        }
        predictor = _native.Predictor(self._model, _arrays.matrix(x, "x"), given)
        watching.begin(self, {"verbose": verbose, "epochs": 1, "steps": predictor.batches()})
        while (out := predictor.advance()) is None:  # Ctrl-C is seen here
            watching.call_beside(predictor)
        return out

    def train_on_batch(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Takes exactly one step of the optimizer, on all rows together.

        Args:
            x: Inputs, one row for each sample.
            y: Targets, one row for each sample.
            sample_weight: How much each row's loss counts.
            class_weight: How much the loss of each class's rows counts, as in `fit`.
            return_dict: Whether to return a dict.

        Returns:
            The loss, or with metrics a list of the loss and the metrics, or a dict of them by name.
            As in Keras they are those of all rows since `reset_metrics`, `compile` or `fit`, before
            each row's step. `history` doesn't have them.

        Example:
            >>> for x, y in batches:
            ...     loss = model.train_on_batch(x, y)

        See https://keras.io/api/models/model_training_apis/#train_on_batch-method
        """
        samples = _samples.samples(x, y, sample_weight, "pixel")
        work = _native.OnBatch(self._model, samples, {"class_weight": class_weight})
        return _returned(self._finish(work), return_dict)

    def test_on_batch(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        sample_weight: npt.ArrayLike | None = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Computes the loss and the metrics of one more batch, without training.

        Args:
            x: Inputs, one row for each sample.
            y: Targets, one row for each sample.
            sample_weight: How much each row's loss counts.
            return_dict: Whether to return a dict.

        Returns:
            As `train_on_batch`: of all rows since the last reset.

        See https://keras.io/api/models/model_training_apis/#test_on_batch-method
        """
        samples = _samples.samples(x, y, sample_weight, "pixel")
        work = _native.OnBatch(self._model, samples, None)
        return _returned(self._finish(work), return_dict)

    def predict_on_batch(self, x: npt.ArrayLike) -> Array:
        """Computes the model's outputs for the inputs of one batch: what `predict` returns.

        See https://keras.io/api/models/model_training_apis/#predict_on_batch-method
        """
        return self.predict(x)

    def reset_metrics(self) -> None:
        """Lets the losses and metrics of `train_on_batch` and `test_on_batch` begin anew."""
        self._model.reset_metrics()

    def render(
        self,
        width: int,
        height: int,
        coordinates: str = "pixel",
        of: Image | Sequence[int] | None = None,
    ) -> Image:
        """Makes a picture of the model's outputs for the positions of its pixels.

        What `predict` returns for `imfit.coordinates` of the same arguments, as a picture.

        Args:
            width: Pixels across.
            height: Pixels down.
            coordinates: What the model was trained with: "pixel", "unit" or "centered".
            of: The picture that the pixels cover, or its (width, height), to show what was learnt
                from it finer or coarser; of their own size if not given.

        Raises:
            ImfitValueError: A model that doesn't take 2 values and give 1 to 4.

        Example:
            >>> model.fit(image, coordinates="centered", epochs=20)
            >>> copy = model.render(image.width, image.height, "centered")
            >>> poster = model.render(10 * image.width, 10 * image.height, "centered", of=image)
        """
        given = {"width": width, "height": height, "coordinates": coordinates, "of": size(of)}
        renderer = _native.Renderer(self._model, given)
        while (image := renderer.advance()) is None:
            pass  # Ctrl-C is seen here
        return Image._of(image)

    def summary(
        self, line_length: int | None = None, print_fn: Callable[[str], object] | None = None
    ) -> None:
        """Shows the model as a table of its layers.

        Args:
            line_length: The width of the table, from 40 to 1000; the width of the output if not
                given, and at most 80.
            print_fn: What to call with the table's text; `print` if not given.

        See https://keras.io/api/models/model/#summary-method
        """
        checked = _native.check_arguments("summary", {"line_length": line_length})
        text = self._model.summary(checked["line_length"] or min(width(), 80))
        (print_fn or print)(text.removesuffix("\n"))

    def get_weights(self) -> list[Array]:
        """The weights: for each dense layer its kernel, (inputs, outputs), and its bias."""
        return self._model.get_weights()

    def set_weights(self, weights: Sequence[npt.ArrayLike]) -> None:
        """Replaces all weights, in the order of `get_weights`. The optimizer's state stays."""
        self._model.set_weights(_arrays.weights(weights))

    def count_params(self) -> int:
        """The number of weights."""
        return self._model.count_params()

    def _weights_of(self, name: str | None) -> slice:
        """Where the weights of a layer stand among those of the model."""
        return slice(*self._model.weight_range(name or ""))

    @property
    def layers(self) -> list[Layer]:
        """The layers, from the input on, with their names and their weights."""
        return described(self._model.config()["config"]["layers"], self)

    @property
    def trainable(self) -> bool:
        """Whether training changes the weights of any layer.

        Set it to freeze all layers, or none of them. The model needs no other `compile`.
        """
        return any(layer.trainable for layer in self.layers)

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise wrong_type("trainable", value, "True or False")
        self._model.set_all_trainable(value)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of a name, which may be one in a block, or at a place.

        Args:
            name: The layer's name.
            index: The layer's place, counted from 0; from the top where it is negative.

        Raises:
            ImfitValueError: Neither of them, both, or one that no layer has.

        See https://keras.io/api/models/model/#get_layer-method
        """
        if index is not None and -len(self.layers) <= index < 0:
            index += len(self.layers)
        return described([self._model.get_layer({"name": name, "index": index})], self)[0]

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def seed(self) -> int:
        """The model's seed."""
        return self._model.seed

    @property
    def optimizer(self) -> Optimizer | None:
        """The optimizer; its `learning_rate` can be read and set. None before `compile`."""
        compiled = self._model.compile_config()
        if compiled is None:
            return None
        described = compiled["optimizer"]
        return getattr(optimizers, described["class_name"])._of_model(self, described["config"])

    @property
    def stop_training(self) -> bool:
        """Whether a training is to end after its batch; to be set by a callback or another thread.

        `fit` begins with False.
        """
        return self._model.stop_training

    @stop_training.setter
    def stop_training(self, stop: bool) -> None:
        self._model.stop_training = bool(stop)

    @property
    def built(self) -> bool:
        """Whether the model has weights."""
        return self._model.built

    @property
    def input_shape(self) -> tuple[None, int] | None:
        """The shape of the input, `(None, 2)`; None while it isn't known."""
        return None if self._model.inputs is None else (None, self._model.inputs)

    @property
    def output_shape(self) -> tuple[None, int] | None:
        """The shape of the output, `(None, 3)`; None while the model isn't built."""
        return None if self._model.outputs is None else (None, self._model.outputs)

    @property
    def history(self) -> History:
        """The losses and metrics of all epochs that the model was ever trained."""
        return History(*self._model.history())

    def get_config(self) -> dict[str, Any]:
        """The model's description, without its weights."""
        return self._model.config()["config"]

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Sequential:
        """A model from what `get_config` returned, with new weights."""
        described = {"class_name": "Sequential", "config": dict(config)}
        return cls._of(_native.Model.from_config(described))

    def get_compile_config(self) -> dict[str, Any] | None:
        """What `compile` was told; None before it."""
        return self._model.compile_config()

    def to_json(self) -> str:
        """The model's description as JSON, without its weights."""
        return self._model.to_json()

    @classmethod
    def from_json(cls, json: str) -> Sequential:
        """A model from what `to_json` returned, with new weights."""
        if not isinstance(json, str):
            raise wrong_type("json", json, "the JSON description of a model")
        return cls._of(_native.Model.from_json(json))

    def save(self, filepath: str | os.PathLike[str], overwrite: bool = True) -> None:
        """Writes the model to a file, with all that training needs to go on where it stopped.

        A name that ends in `.keras` makes it a file that Keras 3 loads; else it is in the
        safetensors format. The file appears under its name only once it is whole; an older one
        stays until then.

        Args:
            filepath: The file: `.keras` for one that Keras 3 loads, `.safetensors` for imfit's own.
            overwrite: Whether a file that is there may be replaced; if not, it is an error.

        Raises:
            ImfitValueError: A layer or an activation that Keras hasn't, in a `.keras` file.

        See https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#save-method
        """
        self._model.save(_arrays.path_text(filepath, "filepath"), {"overwrite": overwrite})

    @classmethod
    def load(
        cls,
        filepath: str | os.PathLike[str],
        custom_objects: Mapping[str, Any] | None = None,
        compile: bool = True,
    ) -> Sequential:
        """A model from a file that imfit or Keras has saved: see `load_model`."""
        path = _arrays.path_text(filepath, "filepath")
        made = cls._of(_native.Model.load(path, {"compile": compile}))
        made._functions.attach(made._model.functions(), custom_objects)
        return made

    def save_weights(self, filepath: str | os.PathLike[str], overwrite: bool = True) -> None:
        """Writes the weights, and the optimizer's state, to a file that Keras 3 loads too.

        Args:
            filepath: The file; its name ends in `.weights.h5`.
            overwrite: Whether a file that is there may be replaced; if not, it is an error.

        See https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
        """
        path = _arrays.path_text(filepath, "filepath")
        self._model.save_weights(path, {"overwrite": overwrite})

    def load_weights(self, filepath: str | os.PathLike[str], skip_mismatch: bool = False) -> None:
        """Reads the weights out of a file of a model with the same layers.

        The optimizer's state comes along where the file has one that fits, else it stays.

        Args:
            filepath: The file: `.weights.h5`, `.keras`, Keras's old `.h5`, or `.safetensors`.
            skip_mismatch: Whether to leave out layers whose weights don't fit.

        Raises:
            ImfitOSError: A file that isn't whole, or weights that don't fit.

        See https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/
        """
        path = _arrays.path_text(filepath, "filepath")
        self._model.load_weights(path, {"skip_mismatch": skip_mismatch})

    def export(self, filepath: str | os.PathLike[str], format: str = "onnx") -> None:
        """Writes what the model predicts to a file for other programs.

        The graph has an input `input` of (rows, inputs) and an output `output` of (rows, outputs),
        in single precision. Nothing of the training goes with it.

        Args:
            filepath: The file; its name ends in `.onnx`.
            format: The format: ONNX, opset 20.

        Example:
            >>> model.export("model.onnx")
            >>> session = onnxruntime.InferenceSession("model.onnx")
            >>> session.run(None, {"input": x})[0]

        See https://keras.io/api/models/model_saving_apis/export/
        """
        self._model.export(_arrays.path_text(filepath, "filepath"), {"format": format})

    def to_bytes(self) -> bytes:
        """What `save` writes to a file."""
        return self._model.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Sequential:
        """A model from what `to_bytes` returned."""
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise wrong_type("data", data, "the bytes of a saved model")
        return cls._of(_native.Model.from_bytes(bytes(data)))

    @classmethod
    def _of(cls, model: _native.Model) -> Sequential:
        made = cls.__new__(cls)
        made._model = model
        made._functions = Functions()
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_bytes, (self.to_bytes(),), {"_functions": self._functions}

    def __repr__(self) -> str:
        count = len(self._model.config()["config"]["layers"])
        known = f"params={self.count_params():,}" if self.built else "built=False"
        return f"Sequential(name={self.name!r}, layers={count}, {known}, seed={self.seed})"


def _returned(
    logs: list[tuple[str, float]], return_dict: bool
) -> float | list[float] | dict[str, float]:
    """Loss and metrics as Keras returns them."""
    if return_dict:
        return dict(logs)
    values = [value for _, value in logs]
    return values if len(values) > 1 else values[0]


def clone_model(model: Sequential) -> Sequential:
    """A model of the same layers, name and seed, with the weights that those begin with.

    It isn't compiled. See https://keras.io/api/models/model_saving_apis/model_config_serialization/
    """
    if not isinstance(model, Sequential):
        raise wrong_type("model", model, "a model")
    return type(model)._of(model._model.clone_model())


def load_model(
    filepath: str | os.PathLike[str],
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
) -> Sequential:
    """A model from a file that imfit or Keras has saved. A `fit` goes on as if it hadn't stopped.

    Args:
        filepath: The file: `.safetensors`, `.keras`, or Keras's old `.h5`.
        custom_objects: Functions of your own that the model was compiled with as loss or metrics,
            by their names; a loss that has a gradient as `losses.Function`. Without them the model
            can predict, and be compiled anew.
        compile: Whether to compile the model as it was when it was saved.

    Raises:
        ImfitOSError: A file that isn't whole, or holds something that imfit hasn't.

    See https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#load_model-function
    """
    return Sequential.load(filepath, custom_objects, compile)


def model_from_json(json: str) -> Sequential:
    """A model from what `to_json` returned, with new weights."""
    return Sequential.from_json(json)
