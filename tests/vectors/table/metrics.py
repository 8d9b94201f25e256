"""Metrics, in epochs and in validations."""

from .case import Case, adam, component, dense, fit
from .data import centered, mask, weights
from .losses import loss_case

CASES = {
    "two_metrics": Case(
        about="accuracy and mean_squared_error; weights make loss and error differ.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, validation_split=0.2),
        metrics=("accuracy", "mean_squared_error"),
        sample_weight=weights(120),
    ),
    "no_metrics": Case(
        about="Nothing but the loss is logged.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(7, 5),
        fit=fit(16),
        metrics=(),
    ),
    "metrics_of_regression": loss_case(
        "Losses as metrics, and those that aren't means over rows.",
        "mean_squared_error",
        metrics=(
            "mean_absolute_error",
            "mean_absolute_percentage_error",
            "mean_squared_logarithmic_error",
            "huber",
            "log_cosh",
            "cosine_similarity",
            "poisson",
            "kl_divergence",
            "root_mean_squared_error",
        ),
        fit=fit(32, validation_split=0.2),
    ),
    "metrics_r2_score": loss_case(
        "R2 over a validation too: below 0 at the beginning.",
        "mean_squared_error",
        metrics=("r2_score", "root_mean_squared_error"),
        fit=fit(32, validation_split=0.2, epochs=4),
        optimizer=adam(),
    ),
    "metrics_r2_score_weighted": loss_case(
        "R2, each output by its variance.",
        "mean_squared_error",
        metrics=(component("R2Score", class_aggregation="variance_weighted_average"),),
        fit=fit(32, epochs=8),
    ),
    "metrics_binary_accuracy": loss_case(
        "Accuracy of one output under its own name.",
        "binary_crossentropy",
        data=mask(12, 10),
        outputs=1,
        metrics=("binary_accuracy",),
        fit=fit(32, epochs=6),
    ),
}
