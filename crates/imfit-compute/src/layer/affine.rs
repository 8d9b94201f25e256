//! Features that are scaled and shifted by numbers which nothing changes.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// What happens to each feature, by numbers of its own.
#[derive(Debug, Clone)]
pub enum Affine {
    /// x·scale + offset, for (scale, offset)
    Scale(Vec<[f32; 2]>),
    /// (x - mean) / deviation, for (mean, deviation)
    Standardize(Vec<[f32; 2]>),
}

impl Affine {
    /// The number of features.
    pub fn features(&self) -> usize {
        self.numbers().len()
    }

    /// From the field `x` to `out`.
    ///
    /// # Panics
    /// Panics if a field has another number of features.
    pub fn forward(&self, isa: Isa, x: &[f32], out: &mut [f32]) {
        self.check([x, out]);
        isa.run(Forward { of: self, x, out });
    }

    /// Replaces the gradient of the outputs by that of the inputs.
    ///
    /// # Panics
    /// Panics if the field has another number of features.
    pub fn backward(&self, isa: Isa, gradient: &mut [f32]) {
        self.check([gradient, gradient]);
        isa.run(Backward { of: self, gradient });
    }

    fn numbers(&self) -> &[[f32; 2]] {
        match self {
            Affine::Scale(numbers) | Affine::Standardize(numbers) => numbers,
        }
    }

    fn check(&self, fields: [&[f32]; 2]) {
        let fits = fields.iter().all(|field| field.len() == self.features() * LANE_GROUP);
        assert!(fits, "a field has another number of features");
    }
}

struct Forward<'a> {
    of: &'a Affine,
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (feature, numbers) in self.of.numbers().iter().enumerate() {
            let [first, second] = [simd.splat(numbers[0]), simd.splat(numbers[1])];
            for at in (feature * LANE_GROUP..(feature + 1) * LANE_GROUP).step_by(S::LANES) {
                let x = load_at(simd, self.x, at);
                let y = match self.of {
                    Affine::Scale(_) => simd.add(simd.mul(x, first), second),
                    Affine::Standardize(_) => simd.div(simd.sub(x, first), second),
                };
                store_at(simd, self.out, at, y);
            }
        }
    }
}

struct Backward<'a> {
    of: &'a Affine,
    gradient: &'a mut [f32],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (feature, numbers) in self.of.numbers().iter().enumerate() {
            let [first, second] = [simd.splat(numbers[0]), simd.splat(numbers[1])];
            for at in (feature * LANE_GROUP..(feature + 1) * LANE_GROUP).step_by(S::LANES) {
                let g = load_at(simd, self.gradient, at);
                let g = match self.of {
                    Affine::Scale(_) => simd.mul(g, first),
                    Affine::Standardize(_) => simd.div(g, second),
                };
                store_at(simd, self.gradient, at, simd.without_tiny(g));
            }
        }
    }
}
