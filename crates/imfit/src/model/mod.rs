//! A model: a stack of layers, with its weights and all that training needs to go on.

mod compiled;
mod config;
mod functions;
mod learning_rate;
mod lookup;
mod naming;
mod placed;
mod scoring;
mod sequential;
mod stack;
mod state;
mod stop;
mod summary;
mod trainable;
mod weights;

pub use sequential::Sequential;
pub use stop::Stop;
pub use summary::Summary;

pub(crate) use compiled::Compiled;
pub(crate) use scoring::Scoring;
pub(crate) use weights::dimensions;
