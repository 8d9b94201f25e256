//! Notes for whoever runs the kernel: one line each, on standard error, which Jupyter shows in its
//! terminal.

/// Writes a line.
#[allow(clippy::print_stderr, reason = "the only place that does")]
pub(crate) fn note(text: impl std::fmt::Display) {
    eprintln!("imfit kernel: {text}");
}
