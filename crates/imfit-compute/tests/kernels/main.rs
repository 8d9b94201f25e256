//! Every kernel on every instruction set of this machine against the plain reference: odd shapes,
//! tails, values at the edges of `f32`.
//!
//! All that a kernel is not told to read is NaN here, and all that it is not told to write is held
//! against what it was: padding that reaches a result, or a store beside its field, is a red test.

mod close;
mod matrix;
mod optimizers;
mod products;
mod same_bytes;
mod sheet;
mod weight_gradient;

/// The interpreter that checks memory has time for a few small shapes only.
const WIDEST: usize = if cfg!(miri) { 19 } else { 200 };
const MOST_ROWS: usize = if cfg!(miri) { 19 } else { 9 * imfit_compute::LANE_GROUP };
const CASES: u32 = if cfg!(miri) { 3 } else { 150 };
