"""Learning rates that change from step to step.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Sequence
from typing import Any

from .._component import LearningRateSchedule
from .._component import get as _get

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "get",
]


class ExponentialDecay(LearningRateSchedule):
    """A learning rate that is multiplied by the same factor again and again.

    By name: "exponential_decay".

    Args:
        initial_learning_rate: The learning rate of the first step. A number of at least 0.
        decay_steps: Over how many batches the learning rate decays. A whole number of at least 1.
        decay_rate: The factor for `decay_steps` batches. A number above 0.
        staircase: Whether the learning rate decays at once after each `decay_steps` batches. True
            or False.
        name: A name for the schedule; of no consequence. A text.

    See https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        super().__init__(
            initial_learning_rate=initial_learning_rate,
            decay_steps=decay_steps,
            decay_rate=decay_rate,
            staircase=staircase,
            name=name,
        )


class PiecewiseConstantDecay(LearningRateSchedule):
    """A learning rate that is constant, and another one after each boundary.

    By name: "piecewise_constant_decay".

    Args:
        boundaries: After how many batches the next value begins, each more than the one before. A
            list whose every value is a whole number of at least 0.
        values: The learning rates, one more than boundaries. A list whose every value is a number
            of at least 0.
        name: A name for the schedule; of no consequence. A text.

    See https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
    """

    def __init__(
        self,
        boundaries: Sequence[int],
        values: Sequence[float],
        name: str = "PiecewiseConstant",
    ) -> None:
        super().__init__(
            boundaries=boundaries,
            values=values,
            name=name,
        )


class PolynomialDecay(LearningRateSchedule):
    """A learning rate that falls to its end along a line or a power of it.

    By name: "polynomial_decay".

    Args:
        initial_learning_rate: The learning rate of the first step. A number of at least 0.
        decay_steps: Over how many batches the learning rate decays. A whole number of at least 1.
        end_learning_rate: The learning rate at the end. A number of at least 0.
        power: The power; 1 for a line. A number of at least 0.
        cycle: Whether to begin again, higher than the end, once the end is reached. True or False.
        name: A name for the schedule; of no consequence. A text.

    See https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        super().__init__(
            initial_learning_rate=initial_learning_rate,
            decay_steps=decay_steps,
            end_learning_rate=end_learning_rate,
            power=power,
            cycle=cycle,
            name=name,
        )


class InverseTimeDecay(LearningRateSchedule):
    """A learning rate that is divided by a number that grows evenly.

    By name: "inverse_time_decay".

    Args:
        initial_learning_rate: The learning rate of the first step. A number of at least 0.
        decay_steps: Over how many batches the learning rate decays. A whole number of at least 1.
        decay_rate: By how much the divisor grows in `decay_steps` batches. A number of at least 0.
        staircase: Whether the learning rate decays at once after each `decay_steps` batches. True
            or False.
        name: A name for the schedule; of no consequence. A text.

    See https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        super().__init__(
            initial_learning_rate=initial_learning_rate,
            decay_steps=decay_steps,
            decay_rate=decay_rate,
            staircase=staircase,
            name=name,
        )


class CosineDecay(LearningRateSchedule):
    """A learning rate that falls along half a wave of the cosine, after a warm-up if that is
    wanted.

    By name: "cosine_decay".

    Args:
        initial_learning_rate: The learning rate of the first step. A number of at least 0.
        decay_steps: Over how many batches the learning rate decays. A whole number of at least 1.
        alpha: The learning rate at the end, as a share of where it falls from. A number of at least
            0.
        name: A name for the schedule; of no consequence. A text.
        warmup_target: The learning rate at the end of the warm-up; no warm-up if not given. A
            number of at least 0, or None.
        warmup_steps: How many batches the warm-up takes. A whole number of at least 0.

    See https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        super().__init__(
            initial_learning_rate=initial_learning_rate,
            decay_steps=decay_steps,
            alpha=alpha,
            name=name,
            warmup_target=warmup_target,
            warmup_steps=warmup_steps,
        )


class CosineDecayRestarts(LearningRateSchedule):
    """A learning rate that falls along half a wave of the cosine, and begins anew, longer each
    time.

    By name: "cosine_decay_restarts".

    Args:
        initial_learning_rate: The learning rate of the first step. A number of at least 0.
        first_decay_steps: How many batches the first decay takes. A whole number of at least 1.
        t_mul: How many times as long each decay is as the one before. A number of at least 1.
        m_mul: What the learning rate of each start is multiplied by for the next one. A number of
            at least 0.
        alpha: The learning rate at the end of a decay, as a share of the initial one. A number of
            at least 0.
        name: A name for the schedule; of no consequence. A text.

    See https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/
    """

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: int,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        super().__init__(
            initial_learning_rate=initial_learning_rate,
            first_decay_steps=first_decay_steps,
            t_mul=t_mul,
            m_mul=m_mul,
            alpha=alpha,
            name=name,
        )


_BY_NAME: dict[str, type[LearningRateSchedule]] = {
    "ExponentialDecay": ExponentialDecay,
    "exponential_decay": ExponentialDecay,
    "PiecewiseConstantDecay": PiecewiseConstantDecay,
    "piecewise_constant_decay": PiecewiseConstantDecay,
    "PolynomialDecay": PolynomialDecay,
    "polynomial_decay": PolynomialDecay,
    "InverseTimeDecay": InverseTimeDecay,
    "inverse_time_decay": InverseTimeDecay,
    "CosineDecay": CosineDecay,
    "cosine_decay": CosineDecay,
    "CosineDecayRestarts": CosineDecayRestarts,
    "cosine_decay_restarts": CosineDecayRestarts,
}


def get(identifier: Any) -> LearningRateSchedule:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(LearningRateSchedule, _BY_NAME, identifier)
