//! What goes back to R when a call could not be done.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;

use crate::convert;

/// A failed call: R raises it as a condition of class `imfit_<kind>_error`.
#[derive(Debug)]
pub struct Failure {
    kind: &'static str,
    message: String,
}

/// The result of an exported function's body.
pub type Outcome<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure of one of the kinds `value`, `type`, `io`, `state` and `bug`.
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, message }
    }

    /// An argument has the right type and a value that is not allowed.
    pub fn value(message: impl Into<String>) -> Self {
        Self::new("value", message)
    }

    /// An argument is not what it should be: `expected` says what, in words.
    pub fn wrong_type(argument: &str, expected: &str, given: &Robj) -> Self {
        let given = describe(given);
        Self::new("type", format!("`{argument}` must be {expected}, not {given}"))
    }

    /// The call makes no sense in the object's present state.
    pub fn state(message: impl Into<String>) -> Self {
        Self::new("state", message)
    }
}

impl From<imfit::Error> for Failure {
    fn from(error: imfit::Error) -> Self {
        Self::new(error.kind().name(), error.to_string())
    }
}

impl From<Failure> for Robj {
    /// `structure(list(kind, message), class = "imfit_failure")`, which `native()` in R looks for.
    fn from(failure: Failure) -> Robj {
        // R's strings end at the first NUL, and its allocator raises an error on the way.
        let message = failure.message.replace('\0', "\u{fffd}");
        let mut list: Robj = list!(kind = failure.kind, message = message).into();
        // Cannot fail: any list may have a class.
        let _ = list.set_class(["imfit_failure"]);
        list
    }
}

/// Says what an R object is, as in "a character vector of length 2".
fn describe(robj: &Robj) -> String {
    let noun = match robj.rtype() {
        Rtype::Null => return "NULL".into(),
        Rtype::Function | Rtype::Builtin | Rtype::Special => return "a function".into(),
        Rtype::Environment => return "an environment".into(),
        Rtype::ExternalPtr => return "a native object of another kind".into(),
        Rtype::Symbol | Rtype::Language | Rtype::Expressions => return "an expression".into(),
        Rtype::Logicals => "logical",
        Rtype::Integers if robj.inherits("factor") => "factor",
        Rtype::Integers => "integer",
        Rtype::Doubles => "double",
        Rtype::Complexes => "complex",
        Rtype::Strings => "character",
        Rtype::Raw => "raw",
        Rtype::List => return format!("a list of length {}", robj.len()),
        other => return format!("an object of type {other:?}"),
    };
    let article = if noun == "integer" { "an" } else { "a" };
    match convert::dim(robj) {
        Some(dim) => {
            let sizes: Vec<String> = dim.iter().map(ToString::to_string).collect();
            format!("{article} {noun} array of {}", sizes.join(" x "))
        }
        None if robj.len() == 1 && robj.is_na() => format!("a missing value ({noun})"),
        None => format!("{article} {noun} vector of length {}", robj.len()),
    }
}
