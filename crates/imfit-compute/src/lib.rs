//! The arithmetic of imfit, and the only crate of the house that contains unsafe code.
//!
//! Every operation exists twice: in [`mod@reference`], slow and obvious, and as a kernel written once
//! over the vocabulary of `simd.rs` and compiled for each instruction set. [`Isa::detect`] chooses at run
//! time; the tests hold every instruction set against the reference.
//!
//! # Layout
//!
//! All numbers are `f32`. Rows of data come in *panels* of [`LANE_GROUP`], feature by feature: the
//! lanes of a vector are rows of data, and a layer of any width fills them; see [`Records`].
//! Weights are row-major, (inputs, outputs), with rows that begin [`odd_lines`]`(outputs)` places
//! apart; the places past `outputs` are never read as values.
//!
//! Values of bf16, for products at half the precision and twice the rate, travel in the same places,
//! two in each; see [`Bf16`].
//!
//! # Same bytes
//!
//! The order of every sum is the same at every vector width: where a kernel sums across lanes, it
//! does so for groups of [`LANE_GROUP`], in one order. AVX2, AVX-512 and NEON all fuse multiplication and
//! addition and give the same bytes; the portable path doesn't fuse.

#[cfg(target_arch = "aarch64")]
mod aarch64;
mod activation;
mod apart;
mod batch_norm;
mod batch_statistics;
mod bed;
mod bf16;
mod buffer;
mod function;
mod isa;
mod largest;
pub mod layer;
pub mod lockstep;
mod loss;
mod math;
pub mod messages;
mod optimizer;
mod panels;
mod penalty;
mod philox;
mod portable;
mod prefetch;
mod product;
mod records;
pub mod reference;
mod simd;
mod sum;
mod tile;
mod vector_gradient;
mod weight_gradient;
mod whole;
#[cfg(target_arch = "x86_64")]
mod x86_64;

pub use activation::{Activation, Relu, multiply_by_derivative};
pub use apart::Apart;
pub use batch_norm::{
    Denormalizer, Normalizer, denormalize, normalize, scale_delta, write_scale_terms,
};
pub use bf16::{Bf16, Bf16Layer, Bf16Weights, halves_places, pack_weights, pairs_places};
pub use buffer::Buffer;
pub use function::Function;
pub use isa::{Isa, UnknownIsa};
pub use largest::{index_of_largest, same_largest};
pub use loss::Loss;
pub use optimizer::{
    AdadeltaStep, AdagradStep, AdamStep, AdamaxStep, FtrlStep, LionStep, NadamStep, OptimizerStep,
    RmspropStep, SgdStep,
};
pub use panels::Panels;
pub use penalty::Penalty;
pub use philox::{PHILOX_COUNTERS, philox};
pub use prefetch::{prefetch, prefetch_for_later, take_lines};
pub use product::Weights;
pub use records::Records;
pub use sum::add;
pub use vector_gradient::VectorGradient;
pub use weight_gradient::{GradientRows, Start, WeightGradient, delta_features, turned_places};
pub use whole::{
    AdafactorStep, Cosines, CosinesRoom, MuonStep, WholeArray, WholeRoom, WholeStep, cosines,
};

/// Rows of data in a panel, and values in the widest vector there is, 512 bits.
pub const LANE_GROUP: usize = 16;

/// The number of places from one row of `width` values to the next: whole cache lines, and an odd
/// number of them. Rows that stood a power of two apart would fight for the same few places of the
/// cache.
///
/// ```
/// assert_eq!(imfit_compute::odd_lines(100), 112);
/// assert_eq!(imfit_compute::odd_lines(128), 144);
/// ```
pub const fn odd_lines(width: usize) -> usize {
    (width.div_ceil(LANE_GROUP) | 1) * LANE_GROUP
}
