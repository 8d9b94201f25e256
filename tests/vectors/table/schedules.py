"""Learning rates that change from step to step."""

from .case import Case, component
from .optimized import optimized


def scheduled(class_name: str, **config) -> Case:
    """Plain SGD, whose every step shows its learning rate."""
    rate = component(class_name, **config)
    return optimized(
        f"SGD with {class_name} as its learning rate.", component("SGD", learning_rate=rate)
    )


CASES = {
    "exponential_decay": scheduled(
        "ExponentialDecay", initial_learning_rate=0.5, decay_steps=7, decay_rate=0.6
    ),
    "exponential_decay_staircase": scheduled(
        "ExponentialDecay",
        initial_learning_rate=0.5,
        decay_steps=7,
        decay_rate=0.3,
        staircase=True,
    ),
    "piecewise_constant_decay": scheduled(
        "PiecewiseConstantDecay", boundaries=[3, 10, 17], values=[0.5, 0.1, 0.8, 0.05]
    ),
    "polynomial_decay": scheduled(
        "PolynomialDecay",
        initial_learning_rate=0.5,
        decay_steps=18,
        end_learning_rate=0.05,
        power=2.0,
    ),
    "polynomial_decay_cycle": scheduled(
        "PolynomialDecay", initial_learning_rate=0.5, decay_steps=8, cycle=True
    ),
    "inverse_time_decay": scheduled(
        "InverseTimeDecay", initial_learning_rate=0.5, decay_steps=6, decay_rate=2.0
    ),
    "inverse_time_decay_staircase": scheduled(
        "InverseTimeDecay",
        initial_learning_rate=0.5,
        decay_steps=6,
        decay_rate=2.0,
        staircase=True,
    ),
    "cosine_decay": scheduled("CosineDecay", initial_learning_rate=0.5, decay_steps=20, alpha=0.1),
    "cosine_decay_warmup": scheduled(
        "CosineDecay",
        initial_learning_rate=0.0,
        decay_steps=15,
        warmup_target=0.6,
        warmup_steps=7,
    ),
    "cosine_decay_restarts": scheduled(
        "CosineDecayRestarts", initial_learning_rate=0.5, first_decay_steps=5, m_mul=0.7
    ),
    "cosine_decay_restarts_even": scheduled(
        "CosineDecayRestarts",
        initial_learning_rate=0.5,
        first_decay_steps=6,
        t_mul=1.0,
        alpha=0.2,
    ),
}
