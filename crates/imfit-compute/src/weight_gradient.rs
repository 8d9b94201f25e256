//! The gradient of a weight matrix: a sum over all rows of a block, tile by tile.

use crate::isa::Isa;
use crate::padded;
use crate::simd::{Kernel, Simd, load_at, store_at};
use crate::tile::{Band, Start, TILE_ROWS};

/// `gradient[i] += Σ x[r][first_input + i] · delta[r]` over the rows r, in their order.
///
/// A block of rows at a time: the caller adds one block after the other to the same gradient, and
/// the sum is the same as if they had been one.
#[derive(Debug, Clone, Copy)]
pub struct WeightGradient<'a> {
    /// The layer's inputs, (rows, `inputs`), padded.
    pub x: &'a [f32],
    /// The gradient of the loss with respect to the layer's outputs, (rows, `outputs`), padded.
    pub delta: &'a [f32],
    /// Rows in both.
    pub rows: usize,
    /// Values in a row of `x`.
    pub inputs: usize,
    /// Values in a row of `delta`.
    pub outputs: usize,
}

impl WeightGradient<'_> {
    /// Adds to the rows of the kernel's gradient that begin at `first_input`; `gradient` holds as
    /// many padded rows of `outputs` as are wanted.
    ///
    /// # Panics
    /// Panics if a slice is too short for its shape.
    pub fn add_to(self, isa: Isa, first_input: usize, gradient: &mut [f32]) {
        let width = padded(self.outputs);
        assert!(gradient.len().is_multiple_of(width), "gradient doesn't hold whole rows");
        assert!(first_input + gradient.len() / width <= self.inputs, "there are fewer inputs");
        assert!(self.x.len() >= self.rows * padded(self.inputs), "x has too few rows");
        assert!(self.delta.len() >= self.rows * width, "delta has too few rows");
        isa.run(Weights { block: self, first_input, gradient });
    }

    /// Adds to the bias's gradient: `gradient += Σ delta[r]`, one padded row.
    ///
    /// # Panics
    /// Panics if a slice is too short for its shape.
    pub fn add_to_bias(self, isa: Isa, gradient: &mut [f32]) {
        let width = padded(self.outputs);
        assert!(gradient.len() >= width, "gradient is too short");
        assert!(self.delta.len() >= self.rows * width, "delta has too few rows");
        isa.run(Bias { block: self, gradient });
    }
}

struct Weights<'a, 'b> {
    block: WeightGradient<'a>,
    first_input: usize,
    gradient: &'b mut [f32],
}

impl Kernel for Weights<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let block = self.block;
        let width = padded(block.outputs);
        for (index, out) in self.gradient.chunks_mut(TILE_ROWS * width).enumerate() {
            // xᵀ · delta: the rows of the tile are columns of x.
            let band = Band {
                a: &block.x[self.first_input + index * TILE_ROWS..],
                a_row_step: 1,
                a_step: padded(block.inputs),
                b: block.delta,
                terms: block.rows,
                width,
                start: Start::Output,
                out,
            };
            band.run(simd);
        }
    }
}

struct Bias<'a, 'b> {
    block: WeightGradient<'a>,
    gradient: &'b mut [f32],
}

impl Kernel for Bias<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let width = padded(self.block.outputs);
        for column in (0..width).step_by(S::LANES) {
            let mut sum = load_at(simd, self.gradient, column);
            for row in 0..self.block.rows {
                sum = simd.add(sum, load_at(simd, self.block.delta, row * width + column));
            }
            store_at(simd, self.gradient, column, sum);
        }
    }
}
