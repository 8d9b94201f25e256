"""Losses, with their arguments."""

from .case import Case, Component, activation, adam, component, dense, fit
from .data import bright, classes, mask, weights


def loss_case(
    about: str,
    loss: Component,
    outputs: int = 3,
    last: str | None = "sigmoid",
    own_layer: bool = False,
    **others,
) -> Case:
    """A small network that is trained on a loss; `last` is its last activation."""
    end = [dense(outputs), activation(last)] if own_layer else [dense(outputs, last)]
    arguments = {
        "data": bright(),
        "fit": fit(32),
        "metrics": (),
        "optimizer": adam(learning_rate=0.01),
        **others,
    }
    return Case(about=about, layers=[dense(10, "tanh"), *end], loss=loss, **arguments)


CASES = {
    "loss_mean_absolute_error": loss_case("Sizes of differences.", "mean_absolute_error"),
    "loss_mean_absolute_percentage_error": loss_case(
        "Sizes of differences in percent.", "mean_absolute_percentage_error"
    ),
    "loss_mean_squared_logarithmic_error": loss_case(
        "Squares of logarithms.", "mean_squared_logarithmic_error"
    ),
    "loss_huber": loss_case("A parabola up to 1.", "huber"),
    "loss_huber_delta": loss_case("A parabola up to 0.1.", component("Huber", delta=0.1)),
    "loss_log_cosh": loss_case("Logarithms of hyperbolic cosines.", "log_cosh"),
    "loss_poisson": loss_case("Counts; predictions stay positive.", "poisson"),
    "loss_kl_divergence": loss_case("Shares against shares.", "kl_divergence"),
    "loss_cosine_similarity": loss_case("Directions, not lengths.", "cosine_similarity"),
    "loss_charbonnier": loss_case(
        "Between squares and sizes; not in Keras.", component("Charbonnier", epsilon=0.01)
    ),
    "loss_binary_crossentropy": loss_case(
        "One sigmoid output, weighted rows.",
        "binary_crossentropy",
        data=mask(12, 10),
        outputs=1,
        metrics=("accuracy", "binary_crossentropy"),
        sample_weight=weights(120),
    ),
    "loss_binary_crossentropy_smoothed": loss_case(
        "Three sigmoid outputs, smoothed targets.",
        component("BinaryCrossentropy", label_smoothing=0.2),
    ),
    "loss_binary_crossentropy_logits": loss_case(
        "Logits, smoothed targets.",
        component("BinaryCrossentropy", from_logits=True, label_smoothing=0.1),
        last=None,
    ),
    "loss_binary_crossentropy_tanh": loss_case(
        "Shares that no sigmoid made, some of them below 0.", "binary_crossentropy", last="tanh"
    ),
    "loss_categorical_crossentropy": loss_case(
        "Three classes behind a softmax.",
        "categorical_crossentropy",
        data=classes(),
        last="softmax",
        metrics=("accuracy", "categorical_accuracy", "categorical_crossentropy"),
    ),
    "loss_categorical_crossentropy_smoothed": loss_case(
        "A softmax layer of its own, smoothed targets.",
        component("CategoricalCrossentropy", label_smoothing=0.1),
        data=classes(),
        last="softmax",
        own_layer=True,
    ),
    "loss_categorical_crossentropy_logits": loss_case(
        "Logits of three classes.",
        component("CategoricalCrossentropy", from_logits=True),
        data=classes(),
        last=None,
    ),
    "loss_categorical_crossentropy_softplus": loss_case(
        "Shares that don't add up to 1 are divided by their sum.",
        "categorical_crossentropy",
        data=classes(),
        last="softplus",
    ),
}
