//! The dense product: a block of rows through one matrix.

use crate::isa::Isa;
use crate::padded;
use crate::simd::{Kernel, Simd};
use crate::tile::{Band, Start, TILE_ROWS};

/// `out = x · weights + bias`, all matrices padded.
///
/// It serves the forward pass, and with the transposed weights and no bias the backward one.
#[derive(Debug, Clone, Copy)]
pub struct Product<'a> {
    /// (rows, `inputs`)
    pub x: &'a [f32],
    /// (`inputs`, `outputs`)
    pub weights: &'a [f32],
    /// One padded row of `outputs`, or nothing for zeros.
    pub bias: Option<&'a [f32]>,
    /// Values in a row of `x`.
    pub inputs: usize,
    /// Values in a row of `out`.
    pub outputs: usize,
}

impl Product<'_> {
    /// Writes the product of every row to `out`, (rows, `outputs`); rows are as many as `out` holds.
    ///
    /// # Panics
    /// Panics if a slice is too short for its shape.
    pub fn write_to(self, isa: Isa, out: &mut [f32]) {
        let width = padded(self.outputs);
        assert!(out.len().is_multiple_of(width), "out doesn't hold whole rows");
        let rows = out.len() / width;
        assert!(self.x.len() >= rows * padded(self.inputs), "x has too few rows");
        assert!(self.weights.len() >= self.inputs * width, "weights have too few rows");
        assert!(self.bias.is_none_or(|bias| bias.len() >= width), "bias is too short");
        isa.run(Run { product: self, out });
    }
}

struct Run<'a, 'b> {
    product: Product<'a>,
    out: &'b mut [f32],
}

impl Kernel for Run<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let product = self.product;
        let (x_width, width) = (padded(product.inputs), padded(product.outputs));
        for (index, out) in self.out.chunks_mut(TILE_ROWS * width).enumerate() {
            let band = Band {
                a: &product.x[index * TILE_ROWS * x_width..],
                a_row_step: x_width,
                a_step: 1,
                b: product.weights,
                terms: product.inputs,
                width,
                start: product.bias.map_or(Start::Zero, Start::Row),
                out,
            };
            band.run(simd);
        }
    }
}
