//! Threads in lockstep.

mod pieces;
mod plan;
mod segments;
mod threads;

/// The interpreter that checks memory has time for a few steps only.
const STEPS: usize = if cfg!(miri) { 6 } else { 300 };
