//! Why a kernel can't start.

use std::path::PathBuf;

/// What keeps the kernel from starting. What goes wrong later is answered or logged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The connection file can't be read.
    #[error("can't read the connection file {path}: {source}", path = path.display())]
    ConnectionFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The connection file isn't one.
    #[error("{path} is not a connection file of Jupyter: {reason}", path = path.display())]
    ConnectionFormat {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The connection file asks for an address that other machines can reach.
    #[error(
        "the connection file asks for the address {0}, which other machines may reach; the kernel \
         listens on this machine only, unless the environment variable {variable} is 1",
        variable = crate::connection::ANY_ADDRESS
    )]
    NotLoopback(String),
    /// A socket can't be bound.
    #[error("can't listen on {address} for the channel {channel}: {reason}")]
    Bind {
        /// `shell`, `iopub`, `stdin`, `control` or `heartbeat`.
        channel: &'static str,
        /// The address, as `tcp://127.0.0.1:5555`.
        address: String,
        /// What the system said.
        reason: String,
    },
    /// No thread can be started.
    #[error("can't start the kernel's threads: {0}")]
    Threads(std::io::Error),
}
