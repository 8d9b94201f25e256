"""Optimizers, and what is around all of them."""

from .case import Case, adam, component, dense, fit
from .data import centered, fading
from .optimized import optimized

CASES = {
    "adam_arguments": Case(
        about="Adam with its rate, both betas and epsilon away from the defaults.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(),
        fit=fit(64, epochs=5),
        optimizer=adam(learning_rate=0.01, beta_1=0.8, beta_2=0.98, epsilon=1e-3),
    ),
    "sgd": optimized("SGD as it is, plain.", "sgd"),
    "sgd_momentum": optimized("SGD with momentum.", component("SGD", momentum=0.9)),
    "sgd_nesterov": optimized(
        "SGD with Nesterov's momentum.",
        component("SGD", learning_rate=0.1, momentum=0.9, nesterov=True),
    ),
    "sgd_nesterov_alone": optimized(
        "Nesterov without momentum is plain SGD.", component("SGD", nesterov=True)
    ),
    "rmsprop": optimized("RMSprop as it is.", "rmsprop"),
    "rmsprop_momentum": optimized(
        "RMSprop with momentum.", component("RMSprop", rho=0.8, momentum=0.5)
    ),
    "rmsprop_centered": optimized(
        "RMSprop, centred, with an epsilon that counts.",
        component("RMSprop", centered=True, epsilon=1e-4),
    ),
    "rmsprop_centered_momentum": optimized(
        "RMSprop, centred and with momentum: three slots.",
        component("RMSprop", centered=True, momentum=0.7, epsilon=1e-3),
    ),
    "adagrad": optimized("Adagrad as it is.", "adagrad"),
    "adagrad_arguments": optimized(
        "Adagrad's sum begins with another number; a rate that moves.",
        component("Adagrad", learning_rate=0.1, initial_accumulator_value=0.01, epsilon=1e-3),
    ),
    "adadelta": optimized("Adadelta as it is.", "adadelta"),
    "adadelta_arguments": optimized(
        "Adadelta as its paper has it, with a rate of 1.",
        component("Adadelta", learning_rate=1.0, rho=0.9, epsilon=1e-5),
    ),
    "adam_amsgrad": optimized(
        "The largest second moment so far.",
        component("Adam", learning_rate=0.01, beta_2=0.8, amsgrad=True),
        sample_weight=fading(130),
    ),
    "adamax": optimized("Adamax as it is.", "adamax"),
    "adamax_arguments": optimized(
        "Adamax, whose largest gradient fades quickly.",
        component("Adamax", learning_rate=0.02, beta_1=0.8, beta_2=0.7, epsilon=1e-3),
    ),
    "nadam": optimized("Nadam as it is.", "nadam", fit=fit(32, epochs=20)),
    "nadam_arguments": optimized(
        "Nadam with its arguments away from the defaults.",
        component("Nadam", learning_rate=0.02, beta_1=0.8, beta_2=0.98, epsilon=1e-3),
    ),
    "ftrl": optimized("Ftrl as it is.", "ftrl"),
    "ftrl_arguments": optimized(
        "Ftrl with a penalty of every kind: some weights become 0.",
        component(
            "Ftrl",
            learning_rate=0.5,
            initial_accumulator_value=0.2,
            l1_regularization_strength=0.02,
            l2_regularization_strength=0.05,
            l2_shrinkage_regularization_strength=0.01,
            beta=0.1,
        ),
    ),
    "ftrl_power": optimized(
        "Ftrl with another power than the root.",
        component("Ftrl", learning_rate=0.3, learning_rate_power=-0.75),
    ),
    "lion": optimized("Lion as it is.", "lion"),
    "lion_arguments": optimized(
        "Lion with both betas away from the defaults.",
        component("Lion", learning_rate=0.01, beta_1=0.7, beta_2=0.8),
    ),
    "adamw": optimized("AdamW as it is.", "adamw"),
    "adamw_arguments": optimized(
        "AdamW with much decay, and amsgrad.",
        component("AdamW", learning_rate=0.02, weight_decay=0.5, beta_2=0.9, amsgrad=True),
    ),
    "weight_decay_momentum": optimized(
        "Weight decay is no part of the gradient: momentum doesn't see it.",
        component("SGD", learning_rate=0.1, momentum=0.9, weight_decay=0.3),
    ),
    "weight_decay_schedule": optimized(
        "The decay goes with the schedule's learning rate.",
        component(
            "AdamW",
            learning_rate=component("CosineDecay", initial_learning_rate=0.05, decay_steps=20),
            weight_decay=0.4,
        ),
    ),
    "clipvalue": optimized("Every value of the gradient is clipped.", adam(clipvalue=1e-3)),
    "clipnorm_momentum": optimized(
        "Kernel and bias are clipped each by its own norm, before momentum.",
        component("SGD", learning_rate=0.5, momentum=0.9, clipnorm=0.01),
    ),
    "clipnorm_some": optimized(
        "A norm that some gradients are above, and others not.",
        component("SGD", learning_rate=0.5, clipnorm=0.05),
    ),
    "global_clipnorm_momentum": optimized(
        "All gradients are clipped by one norm, before Nesterov's momentum.",
        component("SGD", learning_rate=0.5, momentum=0.8, nesterov=True, global_clipnorm=0.02),
    ),
    "global_clipnorm_decay": optimized(
        "A global norm, weight decay and a layer without a bias.",
        component("RMSprop", momentum=0.5, weight_decay=0.1, global_clipnorm=0.03),
        layers=[dense(9, "relu", use_bias=False), dense(17, "tanh"), dense(3)],
    ),
    "ema": optimized(
        "The weights become their mean after the last epoch; a short last batch.",
        component("Adam", learning_rate=0.02, use_ema=True, ema_momentum=0.8),
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "ema_overwrite": optimized(
        "The weights become their mean after every third step.",
        component("SGD", learning_rate=0.5, use_ema=True, ema_overwrite_frequency=3),
    ),
    "accumulation": optimized(
        "A step for four batches, across the ends of epochs; one batch is left over.",
        component("Adam", learning_rate=0.02, gradient_accumulation_steps=4),
    ),
    "accumulation_clipnorm": optimized(
        "The mean of the gradients is clipped, not each of them.",
        component("SGD", learning_rate=0.5, clipnorm=0.01, gradient_accumulation_steps=3),
    ),
    "accumulation_ema": optimized(
        "The weights' mean goes on with every batch, also where they don't move.",
        component(
            "SGD",
            learning_rate=0.5,
            use_ema=True,
            ema_momentum=0.7,
            ema_overwrite_frequency=2,
            gradient_accumulation_steps=2,
        ),
    ),
    "accumulation_schedule": optimized(
        "Schedules count batches; Nadam counts its own steps.",
        component(
            "Nadam",
            learning_rate=component(
                "ExponentialDecay", initial_learning_rate=0.05, decay_steps=5, decay_rate=0.5
            ),
            weight_decay=0.1,
            gradient_accumulation_steps=2,
        ),
    ),
    "loss_scale_factor": optimized(
        "The loss is scaled for the way back, and the gradient clipped after scaling it back.",
        component("SGD", learning_rate=0.5, loss_scale_factor=1000.0, clipvalue=0.01),
    ),
}
