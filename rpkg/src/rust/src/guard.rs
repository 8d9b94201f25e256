//! The one border between R and Rust.
//!
//! extendr turns an `Err` and a panic into an R error by a route that reads the message as a format
//! string. No exported function takes that route: each takes and returns [`Robj`] and does all its
//! work, the conversion of its arguments included, inside [`guard`].
#![forbid(unsafe_code)]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, Once, PoisonError};

use extendr_api::prelude::*;

use crate::failure::{Failure, Outcome};

/// Where the last panic happened, in whichever thread: rayon passes on the message only.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Runs the body of an exported function. A failure and a panic become the object that `native()`
/// in R raises as an error.
pub fn guard<T: Into<Robj>>(body: impl FnOnce() -> Outcome<T>) -> Robj {
    keep_panics_quiet();
    match catch_unwind(AssertUnwindSafe(|| body().map(Into::into))) {
        Ok(Ok(value)) => value,
        Ok(Err(failure)) => failure.into(),
        Err(panic) => bug(panic.as_ref()).into(),
    }
}

/// Notes the place of a panic instead of printing it; every panic ends up in [`guard`].
fn keep_panics_quiet() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        set_hook(Box::new(|info| {
            let place = info.location().map(ToString::to_string);
            *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
        }));
    });
}

/// The report of a panic.
fn bug(panic: &(dyn Any + Send)) -> Failure {
    let reason = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text.as_str(),
        _ => "a panic without a message",
    };
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let message = format!(
        "this is a bug in imfit: {reason}{place}; please report it with the code that led here"
    );
    Failure::new("bug", message)
}
