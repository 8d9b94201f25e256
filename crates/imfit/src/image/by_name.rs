//! Looking up one of a few named choices.

use crate::error::{Error, Result};

/// The choice of this name, or an error that lists all of them.
pub(super) fn by_name<T: Copy>(
    kind: &'static str,
    given: &str,
    choices: &[(&'static str, T)],
) -> Result<T> {
    match choices.iter().find(|(name, _)| *name == given) {
        Some((_, choice)) => Ok(*choice),
        None => Err(Error::UnknownName {
            kind,
            given: given.to_owned(),
            known: choices.iter().map(|(name, _)| (*name).to_owned()).collect(),
        }),
    }
}
