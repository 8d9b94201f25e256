//! A Jupyter kernel for imfit: cells in Rhai, a small scripting language, with imfit's functions.
//!
//! Everything about networks and pictures is done, checked and declared by the crate `imfit`; this
//! one speaks the Jupyter protocol, runs the cells and shows what comes of them.
//!
//! # Layout
//! `connection` (the file that Jupyter hands over), `protocol` (the five sockets), `session` (the
//! requests: execute, complete, inspect, ..), `language` (Rhai with imfit's functions), `display`
//! (values as text, HTML and pictures).

mod connection;
mod display;
mod error;
mod language;
mod log;
mod protocol;
mod session;

use std::path::Path;

pub use error::Error;

/// Runs the kernel that a connection file describes, until Jupyter shuts it down.
///
/// # Errors
/// A connection file that is missing, broken, or asks for an address that other machines reach; a
/// port that is taken.
pub fn run(connection_file: &Path) -> Result<(), Error> {
    let info = connection::read(connection_file)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Threads)?;
    runtime.block_on(protocol::serve(&info))
}
