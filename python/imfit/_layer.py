"""What all layers have in common, and the place where a model's input is described."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import _arrays, _native
from ._component import Component
from .errors import ImfitValueError, wrong_type

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from .models import Sequential


class Layer(Component):
    """A layer: a description until it is taken from `model.layers`, which gives it weights."""

    _kind = "layer"
    _model: Sequential | None = None

    @property
    def name(self) -> str | None:
        """The layer's name; a model gives one to layers that have none."""
        return self._config.get("name")

    @property
    def trainable(self) -> bool:
        """Whether training changes the layer's weights.

        It can be set, also in a model, without compiling it again: what the optimizer keeps for
        other layers goes on.
        """
        return bool(self._config["trainable"])

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise wrong_type("trainable", value, "True or False")
        if self._model is not None:
            self._model._model.set_trainable(self.name or "", value)
        _mark(self._config, value)

    def get_weights(self) -> list[npt.NDArray[np.float32]]:
        """The layer's weights, kernel before bias; empty if it isn't part of a built model."""
        if self._model is None:
            return []
        return self._model.get_weights()[self._model._weights_of(self.name)]

    def set_weights(self, weights: Sequence[npt.ArrayLike]) -> None:
        """Replaces the layer's weights in the model that it was taken from."""
        if self._model is None:
            raise ImfitValueError(
                "this layer is a description only: set the weights of one of `model.layers`"
            )
        all_weights, own = self._model.get_weights(), self._model._weights_of(self.name)
        given = _arrays.weights(weights)
        if len(given) != len(all_weights[own]):
            raise ImfitValueError(
                f"`weights` must hold {len(all_weights[own])} arrays, but holds {len(given)}"
            )
        all_weights[own] = given
        self._model.set_weights(all_weights)

    def count_params(self) -> int:
        """The number of weights."""
        return sum(weights.size for weights in self.get_weights())

    @classmethod
    def _part_of(cls, model: Sequential | None, config: dict[str, Any]) -> Layer:
        """A layer of a model, or of a block that isn't in one. Its configuration is checked."""
        layer = cls.__new__(cls)
        layer._config, layer._model = config, model
        return layer


def _mark(config: dict[str, Any], trainable: bool) -> None:
    """Writes down whether a layer is trained, and those in it if it is a block."""
    config["trainable"] = trainable
    for inner in config.get("layers") or []:
        _mark(inner["config"], trainable)


class Block(Layer):
    """A layer that is made of layers."""

    @property
    def layers(self) -> list[Layer]:
        """The layers inside, from the input on; with weights if the block is part of a model."""
        return described(self._config["layers"], self._model)


def described(components: list[dict[str, Any]], model: Sequential | None) -> list[Layer]:
    """The layers that a checked description lists."""
    from . import layers

    return [
        getattr(layers, component["class_name"])._part_of(model, component["config"])
        for component in components
    ]


class AdaptableLayer(Layer):
    """A layer that looks at data before it is put into a model."""

    def adapt(self, data: npt.ArrayLike) -> None:
        """Finds mean and variance of `data`: after that the layer can be put into a model.

        Args:
            data: The inputs, one row for each sample.

        Example:
            >>> import imfit
            >>> layer = imfit.layers.Normalization()
            >>> layer.adapt([[0.0, 7.0], [2.0, 9.0]])
            >>> imfit.Sequential([layer]).predict([[1.0, 8.0]])
            array([[0., 0.]], dtype=float32)

        See https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
        """
        if self._model is not None:
            raise ImfitValueError(
                "this layer is part of a model already: adapt it before it is put there"
            )
        rows = _arrays.matrix(data, "data")
        self._config = _native.adapt_layer(type(self).__name__, self._config, rows)


class InputLayer:
    """Says how many values a row of input has; the first thing in a model, or left out.

    Args:
        shape: The number of values in a row of input, alone or as the only value of a tuple.
        name: Of no consequence.

    See https://keras.io/api/layers/core_layers/input/
    """

    def __init__(self, shape: int | Sequence[int], name: str | None = None) -> None:
        self.shape = _arrays.row_shape(shape)
        self.name = name

    def __repr__(self) -> str:
        return f"InputLayer(shape={self.shape})"


def Input(shape: int | Sequence[int], name: str | None = None) -> InputLayer:
    """Says how many values a row of input has, as in `Sequential([Input(shape=(2,)), ...])`.

    Args:
        shape: The number of values in a row of input, alone or as the only value of a tuple.
        name: Of no consequence.

    See https://keras.io/api/layers/core_layers/input/
    """
    return InputLayer(shape, name)
