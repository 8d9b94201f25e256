//! Rust values that R holds by an external pointer.
#![forbid(unsafe_code)]

use std::cell::{Ref, RefCell, RefMut};

use extendr_api::prelude::*;

use crate::failure::{Failure, Outcome};

/// What the pointer points to. The cell turns a second use during a first into an error.
type Cell<T> = ExternalPtr<RefCell<T>>;

/// Hands a value over to R, which frees it when nothing refers to it any more.
pub fn give<T: 'static>(value: T) -> Robj {
    ExternalPtr::new(RefCell::new(value)).into()
}

/// Whether a pointer is empty, as after `readRDS()`: see `R/pointer.R`.
pub fn is_empty(robj: &Robj) -> bool {
    let pointer = <&Cell<()>>::try_from(robj);
    matches!(pointer, Err(extendr_api::Error::ExpectedExternalNonNullPtr(_)))
}

/// Borrows the value behind a pointer to look at it.
pub fn look<'a, T: 'static>(robj: &'a Robj, argument: &str) -> Outcome<Ref<'a, T>> {
    cell(robj, argument)?.try_borrow().map_err(|_| in_use(argument))
}

/// Borrows the value behind a pointer to change it.
pub fn change<'a, T: 'static>(robj: &'a Robj, argument: &str) -> Outcome<RefMut<'a, T>> {
    cell(robj, argument)?.try_borrow_mut().map_err(|_| in_use(argument))
}

fn cell<'a, T: 'static>(robj: &'a Robj, argument: &str) -> Outcome<&'a RefCell<T>> {
    let pointer = <&'a Cell<T>>::try_from(robj).map_err(|error| match error {
        extendr_api::Error::ExpectedExternalNonNullPtr(_) => {
            Failure::state(format!("`{argument}` was emptied by another R process"))
        }
        _ => Failure::wrong_type(argument, "an object of this package", robj),
    })?;
    Ok(pointer.as_ref())
}

fn in_use(argument: &str) -> Failure {
    Failure::state(format!("`{argument}` is in use already"))
}
