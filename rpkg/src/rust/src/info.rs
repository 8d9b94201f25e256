//! What the package is made of.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;

use crate::guard::guard;
use crate::handle;

/// The version of the native code, which is that of the R package.
#[extendr]
fn native_version() -> Robj {
    guard(|| Ok(env!("CARGO_PKG_VERSION")))
}

/// Whether an external pointer is empty.
#[extendr]
fn pointer_is_empty(pointer: Robj) -> Robj {
    guard(|| Ok(handle::is_empty(&pointer)))
}

extendr_module! {
    mod info;
    fn native_version;
    fn pointer_is_empty;
}
