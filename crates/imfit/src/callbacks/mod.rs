//! Callbacks: what stops a training, saves its model, changes its learning rate or writes down how it goes.
//!
//! Each is a description; a training makes a watcher of it (`watch.rs`), which it calls at the moments of
//! Keras (`hook.rs`), in the order in which they were given. Functions of the host's are not called from
//! here: the training returns [`Event::Call`](crate::Event::Call), and goes on when it is advanced again.

mod csv_logger;
mod early_stopping;
mod event_file;
mod hook;
mod lambda_callback;
mod learning_rate_scheduler;
mod model_checkpoint;
mod monitor;
mod path;
mod reduce_lr_on_plateau;
mod stop_file;
mod tensor_board;
mod terminate_on_nan;
mod watch;

pub use csv_logger::CSVLogger;
pub use early_stopping::EarlyStopping;
pub(crate) use hook::Work;
pub use hook::{Call, Hook};
pub use lambda_callback::LambdaCallback;
pub use learning_rate_scheduler::LearningRateScheduler;
pub use model_checkpoint::ModelCheckpoint;
pub use monitor::Mode;
pub use reduce_lr_on_plateau::ReduceLROnPlateau;
pub use stop_file::StopFile;
pub use tensor_board::TensorBoard;
pub use terminate_on_nan::TerminateOnNaN;

pub(crate) use watch::{LEARNING_RATE, Moment, Outlook, Watch};

use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::Result;

macro_rules! callbacks {
    ($($name:ident),*) => {
        /// Any of the callbacks.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Callback {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all callbacks.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Callback {
            fn from(callback: $name) -> Self {
                Callback::$name(callback)
            }
        })*

        impl Callback {
            /// The callback as `{"class_name", "config"}`; a function of the host's is
            /// [`FUNCTION`](crate::declare::FUNCTION).
            pub fn to_json(&self) -> Value {
                match self {
                    $(Callback::$name(callback) => callback.to_json(),)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Callback> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
                }
            }
        }
    };
}

callbacks!(
    EarlyStopping,
    ModelCheckpoint,
    ReduceLROnPlateau,
    LearningRateScheduler,
    CSVLogger,
    TensorBoard,
    TerminateOnNaN,
    StopFile,
    LambdaCallback
);

impl Callback {
    /// The callback that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, is missing or wrong.
    pub fn from_json(value: &Value) -> Result<Callback> {
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Callback.find(name)?;
        Callback::named(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// Whether it calls functions that only a host has.
    pub fn has_functions(&self) -> bool {
        matches!(self, Callback::LearningRateScheduler(_) | Callback::LambdaCallback(_))
    }

    /// Whether it has anything to do beside an evaluation or a prediction.
    pub(crate) fn acts_beside(&self) -> bool {
        matches!(self, Callback::LambdaCallback(_) | Callback::TensorBoard(_))
    }

    /// Begins a training: checks what can be checked beforehand, and forgets earlier trainings.
    pub(crate) fn start(&self, outlook: &Outlook<'_>) -> Result<Box<dyn Watch>> {
        match self {
            Callback::EarlyStopping(callback) => callback.start(outlook),
            Callback::ModelCheckpoint(callback) => callback.start(outlook),
            Callback::ReduceLROnPlateau(callback) => callback.start(outlook),
            Callback::LearningRateScheduler(callback) => callback.start(outlook),
            Callback::CSVLogger(callback) => Ok(callback.start()),
            Callback::TensorBoard(callback) => Ok(callback.start()),
            Callback::TerminateOnNaN(callback) => Ok(Box::new(callback.clone())),
            Callback::StopFile(callback) => Ok(callback.start()),
            Callback::LambdaCallback(callback) => Ok(Box::new(callback.clone())),
        }
    }

    /// What it adds to the logs of an epoch; nothing where that isn't known.
    pub(crate) fn adds_to_logs(&self) -> Option<&'static [&'static str]> {
        match self {
            Callback::ReduceLROnPlateau(_) | Callback::LearningRateScheduler(_) => {
                Some(&[LEARNING_RATE])
            }
            Callback::LambdaCallback(callback) if callback.hooks.contains(&Hook::EpochEnd) => None,
            _ => Some(&[]),
        }
    }
}
