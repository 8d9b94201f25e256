//! Batch normalisation: every feature moved and scaled to mean 0 and variance 1.

use imfit_compute::{
    Denormalizer, Normalizer, denormalize, normalize, scale_delta, write_scale_terms,
};

use super::{Back, Block, Operate, Turn};
use crate::engine::bf16::Forms;
use crate::layers;
use crate::panel::{PANEL_ROWS, lanes_mut};

/// Features that go through a kernel together where their numbers are worked out on the way.
const TOGETHER: usize = 32;

/// gamma · (x - mean) / √(variance + epsilon) + beta, feature by feature.
///
/// Predictions take the moving mean and variance, and so do [`forward`](Operate::forward) and
/// [`backward`](Operate::backward). A training step takes those of its batch, for which all rows have to
/// have come this far: `engine/staged` sees to that.
#[derive(Debug, Clone)]
pub(crate) struct BatchNorm {
    pub(crate) width: usize,
    /// Whether training takes the statistics of batches, and lets the moving ones follow.
    pub(crate) trainable: bool,
    /// Gamma and beta, as far as there are such.
    trained: Block,
    /// The moving mean and the moving variance.
    moving: Block,
    scale: bool,
    center: bool,
    epsilon: f32,
    momentum: f64,
}

/// What a batch knows of one feature.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Statistics {
    pub(crate) mean: f32,
    pub(crate) variance: f32,
}

impl BatchNorm {
    /// The operation of a layer for rows of `width` values.
    pub(super) fn new(layer: &layers::BatchNormalization, width: usize) -> BatchNorm {
        let vectors = usize::from(layer.scale) + usize::from(layer.center);
        BatchNorm {
            width,
            trainable: layer.common.trainable,
            trained: Block::new(0, vectors, width),
            moving: Block::new(0, 2, width),
            scale: layer.scale,
            center: layer.center,
            epsilon: layer.epsilon,
            momentum: layer.momentum,
        }
    }

    /// 1 / √(variance + epsilon)
    fn precision(&self, variance: f32) -> f32 {
        1.0 / (variance + self.epsilon).sqrt()
    }

    fn gamma(&self, weights: &[f32], feature: usize) -> f32 {
        if self.scale { self.trained.vector(0, weights)[feature] } else { 1.0 }
    }

    fn beta(&self, weights: &[f32], feature: usize) -> f32 {
        let vector = usize::from(self.scale);
        if self.center { self.trained.vector(vector, weights)[feature] } else { 0.0 }
    }

    /// The moving statistics of a feature.
    fn moving(&self, weights: &[f32], feature: usize) -> Statistics {
        Statistics {
            mean: self.moving.vector(0, weights)[feature],
            variance: self.moving.vector(1, weights)[feature],
        }
    }

    /// Works on some features at a time: the first of them, and what `number` makes of each and of its
    /// moving statistics.
    fn with_moving(
        &self,
        weights: &[f32],
        number: impl Fn(usize, Statistics) -> Normalizer,
        mut work: impl FnMut(usize, &[Normalizer]),
    ) {
        let mut numbers = [Normalizer { mean: 0.0, scale: 0.0, shift: 0.0 }; TOGETHER];
        for first in (0..self.width).step_by(TOGETHER) {
            let numbers = &mut numbers[..TOGETHER.min(self.width - first)];
            for (place, feature) in numbers.iter_mut().zip(first..) {
                *place = number(feature, self.moving(weights, feature));
            }
            work(first, numbers);
        }
    }

    /// The numbers that bring a feature of these statistics to mean 0 and variance 1.
    pub(crate) fn standardizer(&self, of: Statistics) -> Normalizer {
        Normalizer { mean: of.mean, scale: self.precision(of.variance), shift: 0.0 }
    }

    /// The numbers that normalise a feature of these statistics.
    pub(crate) fn normalizer(&self, weights: &[f32], feature: usize, of: Statistics) -> Normalizer {
        Normalizer {
            mean: of.mean,
            scale: self.gamma(weights, feature) * self.precision(of.variance),
            shift: self.beta(weights, feature),
        }
    }

    /// The numbers that take the delta of a feature back through the statistics of its batch. `slopes`
    /// are the means of dy, and of dy · (x - mean).
    pub(crate) fn denormalizer(
        &self,
        weights: &[f32],
        feature: usize,
        of: Statistics,
        slopes: [f64; 2],
    ) -> Denormalizer {
        Denormalizer {
            mean: of.mean,
            scale: self.gamma(weights, feature) * self.precision(of.variance),
            delta: slopes[0] as f32,
            along: (slopes[1] / f64::from(of.variance + self.epsilon)) as f32,
        }
    }

    /// Lets the moving statistics follow those of a batch.
    pub(crate) fn follow(&self, weights: &mut [f32], batch: &[Statistics]) {
        let (kept, new) = (self.momentum as f32, (1.0 - self.momentum) as f32);
        let mean = self.moving.places(0, self.width);
        for (moving, of) in weights[mean].iter_mut().zip(batch) {
            *moving = *moving * kept + of.mean * new;
        }
        let variance = self.moving.places(1, self.width);
        for (moving, of) in weights[variance].iter_mut().zip(batch) {
            *moving = *moving * kept + of.variance * new;
        }
    }

    /// Normalises the features of some records.
    pub(crate) fn normalize(&self, turn: Turn<'_>, records: &mut [f32], numbers: &[Normalizer]) {
        let fields = [(turn.input(), self.width), (turn.fields().output, self.width)];
        turn.each_of(records, fields, |[from, to]| normalize(turn.pass.isa, numbers, from, to));
    }

    /// Leaves the terms of the gradients of gamma and beta, for features from the one numbered `first` on
    /// that [`standardizer`](Self::standardizer) gave numbers for.
    pub(crate) fn leave_terms(
        &self,
        turn: Turn<'_>,
        records: &mut [f32],
        (first, numbers): (usize, &[Normalizer]),
    ) {
        let (fields, count) = (turn.fields(), numbers.len());
        let (start, whole) = (first * PANEL_ROWS, self.width * PANEL_ROWS);
        let (x, delta) = ((turn.input() + start, count), (fields.delta + start, count));
        if self.scale {
            turn.each_of(
                records,
                [x, delta, (fields.terms + start, count)],
                |[x, delta, terms]| {
                    write_scale_terms(turn.pass.isa, numbers, (x, delta), terms);
                },
            );
        }
        if self.center {
            let beta = fields.terms + start + if self.scale { whole } else { 0 };
            turn.each_of(records, [delta, (beta, count)], |[delta, terms]| {
                terms.copy_from_slice(delta);
            });
        }
    }

    /// Takes the delta of some records, of which the first `rows` rows of data count, back to the inputs.
    pub(crate) fn denormalize(
        &self,
        turn: Turn<'_>,
        records: &mut [f32],
        rows: usize,
        numbers: &[Denormalizer],
    ) {
        let mut left = rows;
        let fields = [(turn.input(), self.width), (turn.fields().delta, self.width)];
        turn.each_of(records, fields, |[x, delta]| {
            denormalize(turn.pass.isa, numbers, x, delta);
            // Every row of the batch has a part in the statistics; the lanes past them have none.
            let counted = left.min(PANEL_ROWS);
            left -= counted;
            if counted < PANEL_ROWS {
                lanes_mut(delta).iter_mut().for_each(|lanes| lanes[counted..].fill(0.0));
            }
        });
    }
}

impl Operate for BatchNorm {
    fn width(&self) -> usize {
        self.width
    }

    fn trained(&self) -> Option<&Block> {
        (self.scale || self.center).then_some(&self.trained)
    }

    fn untrained(&self) -> Option<&Block> {
        Some(&self.moving)
    }

    fn blocks_mut(&mut self) -> [Option<&mut Block>; 2] {
        let trained = (self.scale || self.center).then_some(&mut self.trained);
        [trained, Some(&mut self.moving)]
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>) {
        let (from, to) = (turn.input(), turn.fields().output);
        let number = |feature, of| self.normalizer(weights.plain, feature, of);
        self.with_moving(weights.plain, number, |first, numbers| {
            let (start, count) = (first * PANEL_ROWS, numbers.len());
            let fields = [(from + start, count), (to + start, count)];
            turn.each_of(records, fields, |[from, to]| {
                normalize(turn.pass.isa, numbers, from, to);
            });
        });
    }

    /// With moving statistics, which don't depend on the rows.
    fn backward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>, _: Back) {
        let number = |_, of| self.standardizer(of);
        self.with_moving(weights.plain, number, |first, numbers| {
            self.leave_terms(turn, records, (first, numbers));
        });
        let number = |feature, of| self.normalizer(weights.plain, feature, of);
        self.with_moving(weights.plain, number, |first, numbers| {
            let delta = turn.fields().delta + first * PANEL_ROWS;
            turn.each_of(records, [(delta, numbers.len())], |[delta]| {
                scale_delta(turn.pass.isa, numbers, delta);
            });
        });
    }
}
