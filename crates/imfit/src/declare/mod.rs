//! The one source of names: every component with its arguments, defaults, ranges and one-line docs.
//!
//! A component is declared once, as data. From the declaration come the checks of whatever a host
//! language passes in, the defaults, the configuration that is saved with a model, and
//! [`declarations_json`], against which the bindings test their own signatures.

mod argument;
mod arguments;
mod component;
mod files;
mod json;
mod methods;
mod pictures;

pub use argument::{Argument, Default, FUNCTION, Values};
pub use arguments::Arguments;
pub use component::{Component, Declaration, Kind};
pub use json::declarations_json;
pub use methods::{METHODS, check_call};

pub(crate) use argument::MANY;

pub(crate) use component::{component_value, text_or_component};
pub(crate) use methods::{COMPILE, FIT, SEQUENTIAL};
pub(crate) use pictures::{FILTER, side};
