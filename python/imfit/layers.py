"""Layers.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ._component import ActivationFunction, Constraint, Initializer, Regularizer
from ._layer import AdaptableLayer, Block, Input, InputLayer, Layer

__all__ = [
    "Activation",
    "ActivityRegularization",
    "AlphaDropout",
    "BatchNormalization",
    "Dense",
    "Dropout",
    "ELU",
    "GaussianDropout",
    "GaussianNoise",
    "Identity",
    "Input",
    "InputLayer",
    "LayerNormalization",
    "LeakyReLU",
    "Normalization",
    "PReLU",
    "RMSNormalization",
    "ReLU",
    "Rescaling",
    "Residual",
    "Softmax",
    "UnitNormalization",
]


class Dense(Layer):
    """A dense layer: activation(x · kernel + bias).

    Args:
        units: The number of outputs. A whole number from 1 to 16777216.
        activation: The function applied to each output; linear if not given. The name of an
            activation, or one made by its function, or None.
        use_bias: Whether a bias is added. True or False.
        kernel_initializer: How the kernel begins. The name of an initializer, or one made by its
            function.
        bias_initializer: How the bias begins. The name of an initializer, or one made by its
            function.
        kernel_regularizer: A penalty on the kernel, added to the loss. The name of a regularizer,
            or one made by its function, or None.
        bias_regularizer: A penalty on the bias, added to the loss. The name of a regularizer, or
            one made by its function, or None.
        activity_regularizer: A penalty on the outputs of each row, added to the loss. The name of a
            regularizer, or one made by its function, or None.
        kernel_constraint: What the kernel is held to after each step. The name of a constraint, or
            one made by its function, or None.
        bias_constraint: What the bias is held to after each step. The name of a constraint, or one
            made by its function, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/core_layers/dense/
    """

    def __init__(
        self,
        units: int,
        activation: str | ActivationFunction | Mapping[str, Any] | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer | Mapping[str, Any] = "glorot_uniform",
        bias_initializer: str | Initializer | Mapping[str, Any] = "zeros",
        kernel_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        bias_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        activity_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        kernel_constraint: str | Constraint | Mapping[str, Any] | None = None,
        bias_constraint: str | Constraint | Mapping[str, Any] | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            units=units,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Activation(Layer):
    """Applies an activation to each of its inputs.

    Args:
        activation: The function to apply. The name of an activation, or one made by its function.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/core_layers/activation/
    """

    def __init__(
        self,
        activation: str | ActivationFunction | Mapping[str, Any],
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            activation=activation,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class ReLU(Layer):
    """The rectifier max(x, 0), with three arguments that bend it.

    Args:
        max_value: Where the output stops growing; never if not given. A number of at least 0, or
            None.
        negative_slope: The slope below the threshold. A number of at least 0.
        threshold: Where the identity begins. A number of at least 0.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/activation_layers/relu/
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            max_value=max_value,
            negative_slope=negative_slope,
            threshold=threshold,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class LeakyReLU(Layer):
    """The rectifier that leaks: x above 0, negative_slope * x from there down.

    Args:
        negative_slope: The slope below 0. A number of at least 0.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/activation_layers/leaky_relu/
    """

    def __init__(
        self,
        negative_slope: float = 0.3,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            negative_slope=negative_slope,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class PReLU(Layer):
    """The rectifier that learns how much it leaks: x above 0, alpha * x below, with an alpha for
    each input.

    Args:
        alpha_initializer: How the slopes below 0 begin. The name of an initializer, or one made by
            its function.
        alpha_regularizer: A penalty on the slopes, added to the loss. The name of a regularizer, or
            one made by its function, or None.
        alpha_constraint: What the slopes are held to after each step. The name of a constraint, or
            one made by its function, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/activation_layers/prelu/
    """

    def __init__(
        self,
        alpha_initializer: str | Initializer | Mapping[str, Any] = "zeros",
        alpha_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        alpha_constraint: str | Constraint | Mapping[str, Any] | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            alpha_initializer=alpha_initializer,
            alpha_regularizer=alpha_regularizer,
            alpha_constraint=alpha_constraint,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class ELU(Layer):
    """The exponential linear unit: x above 0, alpha * (exp(x) - 1) from there down.

    Args:
        alpha: How far below 0 it goes. A number of at least 0.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/activation_layers/elu/
    """

    def __init__(
        self,
        alpha: float = 1.0,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            alpha=alpha,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Softmax(Layer):
    """Shares: exp(x) over the sum of the row, so that its values add up to 1.

    Args:
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/activation_layers/softmax/
    """

    def __init__(
        self,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Dropout(Layer):
    """Sets a share of its inputs to 0 in training, so that none is relied on alone; the others grow
    to make up for it.

    Args:
        rate: The share of the values that are dropped. A number of at least 0 and below 1.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/regularization_layers/dropout/
    """

    def __init__(
        self,
        rate: float,
        seed: int | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            rate=rate,
            seed=seed,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class GaussianNoise(Layer):
    """Adds normal noise to its inputs in training.

    Args:
        stddev: The standard deviation of the noise. A number of at least 0 and of at most 1.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/regularization_layers/gaussian_noise/
    """

    def __init__(
        self,
        stddev: float,
        seed: int | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            stddev=stddev,
            seed=seed,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class GaussianDropout(Layer):
    """Multiplies its inputs by normal noise around 1 in training, of variance rate / (1 - rate).

    Args:
        rate: The share of the values that are dropped. A number of at least 0 and below 1.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/regularization_layers/gaussian_dropout/
    """

    def __init__(
        self,
        rate: float,
        seed: int | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            rate=rate,
            seed=seed,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class AlphaDropout(Layer):
    """Dropout for selu: sets a share of its inputs to the lowest value of selu in training, and
    keeps their mean and variance.

    Args:
        rate: The share of the values that are dropped. A number of at least 0 and below 1.
        seed: A seed of its own; the model's seed if not given. A whole number from 0 to
            9007199254740991, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/regularization_layers/alpha_dropout/
    """

    def __init__(
        self,
        rate: float,
        seed: int | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            rate=rate,
            seed=seed,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Normalization(AdaptableLayer):
    """Brings each input to mean 0 and variance 1, by numbers that are given, or that adapt() finds
    in data.

    Args:
        axis: The axis of the values of a row, each of which has numbers of its own; nothing for one
            mean and one variance of all values. -1, the axis of the values of a row, or None.
        mean: The mean of each value of a row, or one for all. Without it adapt() has to come first.
            A list whose every value is a finite number, or None.
        variance: The variances, as many as there are means. A list whose every value is a number of
            at least 0, or None.
        invert: Whether normalized values become what they were. True or False.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
    """

    def __init__(
        self,
        axis: int | Sequence[int] | None = -1,
        mean: Sequence[float] | None = None,
        variance: Sequence[float] | None = None,
        invert: bool = False,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            axis=axis,
            mean=mean,
            variance=variance,
            invert=invert,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Rescaling(Layer):
    """Brings its inputs to another scale: x * scale + offset.

    Args:
        scale: What each input is multiplied by. A finite number.
        offset: What is added after that. A finite number.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
    """

    def __init__(
        self,
        scale: float,
        offset: float = 0.0,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            scale=scale,
            offset=offset,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class LayerNormalization(Layer):
    """Brings the values of each row to mean 0 and variance 1, and then to a scale and an offset
    that are learnt.

    Args:
        axis: The axis of the values of a row. -1, the axis of the values of a row.
        epsilon: Added to what the square root is taken of, so that it is never 0. A number above 0.
        center: Whether an offset beta is added. True or False.
        scale: Whether there is a scale gamma. True or False.
        beta_initializer: How beta begins. The name of an initializer, or one made by its function.
        gamma_initializer: How gamma begins. The name of an initializer, or one made by its
            function.
        beta_regularizer: A penalty on beta, added to the loss. The name of a regularizer, or one
            made by its function, or None.
        gamma_regularizer: A penalty on gamma, added to the loss. The name of a regularizer, or one
            made by its function, or None.
        beta_constraint: What beta is held to after each step. The name of a constraint, or one made
            by its function, or None.
        gamma_constraint: What gamma is held to after each step. The name of a constraint, or one
            made by its function, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/normalization_layers/layer_normalization/
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: str | Initializer | Mapping[str, Any] = "zeros",
        gamma_initializer: str | Initializer | Mapping[str, Any] = "ones",
        beta_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        gamma_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        beta_constraint: str | Constraint | Mapping[str, Any] | None = None,
        gamma_constraint: str | Constraint | Mapping[str, Any] | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            axis=axis,
            epsilon=epsilon,
            center=center,
            scale=scale,
            beta_initializer=beta_initializer,
            gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer,
            gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint,
            gamma_constraint=gamma_constraint,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class RMSNormalization(Layer):
    """Divides each row by the root of the mean of its squares; then a scale is learnt for each
    value.

    Args:
        axis: The axis of the values of a row. -1, the axis of the values of a row.
        epsilon: Added to what the square root is taken of, so that it is never 0. A number above 0.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/normalization_layers/rms_normalization/
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 1e-06,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            axis=axis,
            epsilon=epsilon,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class UnitNormalization(Layer):
    """Divides each row by its length, so that the squares of its values add up to 1.

    Args:
        axis: The axis of the values of a row. -1, the axis of the values of a row.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/normalization_layers/unit_normalization/
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            axis=axis,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Identity(Layer):
    """Gives back what it gets: a place for a layer to come.

    Args:
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/core_layers/identity/
    """

    def __init__(
        self,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class Residual(Block):
    """A residual block: its input, plus what a stack of layers makes of it.

    Args:
        layers: The layers of the stack; its output must be as wide as its input. A list of layers,
            made by their functions.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://arxiv.org/abs/1512.03385
    """

    def __init__(
        self,
        layers: Sequence[Layer | Mapping[str, Any]],
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            layers=layers,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class BatchNormalization(Layer):
    """Moves and scales each feature: by its mean and variance in the batch when training, by moving
    averages of these else.

    Args:
        axis: The axis of the values of a row. -1, the axis of the values of a row.
        momentum: The share that a moving average keeps in each step. A number of at least 0 and of
            at most 1.
        epsilon: Added to what the square root is taken of, so that it is never 0. A number above 0.
        center: Whether an offset beta is added. True or False.
        scale: Whether there is a scale gamma. True or False.
        beta_initializer: How beta begins. The name of an initializer, or one made by its function.
        gamma_initializer: How gamma begins. The name of an initializer, or one made by its
            function.
        moving_mean_initializer: How the moving mean begins. The name of an initializer, or one made
            by its function.
        moving_variance_initializer: How the moving variance begins. The name of an initializer, or
            one made by its function.
        beta_regularizer: A penalty on beta, added to the loss. The name of a regularizer, or one
            made by its function, or None.
        gamma_regularizer: A penalty on gamma, added to the loss. The name of a regularizer, or one
            made by its function, or None.
        beta_constraint: What beta is held to after each step. The name of a constraint, or one made
            by its function, or None.
        gamma_constraint: What gamma is held to after each step. The name of a constraint, or one
            made by its function, or None.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/normalization_layers/batch_normalization/
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        momentum: float = 0.99,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: str | Initializer | Mapping[str, Any] = "zeros",
        gamma_initializer: str | Initializer | Mapping[str, Any] = "ones",
        moving_mean_initializer: str | Initializer | Mapping[str, Any] = "zeros",
        moving_variance_initializer: str | Initializer | Mapping[str, Any] = "ones",
        beta_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        gamma_regularizer: str | Regularizer | Mapping[str, Any] | None = None,
        beta_constraint: str | Constraint | Mapping[str, Any] | None = None,
        gamma_constraint: str | Constraint | Mapping[str, Any] | None = None,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            axis=axis,
            momentum=momentum,
            epsilon=epsilon,
            center=center,
            scale=scale,
            beta_initializer=beta_initializer,
            gamma_initializer=gamma_initializer,
            moving_mean_initializer=moving_mean_initializer,
            moving_variance_initializer=moving_variance_initializer,
            beta_regularizer=beta_regularizer,
            gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint,
            gamma_constraint=gamma_constraint,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )


class ActivityRegularization(Layer):
    """Gives what it gets, and adds a penalty on it to the loss.

    Args:
        l1: What the sum of the sizes of a row's values is multiplied by. A number of at least 0.
        l2: What the sum of the squares of a row's values is multiplied by. A number of at least 0.
        name: The layer's name; made from its class if not given. A text, or None.
        input_shape: The number of values in a row of input; for the first layer of a model. A whole
            number of at least 1, the values in a row of input, or None.
        trainable: Whether training changes the layer's weights. True or False.

    See https://keras.io/api/layers/regularization_layers/activity_regularization/
    """

    def __init__(
        self,
        l1: float = 0.0,
        l2: float = 0.0,
        name: str | None = None,
        input_shape: int | Sequence[int] | None = None,
        trainable: bool = True,
    ) -> None:
        super().__init__(
            l1=l1,
            l2=l2,
            name=name,
            input_shape=input_shape,
            trainable=trainable,
        )
