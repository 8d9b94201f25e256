"""Optimizers that look at a kernel or a bias as a whole: Adafactor and Muon."""

from .case import Component, component, dense, fit
from .optimized import optimized

DEEP = [dense(9, "tanh"), dense(5, "relu", use_bias=False), dense(12, "tanh"), dense(3)]


def scheduled_adafactor(**others) -> Component:
    """An Adafactor with much around it; a norm that some gradients are above, and others not."""
    return component(
        "Adafactor",
        **{
            "learning_rate": component("CosineDecay", initial_learning_rate=0.5, decay_steps=30),
            "weight_decay": 0.1,
            "clipnorm": 0.01,
            "use_ema": True,
            "ema_momentum": 0.8,
            **others,
        },
    )


CASES = {
    "adafactor": optimized("Adafactor as it is.", component("Adafactor")),
    "adafactor_arguments": optimized(
        "Adafactor with all its arguments away from the defaults; its steps are clipped.",
        component(
            "Adafactor",
            learning_rate=0.05,
            beta_2_decay=-0.5,
            epsilon_1=1e-6,
            epsilon_2=0.1,
            clip_threshold=0.7,
            relative_step=False,
        ),
        layers=DEEP,
    ),
    "adafactor_schedule": optimized(
        "Adafactor with a schedule, decay, a clipped norm and a mean of the weights.",
        scheduled_adafactor(),
        without={
            "the schedule": {"optimizer": scheduled_adafactor(learning_rate=0.5)},
            "decay": {"optimizer": scheduled_adafactor(weight_decay=None)},
            "the clipped norm": {"optimizer": scheduled_adafactor(clipnorm=None)},
            "the mean": {"optimizer": scheduled_adafactor(use_ema=False)},
        },
    ),
    "adafactor_accumulation": optimized(
        "Adafactor's steps for two batches each; one batch is left over.",
        component("Adafactor", learning_rate=0.1, gradient_accumulation_steps=2),
    ),
    "muon": optimized("Muon as it is.", component("Muon")),
    "muon_arguments": optimized(
        "Muon with its arguments away from the defaults, on high, wide and narrow kernels.",
        component(
            "Muon",
            learning_rate=0.02,
            adam_beta_1=0.8,
            adam_beta_2=0.95,
            adam_weight_decay=0.2,
            epsilon=1e-4,
            weight_decay=0.1,
            muon_a=2.0,
            muon_b=-1.5,
            muon_c=0.5,
            adam_lr_ratio=0.5,
            momentum=0.8,
            ns_steps=3,
            nesterov=False,
            rms_rate=None,
        ),
        layers=DEEP,
    ),
    "muon_excluded": optimized(
        "Two layers follow Adam: one is left out by its name, one is called an embedding.",
        component("Muon", learning_rate=0.02, exclude_layers=["last"], adam_weight_decay=None),
        layers=[dense(8, "tanh", name="Embedding"), dense(6, "tanh"), dense(3, name="the_last")],
    ),
    "muon_schedule": optimized(
        "Muon with a schedule, a global norm and accumulated gradients.",
        component(
            "Muon",
            learning_rate=component(
                "ExponentialDecay", initial_learning_rate=0.05, decay_steps=5, decay_rate=0.7
            ),
            global_clipnorm=0.05,
            gradient_accumulation_steps=2,
        ),
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
}
