//! The arithmetic of layers that work row by row, on one panel at a time: a field holds the features of
//! a panel, (features, [`LANE_GROUP`](crate::LANE_GROUP)), so that rows of data are lanes.

mod affine;
mod glu;
mod prelu;
mod row_noise;
mod row_normalization;

pub use affine::Affine;
pub use glu::{glu, glu_backward};
pub use prelu::{prelu, prelu_backward};
pub use row_noise::{RowNoise, multiply};
pub use row_normalization::{RowNormalization, Vectors};
