//! The functions that the core doesn't declare, since each host has them in its own way.

use imfit::declare::{Argument, Declaration, Default, Values};

const fn required(name: &'static str, values: Values, doc: &'static str) -> Argument {
    Argument { name, values, optional: false, default: Default::Required, doc }
}

const fn function(
    class_name: &'static str,
    doc: &'static str,
    arguments: &'static [Argument],
) -> Declaration {
    Declaration { class_name, aliases: &[], doc, arguments, source: "" }
}

const SIDE: Values = Values::Whole { least: 1, most: 1 << 31 };

pub(super) const IMAGE: Declaration = function(
    "image",
    "Makes a picture of its pixels' colours, such as a model's predictions.",
    &[
        required("width", SIDE, "Pixels across."),
        required("height", SIDE, "Pixels down."),
        required(
            "colours",
            Values::Host("a matrix of numbers, one row for each pixel"),
            "The colours, one row for each pixel, x fastest.",
        ),
    ],
);

pub(super) const ADAPT: Declaration = function(
    "adapt",
    "Returns a normalization with mean and variance of data, to be put into a model.",
    &[
        required("layer", Values::Host("a layer, made by `normalization`"), "The layer."),
        required(
            "data",
            Values::Host("a matrix of numbers, one row for each sample"),
            "The inputs, one row for each sample.",
        ),
    ],
);

pub(super) const DISPLAY: Declaration = function(
    "display",
    "Shows a value as the last one of a cell is shown.",
    &[required("value", Values::Host("anything"), "What to show.")],
);

pub(super) const PLOT: Declaration = function(
    "plot",
    "Draws a history, several histories in one (a map of names and histories), or a picture.",
    &[required(
        "value",
        Values::Host("a history, a map of names and histories, or a picture"),
        "What to draw.",
    )],
);

pub(super) const CLEAR_OUTPUT: Declaration = function(
    "clear_output",
    "Removes what the cell has shown so far.",
    &[Argument {
        name: "wait",
        values: Values::Flag,
        optional: false,
        default: Default::Flag(false),
        doc: "Whether to wait until there is something to show instead.",
    }],
);

pub(super) const NUM_THREADS: Declaration =
    function("num_threads", "The number of threads that train and predict.", &[]);

pub(super) const ADD: Declaration = function(
    "add",
    "Puts a layer on top of the model.",
    &[required("layer", Values::Host("a layer, made by its function"), "The layer.")],
);

pub(super) const POP: Declaration = function(
    "pop",
    "Takes the topmost layer off; the others keep their weights, the optimizer begins anew.",
    &[],
);

pub(super) const CLONE_MODEL: Declaration = function(
    "clone_model",
    "A model of the same layers, name and seed, with the weights that those begin with.",
    &[required("model", Values::Host("a model"), "The model.")],
);

pub(super) const RESET_METRICS: Declaration = function(
    "reset_metrics",
    "Lets the losses and metrics of train_on_batch and test_on_batch begin anew.",
    &[],
);

pub(super) const BUILD: Declaration = function(
    "build",
    "Makes the model's weights before its first fit.",
    &[required("input_shape", Values::Shape, "The number of values in a row of input.")],
);

pub(super) const SAVE_IMAGE: Declaration = function(
    "save",
    "Writes the picture to a file: PNG, JPEG, WebP or TIFF, as the name ends.",
    &[required("path", Values::Text, "The file.")],
);

pub(super) const HISTORY: Declaration =
    function("history", "The losses and metrics of all epochs that the model was trained.", &[]);

pub(super) const GET_WEIGHTS: Declaration = function(
    "get_weights",
    "The weights: for each dense layer its kernel, a matrix, and its bias, a list of numbers.",
    &[],
);

pub(super) const SET_WEIGHTS: Declaration = function(
    "set_weights",
    "Replaces the weights by others in the form of get_weights.",
    &[required(
        "weights",
        Values::Host("a list of matrices and lists of numbers, as get_weights gives"),
        "The new weights.",
    )],
);

/// The name of a layer, or nothing.
const fn layer(name: &'static str, doc: &'static str) -> Argument {
    Argument { name, values: Values::Text, optional: true, default: Default::None, doc }
}

const RANGE: &[Argument] = &[
    layer("from", "The name of the first of the layers; that of the model if not given."),
    layer("to", "The name of the last of the layers; that of the model if not given."),
];

pub(super) const FREEZE_WEIGHTS: Declaration = function(
    "freeze_weights",
    "Freezes the layers from one to another, both included: training leaves their weights as they are, and changes all others.",
    RANGE,
);

pub(super) const UNFREEZE_WEIGHTS: Declaration = function(
    "unfreeze_weights",
    "Trains the layers from one to another, both included, and freezes all others.",
    RANGE,
);

pub(super) const COUNT_PARAMS: Declaration =
    function("count_params", "The number of the model's weights.", &[]);

pub(super) const TO_JSON: Declaration =
    function("to_json", "The model's description as JSON, without weights.", &[]);

pub(super) const PSNR: Declaration = function(
    "psnr",
    "The distance to another picture, in dB: 20 for a blurred copy, 30 for a good one.",
    &[required("other", Values::Host("a picture of the same size"), "The other picture.")],
);
