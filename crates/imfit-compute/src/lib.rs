//! The arithmetic of imfit, and the only crate of the house that contains unsafe code.
//!
//! Every operation exists twice: in [`mod@reference`], slow and obvious, and as a kernel written once
//! over the vocabulary of `simd.rs` and compiled for each instruction set. [`Isa::detect`] chooses at run
//! time; the tests hold every instruction set against the reference.
//!
//! # Layout of matrices
//!
//! All matrices are `f32`, row-major, and *padded*: a row of `n` values takes [`padded`]`(n)` places,
//! a multiple of [`LANE_GROUP`], so that no kernel has a tail in its innermost loop. The places past
//! `n` may hold anything finite and are never read as values: every kernel is told the true width of
//! the dimension that it sums over.
//!
//! # Same bytes
//!
//! No kernel sums across the lanes of a vector, so the order of every sum is the same at every
//! vector width. AVX2, AVX-512 and NEON all fuse multiplication and addition and give the same bytes;
//! the portable path doesn't fuse.

#[cfg(target_arch = "aarch64")]
mod aarch64;
mod activation;
mod adam;
mod function;
mod isa;
mod math;
mod portable;
mod product;
pub mod reference;
mod simd;
mod tile;
mod transpose;
mod weight_gradient;
#[cfg(target_arch = "x86_64")]
mod x86_64;

pub use activation::{Activation, Relu};
pub use adam::AdamStep;
pub use function::Function;
pub use isa::{Isa, UnknownIsa};
pub use product::Product;
pub use transpose::transpose;
pub use weight_gradient::WeightGradient;

/// Rows of matrices are padded to a multiple of this many values: the widest vector there is, 512 bits.
pub const LANE_GROUP: usize = 16;

/// The number of places that a row of `width` values takes.
///
/// ```
/// assert_eq!(imfit_compute::padded(100), 112);
/// assert_eq!(imfit_compute::padded(16), 16);
/// ```
pub const fn padded(width: usize) -> usize {
    width.next_multiple_of(LANE_GROUP)
}
