//! Everything that can go wrong, in one type, with the facts in it.

use std::fmt;
use std::path::PathBuf;

/// The result of anything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What a host language makes of an [`Error`]: which of its own classes it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A value outside of what is allowed (`ValueError` in Python).
    Value,
    /// A value of the wrong type (`TypeError` in Python).
    Type,
    /// A file or picture that can't be read or written (`OSError` in Python).
    Io,
    /// A call that comes too early: before the model is compiled, or before its shape is known.
    State,
}

impl ErrorKind {
    /// `value`, `type`, `io` or `state`.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Value => "value",
            ErrorKind::Type => "type",
            ErrorKind::Io => "io",
            ErrorKind::State => "state",
        }
    }
}

/// What went wrong, in words that name the argument, what was given and what is allowed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument lies outside of its range.
    #[error("`{argument}` must be {allowed}, not {given}")]
    Argument {
        /// The name that the user knows it by.
        argument: String,
        /// The value, as the user would write it.
        given: String,
        /// What would have been right.
        allowed: String,
    },
    /// An argument has the wrong type.
    #[error("`{argument}` must be {allowed}, not {given}")]
    Type {
        /// The name that the user knows it by.
        argument: String,
        /// The value, as the user would write it.
        given: String,
        /// What would have been right.
        allowed: String,
    },
    /// An argument asks for something that this machine can't do.
    #[error("`{argument}` must be {allowed}, not {given}: {reason}")]
    Unavailable {
        /// The name that the user knows it by.
        argument: String,
        /// The value, as the user would write it.
        given: String,
        /// What can be had here.
        allowed: String,
        /// What is missing.
        reason: String,
    },
    /// There is no activation, loss, optimizer, ... of this name.
    #[error("unknown {kind} '{given}'; known are: {known}", known = known.join(", "))]
    UnknownName {
        /// What was looked for, as "activation".
        kind: &'static str,
        /// The name that was given.
        given: String,
        /// All names there are.
        known: Vec<String>,
    },
    /// A component has no argument of this name.
    #[error("{component} has no argument `{given}`; it has: {known}", known = known.join(", "))]
    UnknownArgument {
        /// The component's name, as "Dense".
        component: String,
        /// The name that was given.
        given: String,
        /// All arguments there are.
        known: Vec<String>,
    },
    /// A component lacks an argument that has no default.
    #[error("{component} needs the argument `{argument}`: {about}")]
    MissingArgument {
        /// The component's name, as "Dense".
        component: String,
        /// The argument that is missing.
        argument: String,
        /// Its one line of documentation.
        about: String,
    },
    /// Arrays don't fit each other or the model.
    #[error("{0}")]
    Shape(String),
    /// Data holds NaN or an infinite value.
    #[error(
        "`{argument}` must hold finite numbers only, but row {row}, column {column} is {value}"
    )]
    NotFinite {
        /// The argument's name.
        argument: String,
        /// Counted from 1.
        row: usize,
        /// Counted from 1.
        column: usize,
        /// NaN or an infinity.
        value: f32,
    },
    /// The model has no weights yet.
    #[error(
        "the model's input shape is not known yet, so it has no weights: give `input_shape` to the \
         first layer, or call `build` or `fit` first"
    )]
    NotBuilt,
    /// The model has not been compiled.
    #[error("the model must be compiled first: call `compile` with a loss and an optimizer")]
    NotCompiled,
    /// The model changed in a way that a running training can't follow.
    #[error(
        "the model's layers or its compilation changed while it was being trained, evaluated or asked"
    )]
    ChangedDuringFit,
    /// Another training of the model was begun while this one went on, such as by a callback.
    #[error(
        "another fit of this model was begun before this one was done; this one is at its end. In a \
         callback, fit another model"
    )]
    TrainedElsewhere,
    /// The loss left the finite numbers.
    #[error(
        "the loss became {loss} in epoch {epoch}, batch {batch}; the model keeps the weights that \
         it had at {kept}. A smaller learning rate, or inputs scaled to [-1, 1], often help"
    )]
    LossNotFinite {
        /// NaN or an infinity.
        loss: f32,
        /// Counted from 1, as the progress bar counts.
        epoch: usize,
        /// Counted from 1.
        batch: usize,
        /// "the end of epoch 3", or "the beginning of this fit".
        kept: String,
    },
    /// A picture can't be decoded or encoded.
    #[error("{path}: {reason}")]
    Picture {
        /// The file, or a word for where the bytes came from.
        path: String,
        /// What the decoder said.
        reason: String,
    },
    /// A file can't be read or written.
    #[error("can't {action} {path}: {source}", path = path.display())]
    File {
        /// "read", "write".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not a model that imfit has saved.
    #[error("{path} is not a model that imfit can read: {reason}", path = path.display())]
    ModelFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A model has something that Keras hasn't, so that no file of Keras's can hold it.
    #[error(
        "{place} can't be in a .keras file: Keras has no {what}; save the model as .safetensors"
    )]
    NotInKeras {
        /// The part of the model, as "layer 'colours' (Dense)".
        place: String,
        /// What Keras hasn't.
        what: String,
    },
    /// A recipe's text isn't JSON or TOML.
    #[error("line {line}, column {column}: {reason}")]
    RecipeText {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What was expected there.
        reason: String,
    },
    /// A recipe says something that isn't allowed.
    #[error("{place}: {error}")]
    Recipe {
        /// The part of the recipe, as "model, layer 3".
        place: String,
        /// What is wrong there.
        error: Box<Error>,
    },
}

impl Error {
    /// The kind of error, for hosts that tell kinds apart.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Error::Recipe { error, .. } => error.kind(),
            Error::Type { .. } => ErrorKind::Type,
            Error::Picture { .. } | Error::File { .. } | Error::ModelFile { .. } => ErrorKind::Io,
            Error::NotBuilt
            | Error::NotCompiled
            | Error::ChangedDuringFit
            | Error::TrainedElsewhere => ErrorKind::State,
            _ => ErrorKind::Value,
        }
    }

    /// An argument outside of its range.
    pub fn argument(
        argument: impl Into<String>,
        given: impl fmt::Display,
        allowed: impl Into<String>,
    ) -> Error {
        Error::Argument {
            argument: argument.into(),
            given: given.to_string(),
            allowed: allowed.into(),
        }
    }

    /// An argument of the wrong type.
    pub fn wrong_type(
        argument: impl Into<String>,
        given: impl fmt::Display,
        allowed: impl Into<String>,
    ) -> Error {
        Error::Type { argument: argument.into(), given: given.to_string(), allowed: allowed.into() }
    }
}
