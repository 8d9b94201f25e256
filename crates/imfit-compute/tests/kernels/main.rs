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
