//! Rows of data that are brought to one size, each for itself: layer normalization (Ba and others, 2016),
//! its form without a mean (Zhang and Sennrich, 2019), and rows of length 1.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// What a row becomes before scales and offsets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RowNormalization {
    /// (x - mean) / √(variance + epsilon)
    Layer {
        /// Added to the variance.
        epsilon: f32,
    },
    /// x / √(mean of x² + epsilon)
    RootMeanSquare {
        /// Added to the mean.
        epsilon: f32,
    },
    /// x / √(sum of x²), but at most 1e12 times x
    Unit,
}

/// A weight for each feature: what the row is multiplied by, and what is added. Either may be left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Vectors<'a> {
    /// The scales.
    pub gamma: Option<&'a [f32]>,
    /// The offsets.
    pub beta: Option<&'a [f32]>,
}

/// The most that a row of length 1 is multiplied by: Keras's 1 / epsilon.
const MOST: f32 = 1e12;

impl RowNormalization {
    /// Features of the field that [`forward`](Self::forward) leaves for the way back.
    pub const KEPT: usize = 2;

    /// From the field `x` to `out`. `kept` gets each row's mean and what it was multiplied by; it may be
    /// empty.
    ///
    /// # Panics
    /// Panics if lengths don't fit.
    pub fn forward(
        self,
        isa: Isa,
        vectors: Vectors<'_>,
        x: &[f32],
        out: &mut [f32],
        kept: &mut [f32],
    ) {
        check(vectors, x);
        assert!(x.len() == out.len() && [0, Self::KEPT * LANE_GROUP].contains(&kept.len()));
        isa.run(Forward { of: self, vectors, x, out, kept });
    }

    /// Replaces the gradient of the outputs by that of the inputs, and writes what each row adds to the
    /// gradients of the vectors to `terms`, one vector after the other.
    ///
    /// # Panics
    /// Panics if lengths don't fit.
    pub fn backward(
        self,
        isa: Isa,
        vectors: Vectors<'_>,
        (x, kept): (&[f32], &[f32]),
        gradient: &mut [f32],
        terms: &mut [f32],
    ) {
        check(vectors, x);
        let count = usize::from(vectors.gamma.is_some()) + usize::from(vectors.beta.is_some());
        assert!(x.len() == gradient.len() && kept.len() == Self::KEPT * LANE_GROUP);
        assert!(terms.len() == count * x.len(), "the terms don't fit the vectors");
        isa.run(Backward { of: self, vectors, x, kept, gradient, terms });
    }

    /// What the row is multiplied by, given the sum of the squares of `features` values.
    #[inline(always)]
    fn factor<S: Simd>(self, simd: S, sum: S::Vector, features: usize) -> S::Vector {
        let one = simd.splat(1.0);
        match self {
            RowNormalization::Layer { epsilon } | RowNormalization::RootMeanSquare { epsilon } => {
                let mean = simd.div(sum, simd.splat(features as f32));
                simd.div(one, simd.sqrt(simd.add(mean, simd.splat(epsilon))))
            }
            RowNormalization::Unit => {
                let factor = simd.div(one, simd.sqrt(sum));
                simd.select_gt(factor, simd.splat(MOST), simd.splat(MOST), factor)
            }
        }
    }

    fn centers(self) -> bool {
        matches!(self, RowNormalization::Layer { .. })
    }
}

fn check(vectors: Vectors<'_>, x: &[f32]) {
    let features = x.len() / LANE_GROUP;
    let fits = |vector: Option<&[f32]>| vector.is_none_or(|vector| vector.len() == features);
    assert!(x.len().is_multiple_of(LANE_GROUP), "a group of lanes isn't whole");
    assert!(fits(vectors.gamma) && fits(vectors.beta), "a vector has another number of features");
}

/// The sum over the features of some lanes.
#[inline(always)]
fn sum<S: Simd>(simd: S, places: Places, f: impl Fn(usize, usize) -> S::Vector) -> S::Vector {
    let mut sum = simd.splat(0.0);
    for feature in 0..places.features {
        sum = simd.add(sum, f(feature, feature * LANE_GROUP + places.lane));
    }
    sum
}

/// Some lanes of a field.
#[derive(Clone, Copy)]
struct Places {
    lane: usize,
    features: usize,
}

struct Forward<'a> {
    of: RowNormalization,
    vectors: Vectors<'a>,
    x: &'a [f32],
    out: &'a mut [f32],
    kept: &'a mut [f32],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let features = self.x.len() / LANE_GROUP;
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            let places = Places { lane, features };
            let mut mean = simd.splat(0.0);
            if self.of.centers() {
                let total = sum(
                    simd,
                    places,
                    #[inline(always)]
                    |_, at| load_at(simd, self.x, at),
                );
                mean = simd.div(total, simd.splat(features as f32));
            }
            let squares = sum(
                simd,
                places,
                #[inline(always)]
                |_, at| {
                    let x = simd.sub(load_at(simd, self.x, at), mean);
                    simd.mul(x, x)
                },
            );
            let factor = self.of.factor(simd, squares, features);
            for feature in 0..features {
                let at = feature * LANE_GROUP + lane;
                let mut y = simd.mul(simd.sub(load_at(simd, self.x, at), mean), factor);
                if let Some(gamma) = self.vectors.gamma {
                    y = simd.mul(y, simd.splat(gamma[feature]));
                }
                if let Some(beta) = self.vectors.beta {
                    y = simd.add(y, simd.splat(beta[feature]));
                }
                store_at(simd, self.out, at, y);
            }
            if !self.kept.is_empty() {
                store_at(simd, self.kept, lane, mean);
                store_at(simd, self.kept, LANE_GROUP + lane, factor);
            }
        }
    }
}

/// Some lanes of a field, normalized.
#[derive(Clone, Copy)]
struct Normalized<'a, V> {
    x: &'a [f32],
    mean: V,
    factor: V,
}

impl<V: Copy> Normalized<'_, V> {
    #[inline(always)]
    fn at<S: Simd<Vector = V>>(self, simd: S, at: usize) -> V {
        simd.mul(simd.sub(load_at(simd, self.x, at), self.mean), self.factor)
    }
}

struct Backward<'a> {
    of: RowNormalization,
    vectors: Vectors<'a>,
    x: &'a [f32],
    kept: &'a [f32],
    gradient: &'a mut [f32],
    terms: &'a mut [f32],
}

impl Kernel for Backward<'_> {
    /// With the normalized row z and the gradient g of what it is scaled by gamma: for a mean of squares
    /// (g - mean g - z·mean(g·z)) · factor, for their sum (g - z·Σ g·z) · factor.
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S) {
        let features = self.x.len() / LANE_GROUP;
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            let places = Places { lane, features };
            let mean = load_at(simd, self.kept, lane);
            let factor = load_at(simd, self.kept, LANE_GROUP + lane);
            let z = Normalized { x: self.x, mean, factor };
            self.write_terms(simd, places, z);
            let gradient = &*self.gradient;
            let count = simd.splat(features as f32);
            let mut shift = simd.splat(0.0);
            if self.of.centers() {
                let total = sum(
                    simd,
                    places,
                    #[inline(always)]
                    |_, at| load_at(simd, gradient, at),
                );
                shift = simd.div(total, count);
            }
            let mut turn = sum(
                simd,
                places,
                #[inline(always)]
                |_, at| simd.mul(load_at(simd, gradient, at), z.at(simd, at)),
            );
            match self.of {
                // A row that is multiplied by the most there is isn't brought to any length.
                RowNormalization::Unit => {
                    turn = simd.select_gt(simd.splat(MOST), factor, turn, simd.splat(0.0));
                }
                _ => turn = simd.div(turn, count),
            }
            for feature in 0..features {
                let at = feature * LANE_GROUP + lane;
                let g = simd.sub(load_at(simd, self.gradient, at), shift);
                let g = simd.mul(simd.sub(g, simd.mul(z.at(simd, at), turn)), factor);
                store_at(simd, self.gradient, at, simd.without_tiny(g));
            }
        }
    }
}

impl Backward<'_> {
    /// Writes the terms of some lanes, and multiplies the gradient by the scales.
    #[inline(always)]
    fn write_terms<S: Simd>(&mut self, simd: S, places: Places, z: Normalized<'_, S::Vector>) {
        let length = self.x.len();
        for feature in 0..places.features {
            let at = feature * LANE_GROUP + places.lane;
            let g = load_at(simd, self.gradient, at);
            if self.vectors.beta.is_some() {
                let first = if self.vectors.gamma.is_some() { length } else { 0 };
                store_at(simd, self.terms, first + at, g);
            }
            if let Some(gamma) = self.vectors.gamma {
                store_at(simd, self.terms, at, simd.mul(g, z.at(simd, at)));
                store_at(simd, self.gradient, at, simd.mul(g, simd.splat(gamma[feature])));
            }
        }
    }
}
