//! The arguments of methods and functions, declared as those of the components are.

use serde_json::{Map, Value};

use super::argument::{Argument, Default, MANY, Values};
use super::arguments::Arguments;
use super::component::{Declaration, Kind};
use super::files;
use super::pictures::{self, POSITIONS};
use crate::error::Result;
use crate::precision::Precision;
use crate::random::LARGEST_SEED;
use crate::threads::MOST_THREADS;

/// All methods and functions that take arguments.
pub const METHODS: &[&Declaration] = &[
    &SEQUENTIAL,
    &COMPILE,
    &FIT,
    &EVALUATE,
    &PREDICT,
    &TRAIN_ON_BATCH,
    &TEST_ON_BATCH,
    &PREDICT_ON_BATCH,
    &pictures::RENDER,
    &SUMMARY,
    &files::SAVE,
    &files::LOAD_MODEL,
    &files::SAVE_WEIGHTS,
    &files::LOAD_WEIGHTS,
    &files::EXPORT,
    &SET_NUM_THREADS,
    &SET_RANDOM_SEED,
    &pictures::LOAD_IMAGE,
    &pictures::PIXELS,
    &pictures::COORDINATES,
    &pictures::RESIZE,
    &pictures::APPEND,
    &ADAPT,
    &TO_CATEGORICAL,
    &GET_LAYER,
];

/// Checks what a host passes to a method or function, and fills in its defaults. Arguments that only
/// the host knows, such as data, may be left out.
///
/// # Errors
/// An argument that doesn't exist, is missing or wrong.
///
/// # Panics
/// Panics if there is no such method.
pub fn check_call(method: &str, given: &Map<String, Value>) -> Result<Arguments> {
    let declaration = METHODS.iter().find(|declaration| declaration.class_name == method);
    let declaration = declaration.unwrap_or_else(|| panic!("there is no method {method}"));
    let mut given = given.clone();
    for argument in declaration.arguments {
        if matches!((argument.values, argument.default), (Values::Host(_), Default::Required)) {
            given.entry(argument.name).or_insert(Value::Null);
        }
    }
    Arguments::check(declaration, &given)
}

const BATCH_SIZE: Argument = Argument {
    name: "batch_size",
    values: Values::COUNT,
    optional: true,
    default: Default::None,
    doc: "Rows that are worked on together; 32 if not given.",
};

const VERBOSE: Argument = Argument {
    name: "verbose",
    values: Values::Verbosity,
    optional: false,
    default: Default::Text("auto"),
    doc: "What to show: 0 nothing, 1 a progress bar, 2 a line for each epoch, \"auto\" what suits the output.",
};

/// Keras's scripts pass it everywhere.
const QUIET: Argument = Argument { doc: "Accepted for Keras's sake: nothing is shown.", ..VERBOSE };

/// The batch size of what comes to the same in batches of any size.
const SEEN_ROWS: Argument =
    Argument { doc: "Rows of a batch, which only callbacks see; 32 if not given.", ..BATCH_SIZE };

const CALLBACKS: Argument = Argument {
    name: "callbacks",
    values: Values::Names(Kind::Callback),
    optional: true,
    default: Default::None,
    doc: "What happens beside it, in this order.",
};

const SAMPLE_WEIGHT: Argument = Argument {
    name: "sample_weight",
    values: Values::Host("one finite number for each row"),
    optional: true,
    default: Default::None,
    doc: "How much each row's loss counts.",
};

const CLASS_WEIGHT: Argument = Argument {
    name: "class_weight",
    values: Values::ClassWeights,
    optional: true,
    default: Default::None,
    doc: "How much the loss of each class's rows counts; 1 for those not given. A row's class is the place of its largest target, or with one column the target itself. Together with `sample_weight` they are multiplied.",
};

const MATRIX: Values = Values::Host("a matrix of numbers, one row for each sample");

/// What is learnt, or compared with.
const SAMPLES: Argument = Argument {
    name: "x",
    values: Values::Host("a matrix of numbers, one row for each sample, or a picture"),
    optional: false,
    default: Default::Required,
    doc: "Inputs, one row for each sample; or a picture, whose pixels are the samples.",
};

const TARGETS: Argument = Argument {
    name: "y",
    values: MATRIX,
    optional: true,
    default: Default::None,
    doc: "Targets, one row for each sample. A picture brings its own: its colours.",
};

/// The arguments of a new model.
pub(crate) const SEQUENTIAL: Declaration = Declaration {
    class_name: "Sequential",
    aliases: &[],
    doc: "A model that is a stack of layers.",
    arguments: &[
        Argument {
            name: "layers",
            values: Values::Host("a list of layers"),
            optional: true,
            default: Default::None,
            doc: "The layers, from the input on.",
        },
        Argument {
            name: "name",
            values: Values::Text,
            optional: true,
            default: Default::None,
            doc: "The model's name; \"sequential\" if not given.",
        },
        Argument {
            name: "input_shape",
            values: Values::Shape,
            optional: true,
            default: Default::None,
            doc: "The number of values in a row of input; may also be given to the first layer.",
        },
        Argument {
            name: "seed",
            values: Values::Whole { least: 0, most: LARGEST_SEED },
            optional: true,
            default: Default::None,
            doc: "Governs initial weights and shuffling; drawn if not given.",
        },
    ],
    source: "https://keras.io/api/models/sequential/",
};

/// The arguments of `compile`.
pub(crate) const COMPILE: Declaration = Declaration {
    class_name: "compile",
    aliases: &[],
    doc: "Says how the model is to be trained.",
    arguments: &[
        Argument {
            name: "optimizer",
            values: Values::Component(Kind::Optimizer),
            optional: false,
            default: Default::Text("rmsprop"),
            doc: "How weights follow their gradients.",
        },
        Argument {
            name: "loss",
            values: Values::Component(Kind::Loss),
            optional: false,
            default: Default::Text("mean_squared_error"),
            doc: "What training makes small.",
        },
        Argument {
            name: "metrics",
            values: Values::Names(Kind::Metric),
            optional: true,
            default: Default::None,
            doc: "What is reported beside the loss.",
        },
        Argument {
            name: "precision",
            values: Values::Choice(Precision::NAMES),
            optional: false,
            default: Default::Text("f32"),
            doc: "How exact the products of a training are: \"f32\", or \"bf16\" for speed on processors that have it.",
        },
    ],
    source: "https://keras.io/api/models/model_training_apis/#compile-method",
};

/// The arguments of `fit`.
pub(crate) const FIT: Declaration = Declaration {
    class_name: "fit",
    aliases: &[],
    doc: "Trains the model and returns the history of its losses and metrics.",
    arguments: &[
        SAMPLES,
        TARGETS,
        BATCH_SIZE,
        Argument {
            name: "epochs",
            values: Values::COUNT,
            optional: false,
            default: Default::Whole(1),
            doc: "The epoch to train up to; with `initial_epoch` 0, how many.",
        },
        VERBOSE,
        CALLBACKS,
        Argument {
            name: "validation_split",
            values: Values::SHARE,
            optional: false,
            default: Default::Real(0.0),
            doc: "The share of rows, taken from the end, to validate on and not to train on.",
        },
        Argument {
            name: "validation_data",
            values: Values::Host("inputs and targets, or these and sample weights, or a picture"),
            optional: true,
            default: Default::None,
            doc: "Data to validate on after each epoch.",
        },
        Argument {
            name: "shuffle",
            values: Values::Flag,
            optional: false,
            default: Default::Flag(true),
            doc: "Whether to take the rows in a new order each epoch.",
        },
        CLASS_WEIGHT,
        SAMPLE_WEIGHT,
        Argument {
            name: "initial_epoch",
            values: Values::Whole { least: 0, most: MANY },
            optional: false,
            default: Default::Whole(0),
            doc: "The epoch to begin with, counted from 0: to go on where an earlier fit stopped.",
        },
        Argument {
            doc: "Rows of a batch of the validation, which only callbacks see; batch_size if not given.",
            name: "validation_batch_size",
            ..BATCH_SIZE
        },
        Argument {
            name: "validation_freq",
            values: Values::Epochs,
            optional: false,
            default: Default::Whole(1),
            doc: "After every how many epochs to validate, or a list of the epochs, counted from 1, after which to.",
        },
        POSITIONS,
    ],
    source: "https://keras.io/api/models/model_training_apis/#fit-method",
};

/// The arguments of `evaluate`.
pub(crate) const EVALUATE: Declaration = Declaration {
    class_name: "evaluate",
    aliases: &[],
    doc: "Computes the loss and the metrics on data, without training.",
    arguments: &[SAMPLES, TARGETS, SEEN_ROWS, QUIET, SAMPLE_WEIGHT, POSITIONS, CALLBACKS],
    source: "https://keras.io/api/models/model_training_apis/#evaluate-method",
};

/// The arguments of `predict`.
pub(crate) const PREDICT: Declaration = Declaration {
    class_name: "predict",
    aliases: &[],
    doc: "Computes the model's outputs for inputs.",
    arguments: &[ROWS, SEEN_ROWS, QUIET, CALLBACKS],
    source: "https://keras.io/api/models/model_training_apis/#predict-method",
};

/// The inputs of a method that takes no picture.
const ROWS: Argument =
    Argument { values: MATRIX, doc: "Inputs, one row for each sample.", ..SAMPLES };

/// The targets of a method that takes no picture.
const ROW_TARGETS: Argument = Argument {
    values: MATRIX,
    optional: false,
    default: Default::Required,
    doc: "Targets, one row for each sample.",
    ..TARGETS
};

/// The arguments of `train_on_batch`.
const TRAIN_ON_BATCH: Declaration = Declaration {
    class_name: "train_on_batch",
    aliases: &[],
    doc: "Takes one step on rows that are one batch; returns loss and metrics since the last reset.",
    arguments: &[ROWS, ROW_TARGETS, SAMPLE_WEIGHT, CLASS_WEIGHT],
    source: "https://keras.io/api/models/model_training_apis/#train_on_batch-method",
};

/// The arguments of `test_on_batch`.
const TEST_ON_BATCH: Declaration = Declaration {
    class_name: "test_on_batch",
    aliases: &[],
    doc: "Computes loss and metrics of one more batch, without training; returns those since the last reset.",
    arguments: &[ROWS, ROW_TARGETS, SAMPLE_WEIGHT],
    source: "https://keras.io/api/models/model_training_apis/#test_on_batch-method",
};

/// The argument of `predict_on_batch`.
const PREDICT_ON_BATCH: Declaration = Declaration {
    class_name: "predict_on_batch",
    aliases: &[],
    doc: "Computes the model's outputs for the inputs of one batch.",
    arguments: &[ROWS],
    source: "https://keras.io/api/models/model_training_apis/#predict_on_batch-method",
};

/// The arguments of `summary`.
pub(crate) const SUMMARY: Declaration = Declaration {
    class_name: "summary",
    aliases: &[],
    doc: "Shows the model as a table of its layers.",
    arguments: &[Argument {
        name: "line_length",
        values: Values::Whole { least: 40, most: 1000 },
        optional: true,
        default: Default::None,
        doc: "The width of the table; the width of the output if not given.",
    }],
    source: "https://keras.io/api/models/model/#summary-method",
};

/// The argument of `set_num_threads`.
const SET_NUM_THREADS: Declaration = Declaration {
    class_name: "set_num_threads",
    aliases: &[],
    doc: "Sets how many threads train and predict. The results don't depend on it.",
    arguments: &[Argument {
        name: "num_threads",
        values: Values::Whole { least: 1, most: MOST_THREADS as u64 },
        optional: true,
        default: Default::Required,
        doc: "How many; nothing for IMFIT_NUM_THREADS, or else one for each processor core.",
    }],
    source: "",
};

/// The argument of `set_random_seed`.
const SET_RANDOM_SEED: Declaration = Declaration {
    class_name: "set_random_seed",
    aliases: &[],
    doc: "Lets models that are made without a seed draw theirs from this one.",
    arguments: &[Argument {
        name: "seed",
        values: Values::Whole { least: 0, most: LARGEST_SEED },
        optional: false,
        default: Default::Required,
        doc: "The seed.",
    }],
    source: "https://keras.io/api/utils/python_utils/#set_random_seed-function",
};

/// The arguments of `adapt`.
const ADAPT: Declaration = Declaration {
    class_name: "adapt",
    aliases: &[],
    doc: "Lets a Normalization layer find mean and variance in data, before it is put into a model.",
    arguments: &[Argument {
        name: "data",
        values: Values::Host("a matrix of numbers, one row for each sample"),
        optional: false,
        default: Default::Required,
        doc: "The inputs, one row for each sample.",
    }],
    source: "https://keras.io/api/layers/preprocessing_layers/numerical/normalization/",
};

/// The arguments of `to_categorical`.
const TO_CATEGORICAL: Declaration = Declaration {
    class_name: "to_categorical",
    aliases: &[],
    doc: "Makes a table of zeros and ones of class numbers: a 1 in the column of each row's class.",
    arguments: &[
        Argument {
            name: "x",
            values: Values::Host("whole numbers, one for each row"),
            optional: false,
            default: Default::Required,
            doc: "The classes, counted from 0.",
        },
        Argument {
            name: "num_classes",
            values: Values::COUNT,
            optional: true,
            default: Default::None,
            doc: "How many classes there are; one more than the largest if not given.",
        },
    ],
    source: "https://keras.io/api/utils/python_utils/#to_categorical-function",
};

/// The arguments of `get_layer`.
const GET_LAYER: Declaration = Declaration {
    class_name: "get_layer",
    aliases: &[],
    doc: "The layer of a name, which may be one in a block, or at a place.",
    arguments: &[
        Argument {
            name: "name",
            values: Values::Text,
            optional: true,
            default: Default::None,
            doc: "The layer's name.",
        },
        Argument {
            name: "index",
            values: Values::Whole { least: 0, most: MANY },
            optional: true,
            default: Default::None,
            doc: "The layer's place, as the language counts.",
        },
    ],
    source: "https://keras.io/api/models/model/#get_layer-method",
};
