//! Features moved and scaled, each by its own numbers: what is left of batch normalisation for a panel
//! once the statistics of the batch are known.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// What normalises one feature: y = (x - mean) · scale + shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normalizer {
    /// The mean of the feature.
    pub mean: f32,
    /// What the distance to it is multiplied by: gamma over the standard deviation.
    pub scale: f32,
    /// What is added: beta.
    pub shift: f32,
}

/// What takes the delta of one normalised feature back to the feature:
/// dx = scale · (dy - delta - (x - mean) · along).
///
/// The last two terms are the way through the batch's own mean and variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Denormalizer {
    /// The mean of the feature.
    pub mean: f32,
    /// Gamma over the standard deviation.
    pub scale: f32,
    /// The mean of dy.
    pub delta: f32,
    /// The mean of dy · (x - mean), over the variance.
    pub along: f32,
}

/// Writes the normalised features of a panel. `from` and `to` hold [`LANE_GROUP`] rows of each feature.
///
/// # Panics
/// Panics if they hold another number of values.
///
/// # Example
/// ```
/// use imfit_compute::{Isa, Normalizer, normalize};
///
/// let mut to = [0.0; 16];
/// normalize(Isa::detect(), &[Normalizer { mean: 3.0, scale: 0.5, shift: 1.0 }], &[5.0; 16], &mut to);
/// assert_eq!(to, [2.0; 16]);
/// ```
pub fn normalize(isa: Isa, features: &[Normalizer], from: &[f32], to: &mut [f32]) {
    assert!(from.len() == features.len() * LANE_GROUP && to.len() == from.len());
    isa.run(Forward { features, from, to });
}

/// Replaces the delta of normalised features by that of the features, `x`.
///
/// # Panics
/// As [`normalize`].
pub fn denormalize(isa: Isa, features: &[Denormalizer], x: &[f32], delta: &mut [f32]) {
    assert!(x.len() == features.len() * LANE_GROUP && delta.len() == x.len());
    isa.run(Backward { features, x, delta });
}

/// Replaces the delta of features that were normalised by numbers which don't depend on the rows by that
/// of the features.
///
/// # Panics
/// As [`normalize`].
pub fn scale_delta(isa: Isa, features: &[Normalizer], delta: &mut [f32]) {
    assert!(delta.len() == features.len() * LANE_GROUP);
    isa.run(Scaling { features, delta });
}

/// Writes what each row adds to the gradient of gamma, given the delta of the outputs:
/// dy · (x - mean) · scale, with 1 over the standard deviation for a scale.
///
/// # Panics
/// As [`normalize`].
pub fn write_scale_terms(
    isa: Isa,
    features: &[Normalizer],
    (x, delta): (&[f32], &[f32]),
    terms: &mut [f32],
) {
    assert!(x.len() == features.len() * LANE_GROUP && delta.len() == x.len());
    assert!(terms.len() == x.len());
    isa.run(ScaleTerms { features, x, delta, terms });
}

struct Forward<'a> {
    features: &'a [Normalizer],
    from: &'a [f32],
    to: &'a mut [f32],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (index, feature) in self.features.iter().enumerate() {
            let (mean, scale) = (simd.splat(feature.mean), simd.splat(feature.scale));
            let shift = simd.splat(feature.shift);
            let start = index * LANE_GROUP;
            for at in (start..start + LANE_GROUP).step_by(S::LANES) {
                let distance = simd.sub(load_at(simd, self.from, at), mean);
                let moved = simd.mul_add(distance, scale, shift);
                store_at(simd, self.to, at, simd.without_denormals(moved));
            }
        }
    }
}

struct Backward<'a> {
    features: &'a [Denormalizer],
    x: &'a [f32],
    delta: &'a mut [f32],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (index, feature) in self.features.iter().enumerate() {
            let (mean, scale) = (simd.splat(feature.mean), simd.splat(feature.scale));
            let (delta, along) = (simd.splat(feature.delta), simd.splat(-feature.along));
            let start = index * LANE_GROUP;
            for at in (start..start + LANE_GROUP).step_by(S::LANES) {
                let distance = simd.sub(load_at(simd, self.x, at), mean);
                let centred = simd.sub(load_at(simd, self.delta, at), delta);
                let inner = simd.mul_add(distance, along, centred);
                let inputs = simd.without_tiny(simd.mul(scale, inner));
                store_at(simd, self.delta, at, inputs);
            }
        }
    }
}

struct Scaling<'a> {
    features: &'a [Normalizer],
    delta: &'a mut [f32],
}

impl Kernel for Scaling<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (index, feature) in self.features.iter().enumerate() {
            let (scale, start) = (simd.splat(feature.scale), index * LANE_GROUP);
            for at in (start..start + LANE_GROUP).step_by(S::LANES) {
                let inputs = simd.mul(load_at(simd, self.delta, at), scale);
                store_at(simd, self.delta, at, simd.without_tiny(inputs));
            }
        }
    }
}

struct ScaleTerms<'a> {
    features: &'a [Normalizer],
    x: &'a [f32],
    delta: &'a [f32],
    terms: &'a mut [f32],
}

impl Kernel for ScaleTerms<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for (index, feature) in self.features.iter().enumerate() {
            let (mean, scale) = (simd.splat(feature.mean), simd.splat(feature.scale));
            let start = index * LANE_GROUP;
            for at in (start..start + LANE_GROUP).step_by(S::LANES) {
                let distance = simd.sub(load_at(simd, self.x, at), mean);
                let term = simd.mul(simd.mul(load_at(simd, self.delta, at), distance), scale);
                store_at(simd, self.terms, at, term);
            }
        }
    }
}
