"""Losses and metrics that tell classes apart: margins, focus, and classes by number."""

from .case import component, fit
from .data import classes, disc, ground, labels, signs, weights
from .losses import loss_case


def of_labels(about, loss, last="softmax", **others):
    """A loss of class numbers, three classes."""
    return loss_case(about, loss, data=labels(), last=last, **others)


CASES = {
    "loss_hinge": loss_case(
        "Targets of -1 and 1, some of them beyond the margin.",
        "hinge",
        data=signs(),
        outputs=1,
        last=None,
        metrics=("hinge", "squared_hinge"),
        fit=fit(32, epochs=8),
    ),
    "loss_hinge_binary": loss_case(
        "Targets of 0 and 1 become -1 and 1, in the loss and in the metric.",
        "hinge",
        data=disc(),
        outputs=1,
        last="tanh",
        metrics=("binary_accuracy", "squared_hinge"),
        sample_weight=weights(120),
    ),
    "loss_squared_hinge": loss_case(
        "The square of what a margin lacks.",
        "squared_hinge",
        data=disc(),
        outputs=1,
        last=None,
        fit=fit(32, validation_split=0.2, epochs=6),
    ),
    "loss_categorical_hinge": loss_case(
        "The right class against the largest wrong one.",
        "categorical_hinge",
        data=classes(),
        last=None,
        metrics=("accuracy", "categorical_hinge"),
        fit=fit(32, epochs=6),
    ),
    "loss_binary_focal": loss_case(
        "What is nearly right counts less.",
        "binary_focal_crossentropy",
        data=disc(),
        outputs=1,
        metrics=("accuracy",),
    ),
    "loss_binary_focal_balanced": loss_case(
        "Balanced classes, smoothed targets, three outputs, weighted rows.",
        component(
            "BinaryFocalCrossentropy", apply_class_balancing=True, alpha=0.4, label_smoothing=0.2
        ),
        sample_weight=weights(120),
    ),
    "loss_binary_focal_logits": loss_case(
        "Logits, and a focus that is no whole number.",
        component("BinaryFocalCrossentropy", gamma=1.5, from_logits=True),
        last=None,
    ),
    "loss_binary_focal_tanh": loss_case(
        "Shares that no sigmoid made, some of them below 0; another focus, smoothed targets.",
        component("BinaryFocalCrossentropy", gamma=3.0, label_smoothing=0.1),
        last="tanh",
        seed=3,
        without={
            "the focus": {"loss": component("BinaryFocalCrossentropy", label_smoothing=0.1)},
            "smoothing": {"loss": component("BinaryFocalCrossentropy", gamma=3.0)},
        },
    ),
    "loss_categorical_focal": loss_case(
        "Three classes behind a softmax, what is nearly right counting less.",
        "categorical_focal_crossentropy",
        data=classes(),
        last="softmax",
        metrics=("accuracy",),
        fit=fit(32, validation_split=0.2),
    ),
    "loss_categorical_focal_logits": loss_case(
        "Logits, smoothed targets, another alpha and gamma.",
        component(
            "CategoricalFocalCrossentropy",
            alpha=0.7,
            gamma=1.5,
            from_logits=True,
            label_smoothing=0.1,
        ),
        data=classes(),
        last=None,
    ),
    "loss_categorical_focal_softplus": loss_case(
        "Shares that don't add up to 1, and no focus at all.",
        component("CategoricalFocalCrossentropy", alpha=1.0, gamma=0.0),
        data=classes(),
        last="softplus",
    ),
    "loss_sparse_categorical_crossentropy": of_labels(
        "The number of the class as the only target; accuracy is sparse too.",
        "sparse_categorical_crossentropy",
        metrics=("accuracy", "sparse_categorical_accuracy", "sparse_categorical_crossentropy"),
        fit=fit(32, epochs=5),
    ),
    "loss_sparse_categorical_crossentropy_weighted": of_labels(
        "Weighted rows, and weighted rows to validate on.",
        "sparse_categorical_crossentropy",
        sample_weight=weights(120),
        validation=labels(),
        validation_weight=weights(120)[::-1].copy(),
        own_layer=True,
        metrics=("accuracy",),
    ),
    "loss_sparse_categorical_crossentropy_logits": of_labels(
        "Logits of classes that are numbered.",
        component("SparseCategoricalCrossentropy", from_logits=True),
        last=None,
        fit=fit(32, validation_split=0.3),
        metrics=("sparse_categorical_accuracy",),
    ),
    "loss_generalized_cross_entropy": of_labels(
        "Between an entropy and an error.", component("CategoricalGeneralizedCrossEntropy", q=0.7)
    ),
    "loss_crossentropy_sparse": of_labels(
        "One column of targets for three outputs: the sparse one.",
        "crossentropy",
        metrics=("acc",),
    ),
    "loss_crossentropy_binary": loss_case(
        "One output: the binary one.", "ce", data=disc(), outputs=1, metrics=("acc",)
    ),
    "loss_crossentropy_categorical": loss_case(
        "Three targets for three outputs: the categorical one.",
        "crossentropy",
        data=classes(),
        last="softmax",
    ),
    "metrics_top_k": loss_case(
        "The two largest outputs.",
        "categorical_crossentropy",
        data=classes(),
        last="softmax",
        metrics=(component("TopKCategoricalAccuracy", k=2),),
        fit=fit(32, epochs=6),
        seed=2,
        without={
            "the second": {"metrics": (component("TopKCategoricalAccuracy", k=1),)},
        },
    ),
    "metrics_sparse_top_k": of_labels(
        "The two largest outputs, for numbered classes.",
        "sparse_categorical_crossentropy",
        metrics=(component("SparseTopKCategoricalAccuracy", k=2),),
        fit=fit(32, epochs=6, validation_split=0.2),
        seed=2,
        without={
            "the second": {"metrics": (component("SparseTopKCategoricalAccuracy", k=1),)},
        },
    ),
    "metrics_precision_recall": loss_case(
        "What is found and what is missed, over batches and rows.",
        "binary_crossentropy",
        data=ground(),
        outputs=1,
        metrics=("precision", "recall"),
        fit=fit(32, epochs=12),
        # Not the last rows: they are all of one kind, and nothing is found there.
        validation=tuple(rows[::3] for rows in ground()),
        without={
            "the threshold of precision": {
                "metrics": (component("Precision", thresholds=0.6), "recall")
            },
            "the threshold of recall": {
                "metrics": ("precision", component("Recall", thresholds=0.6))
            },
        },
    ),
    "metrics_precision_of_class": loss_case(
        "One of three outputs, at another threshold.",
        "categorical_crossentropy",
        data=classes(),
        last="softmax",
        metrics=(
            component("Precision", thresholds=0.35, class_id=1),
            component("Recall", thresholds=0.3),
        ),
        fit=fit(32, epochs=6),
    ),
}
