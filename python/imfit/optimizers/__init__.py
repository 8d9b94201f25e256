"""How weights follow their gradients.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .._component import LearningRateSchedule, Optimizer
from .._component import get as _get
from . import schedules

__all__ = [
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lion",
    "Muon",
    "Nadam",
    "RMSprop",
    "SGD",
    "get",
    "schedules",
]


class SGD(Optimizer):
    """Steps against the gradient, with momentum where it is wanted.

    By name: "sgd".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        momentum: How much of the last movement is kept each step. A number of at least 0 and of at
            most 1.
        nesterov: Whether to move as if the momentum had been applied once more; of no consequence
            without any. True or False.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/sgd/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            momentum=momentum,
            nesterov=nesterov,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class RMSprop(Optimizer):
    """Steps against the gradient divided by the root of its running mean square.

    By name: "rmsprop".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        rho: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        momentum: How much of the last movement is kept each step. A number of at least 0 and of at
            most 1.
        epsilon: Added below the square root, so that nothing is divided by zero. A number of at
            least 0.
        centered: Whether to divide by the estimated standard deviation of the gradient. True or
            False.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/rmsprop/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-07,
        centered: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            rho=rho,
            momentum=momentum,
            epsilon=epsilon,
            centered=centered,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Adam(Optimizer):
    """Steps of about the learning rate in each weight, by running means of the gradient and its
    square.

    By name: "adam".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        epsilon: Added to the square root, so that nothing is divided by zero. A number of at least
            0.
        amsgrad: Whether to divide by the largest mean of squares so far, in the place of the last.
            True or False.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adam/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        amsgrad: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            amsgrad=amsgrad,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class AdamW(Optimizer):
    """Adam, and a share of each weight subtracted before each step.

    By name: "adamw".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        epsilon: Added to the square root, so that nothing is divided by zero. A number of at least
            0.
        amsgrad: Whether to divide by the largest mean of squares so far, in the place of the last.
            True or False.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adamw/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        amsgrad: bool = False,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            weight_decay=weight_decay,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            amsgrad=amsgrad,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Adadelta(Optimizer):
    """Steps whose size follows from the running means of the squares of gradients and steps.

    By name: "adadelta".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        rho: How much of both means is kept each step. A number of at least 0 and below 1.
        epsilon: Added below the square root, so that nothing is divided by zero. A number of at
            least 0.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adadelta/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-07,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            rho=rho,
            epsilon=epsilon,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Adagrad(Optimizer):
    """Steps that become smaller in each weight as the squares of its gradients add up.

    By name: "adagrad".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        initial_accumulator_value: What the sum of squares begins with. A number of at least 0.
        epsilon: Added below the square root, so that nothing is divided by zero. A number of at
            least 0.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adagrad/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-07,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            initial_accumulator_value=initial_accumulator_value,
            epsilon=epsilon,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Adamax(Optimizer):
    """Adam with the largest gradient so far, which fades, in the place of the mean square.

    By name: "adamax".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the largest gradient's size is kept each step. A number of at least 0
            and below 1.
        epsilon: Added to the size, so that nothing is divided by zero. A number of at least 0.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adamax/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Nadam(Optimizer):
    """Adam that moves as if its momentum had been applied once more.

    By name: "nadam".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        epsilon: Added to the square root, so that nothing is divided by zero. A number of at least
            0.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/Nadam/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Ftrl(Optimizer):
    """Weights that follow from the sum of all gradients, and are 0 where that is small.

    By name: "ftrl".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        learning_rate_power: The power of the sum of squares that the learning rate is multiplied
            by. A number of at most 0.
        initial_accumulator_value: What the sum of squares begins with. A number of at least 0.
        l1_regularization_strength: How strongly weights are drawn to 0 itself. A number of at least
            0.
        l2_regularization_strength: How strongly weights are made smaller. A number of at least 0.
        l2_shrinkage_regularization_strength: How much of each weight is added to its gradient,
            twice over. A number of at least 0.
        beta: Added to the root of the sum of squares. A number of at least 0.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/ftrl/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            learning_rate_power=learning_rate_power,
            initial_accumulator_value=initial_accumulator_value,
            l1_regularization_strength=l1_regularization_strength,
            l2_regularization_strength=l2_regularization_strength,
            l2_shrinkage_regularization_strength=l2_shrinkage_regularization_strength,
            beta=beta,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Lion(Optimizer):
    """Steps of the learning rate itself in each weight, up or down by the sign of a mean of the
    gradient.

    By name: "lion".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        beta_1: How much the mean counts in the direction, beside the gradient. A number above 0 and
            below 1.
        beta_2: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/lion/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Adafactor(Optimizer):
    """Steps relative to the size of the weights, by mean squares of a gradient's rows and columns.

    By name: "adafactor".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        beta_2_decay: The power of the step's number that is the share of the mean squares that is
            forgotten. A number of at most 0.
        epsilon_1: Added to squares, so that nothing is divided by zero. A number of at least 0.
        epsilon_2: The least size that weights are taken to have. A number of at least 0.
        clip_threshold: The largest root mean square of a step, before it is scaled. A number above
            0.
        relative_step: As in Keras, of no consequence: the step is relative in any case. True or
            False.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adafactor/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        beta_2_decay: float = -0.8,
        epsilon_1: float = 1e-30,
        epsilon_2: float = 0.001,
        clip_threshold: float = 1.0,
        relative_step: bool = True,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_2_decay=beta_2_decay,
            epsilon_1=epsilon_1,
            epsilon_2=epsilon_2,
            clip_threshold=clip_threshold,
            relative_step=relative_step,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
        )


class Muon(Optimizer):
    """Steps of a kernel's momentum, made nearly orthogonal; biases, and layers that are left out,
    follow AdamW.

    By name: "muon".

    Args:
        learning_rate: About the size of a step. A number above 0, or a learning rate schedule.
        adam_beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and
            below 1.
        adam_beta_2: How much of the squares' mean is kept each step. A number of at least 0 and
            below 1.
        adam_weight_decay: The same as weight_decay, for what follows Adam. A number of at least 0,
            or None.
        epsilon: Added to the square root, so that nothing is divided by zero. A number of at least
            0.
        weight_decay: What share of each weight is subtracted before a step, times the learning
            rate. A number of at least 0, or None.
        clipnorm: The largest norm that the gradient of a kernel or bias may have; it is scaled down
            to that. A number above 0, or None.
        clipvalue: The largest size that each value of the gradient may have. A number above 0, or
            None.
        global_clipnorm: The largest norm that the gradient of all weights together may have; it is
            scaled down to that. A number above 0, or None.
        use_ema: Whether a running mean of the weights is kept, and takes their place after the last
            epoch of a training. True or False.
        ema_momentum: How much of the weights' mean is kept each step. A number of at least 0 and of
            at most 1.
        ema_overwrite_frequency: After how many steps the weights are replaced by their mean, again
            and again; never before the end if not given. A whole number of at least 1, or None.
        loss_scale_factor: What the loss is multiplied by on the way back, and the gradient divided
            by after it. A number above 0, or None.
        gradient_accumulation_steps: Batches whose gradients are averaged for one step. A whole
            number of at least 2, or None.
        name: A name for the optimizer; of no consequence. A text, or None.
        exclude_layers: Parts of layers' names: kernels of layers that have one of them follow Adam.
            A list whose every value is a text, or None.
        exclude_embeddings: Whether layers with "embedding" in their name follow Adam. True or
            False.
        muon_a: The a of X (a + b X'X + c (X'X)^2). A finite number.
        muon_b: The b of it. A finite number.
        muon_c: The c of it. A finite number.
        adam_lr_ratio: Adam's learning rate as a multiple of the learning rate. A number of at least
            0.
        momentum: How much of the last momentum is kept. A number of at least 0 and of at most 1.
        ns_steps: How often the momentum is brought nearer to an orthogonal matrix. A whole number
            of at least 0.
        nesterov: Whether the gradient is added to the momentum once more. True or False.
        rms_rate: What a step times the root of the longer side is multiplied by; without it, by
            neither. A number above 0, or None.

    See https://keras.io/api/optimizers/muon/
    """

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule | Mapping[str, Any] = 0.001,
        adam_beta_1: float = 0.9,
        adam_beta_2: float = 0.999,
        adam_weight_decay: float | None = 0.004,
        epsilon: float = 1e-07,
        weight_decay: float | None = 0.004,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        exclude_layers: str | Sequence[str] | None = None,
        exclude_embeddings: bool = True,
        muon_a: float = 3.4445,
        muon_b: float = -4.775,
        muon_c: float = 2.0315,
        adam_lr_ratio: float = 1.0,
        momentum: float = 0.95,
        ns_steps: int = 5,
        nesterov: bool = True,
        rms_rate: float | None = 0.2,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            adam_beta_1=adam_beta_1,
            adam_beta_2=adam_beta_2,
            adam_weight_decay=adam_weight_decay,
            epsilon=epsilon,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
            exclude_layers=exclude_layers,
            exclude_embeddings=exclude_embeddings,
            muon_a=muon_a,
            muon_b=muon_b,
            muon_c=muon_c,
            adam_lr_ratio=adam_lr_ratio,
            momentum=momentum,
            ns_steps=ns_steps,
            nesterov=nesterov,
            rms_rate=rms_rate,
        )


_BY_NAME: dict[str, type[Optimizer]] = {
    "SGD": SGD,
    "sgd": SGD,
    "RMSprop": RMSprop,
    "rmsprop": RMSprop,
    "Adam": Adam,
    "adam": Adam,
    "AdamW": AdamW,
    "adamw": AdamW,
    "Adadelta": Adadelta,
    "adadelta": Adadelta,
    "Adagrad": Adagrad,
    "adagrad": Adagrad,
    "Adamax": Adamax,
    "adamax": Adamax,
    "Nadam": Nadam,
    "nadam": Nadam,
    "Ftrl": Ftrl,
    "ftrl": Ftrl,
    "Lion": Lion,
    "lion": Lion,
    "Adafactor": Adafactor,
    "adafactor": Adafactor,
    "Muon": Muon,
    "muon": Muon,
}


def get(identifier: Any) -> Optimizer:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Optimizer, _BY_NAME, identifier)
