//! The arguments of the methods that write and read files.

use super::argument::{Argument, Default, Values};
use super::component::Declaration;

const PATH: Values = Values::Host("a path");

const fn flag(name: &'static str, default: bool, doc: &'static str) -> Argument {
    Argument { name, values: Values::Flag, optional: false, default: Default::Flag(default), doc }
}

const fn filepath(doc: &'static str) -> Argument {
    Argument { name: "filepath", values: PATH, optional: false, default: Default::Required, doc }
}

const OVERWRITE: Argument = flag(
    "overwrite",
    true,
    "Whether a file that is there may be replaced; if not, it is an error.",
);

/// The arguments of `save`.
pub(super) const SAVE: Declaration = Declaration {
    class_name: "save",
    aliases: &[],
    doc: "Writes the model to a file, with all that its training needs to go on.",
    arguments: &[
        filepath("The file: `.keras` for one that Keras 3 loads, `.safetensors` for imfit's own."),
        OVERWRITE,
    ],
    source: "https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#save-method",
};

/// What a file can't hold.
const CUSTOM_OBJECTS: Argument = Argument {
    name: "custom_objects",
    values: Values::Host("functions by their names"),
    optional: true,
    default: Default::None,
    doc: "Functions of your own that the model was compiled with as loss or metrics, by their names.",
};

/// The arguments of `load_model`.
pub(super) const LOAD_MODEL: Declaration = Declaration {
    class_name: "load_model",
    aliases: &[],
    doc: "Reads a model that imfit or Keras has saved; its training goes on as if it had not stopped.",
    arguments: &[
        filepath("The file: `.safetensors`, `.keras`, or Keras's old `.h5`."),
        CUSTOM_OBJECTS,
        flag("compile", true, "Whether to compile the model as it was when it was saved."),
    ],
    source: "https://keras.io/api/models/model_saving_apis/model_saving_and_loading/#load_model-function",
};

/// The arguments of `save_weights`.
pub(super) const SAVE_WEIGHTS: Declaration = Declaration {
    class_name: "save_weights",
    aliases: &[],
    doc: "Writes the weights, and the optimizer's state, to a file that Keras 3 loads too.",
    arguments: &[filepath("The file; its name ends in `.weights.h5`."), OVERWRITE],
    source: "https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/#save_weights-method",
};

/// The arguments of `load_weights`.
pub(super) const LOAD_WEIGHTS: Declaration = Declaration {
    class_name: "load_weights",
    aliases: &[],
    doc: "Reads the weights out of a file of a model with the same layers.",
    arguments: &[
        filepath("The file: `.weights.h5`, `.keras`, Keras's old `.h5`, or `.safetensors`."),
        flag("skip_mismatch", false, "Whether to leave out layers whose weights don't fit."),
    ],
    source: "https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/#load_weights-method",
};

/// The arguments of `export`.
pub(super) const EXPORT: Declaration = Declaration {
    class_name: "export",
    aliases: &[],
    doc: "Writes what the model predicts to a file for other programs.",
    arguments: &[
        filepath("The file; its name ends in `.onnx`."),
        Argument {
            name: "format",
            values: Values::Choice(&["onnx"]),
            optional: false,
            default: Default::Text("onnx"),
            doc: "The format: ONNX, opset 20.",
        },
    ],
    source: "https://keras.io/api/models/model_saving_apis/export/",
};
