//! Every kernel on every instruction set of this machine against the plain reference: odd shapes,
//! tails, values at the edges of `f32`.
//!
//! All that a kernel is not told to read is NaN here, and all that it is not told to write is held
//! against what it was: padding that reaches a result, or a store beside its field, is a red test.

mod batch_statistics;
mod close;
mod matrix;
mod optimizers;
mod penalties;
mod products;
mod same_bytes;
mod sheet;
mod vector_gradient;
mod weight_gradient;
mod whole;

use proptest::prelude::ProptestConfig;

/// The interpreter that checks memory (`make check-memory`) has time for a few small shapes only.
const WIDEST: usize = if cfg!(miri) { 18 } else { 200 };
const MOST_ROWS: usize = if cfg!(miri) { 18 } else { 9 * imfit_compute::LANE_GROUP };
/// From one width to the next where a test goes through all of them.
const WIDTH_STEP: usize = if cfg!(miri) { 8 } else { 1 };

/// The number of random cases is proptest's own, or `PROPTEST_CASES`; nothing is written to disk.
fn random_cases() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}
