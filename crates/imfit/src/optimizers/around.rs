//! What happens before and after the step of a rule, the same for all optimizers.

use imfit_compute::Buffer;

use super::common::Common;

/// What is done with a gradient before the rule's step, and with the weights before and after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Around {
    /// What the gradient is divided by: what the loss was multiplied by.
    loss_scale: f32,
    accumulation: Accumulation,
    pub(super) clipping: Clipping,
    /// What share of each weight is subtracted.
    decay: f32,
    average: Option<Average>,
}

/// What becomes of gradients that are averaged over several batches.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Accumulation {
    /// There is a step for each batch.
    None,
    /// The gradient waits for others.
    Wait,
    /// A step is taken with the mean of as many gradients.
    Mean(f32),
}

/// What keeps gradients small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Clipping {
    None,
    /// Each value by itself.
    Value(f32),
    /// Each kernel and bias by its norm.
    Norm(f64),
    /// All together by their norm.
    GlobalNorm(f64),
}

/// How the running mean of the weights goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Average {
    kept: f32,
    /// Whether the weights become their mean.
    overwrites: bool,
}

impl Around {
    /// Nothing at all.
    const NOTHING: Around = Around {
        loss_scale: 1.0,
        accumulation: Accumulation::None,
        clipping: Clipping::None,
        decay: 0.0,
        average: None,
    };

    /// What happens at batch number `iteration`, counted from 1, after `taken` steps.
    pub(super) fn new(common: &Common, iteration: u64, taken: u64, learning_rate: f64) -> Around {
        let average = |frequency: Option<u64>| Average {
            // The first mean is the weights themselves.
            kept: if taken == 0 { 0.0 } else { common.ema_momentum as f32 },
            overwrites: frequency.is_some_and(|steps| (taken + 1).is_multiple_of(steps)),
        };
        Around {
            loss_scale: common.loss_scale_factor.unwrap_or(1.0) as f32,
            accumulation: match common.gradient_accumulation_steps {
                None => Accumulation::None,
                Some(steps) if iteration.is_multiple_of(steps) => Accumulation::Mean(steps as f32),
                Some(_) => Accumulation::Wait,
            },
            clipping: Clipping::new(common),
            decay: (common.weight_decay.unwrap_or(0.0) * learning_rate) as f32,
            average: common.use_ema.then(|| average(common.ema_overwrite_frequency)),
        }
    }

    /// Whether nothing happens but the rule's step.
    pub(super) fn is_nothing(&self) -> bool {
        *self == Around::NOTHING
    }

    /// Whether the weights move.
    pub(super) fn moves(&self) -> bool {
        self.accumulation != Accumulation::Wait
    }

    /// Makes of a batch's gradient what the step is taken with. `slots` are those behind the rule's own.
    pub(super) fn gather(&self, gradient: &mut [f32], slots: &mut [Buffer]) {
        if self.loss_scale != 1.0 {
            gradient.iter_mut().for_each(|g| *g /= self.loss_scale);
        }
        let Some(waiting) = slots.last_mut() else { return };
        match self.accumulation {
            Accumulation::None => {}
            Accumulation::Wait => waiting.iter_mut().zip(gradient).for_each(|(sum, g)| *sum += *g),
            Accumulation::Mean(count) => {
                for (g, sum) in gradient.iter_mut().zip(waiting.iter_mut()) {
                    *g = (*g + *sum) / count;
                    *sum = 0.0;
                }
            }
        }
    }

    /// What happens right before the rule's step. `decay` takes the place of the weights' own, if it is given.
    pub(super) fn before(&self, weights: &mut [f32], gradient: &mut [f32], decay: Option<f32>) {
        if let Clipping::Value(most) = self.clipping {
            gradient.iter_mut().for_each(|g| *g = g.clamp(-most, most));
        }
        let decay = decay.unwrap_or(self.decay);
        if decay != 0.0 {
            weights.iter_mut().for_each(|weight| *weight -= *weight * decay);
        }
    }

    /// What happens after it, or in its place where weights don't move.
    pub(super) fn after(&self, weights: &mut [f32], slots: &mut [Buffer]) {
        let (Some(Average { kept, overwrites }), Some(mean)) = (self.average, slots.first_mut())
        else {
            return;
        };
        for (mean, weight) in mean.iter_mut().zip(weights.iter()) {
            *mean = kept * *mean + (1.0 - kept) * *weight;
        }
        if overwrites {
            weights.copy_from_slice(mean);
        }
    }
}

impl Clipping {
    fn new(common: &Common) -> Clipping {
        match (common.clipnorm, common.global_clipnorm, common.clipvalue) {
            (Some(norm), _, _) => Clipping::Norm(norm),
            (_, Some(norm), _) => Clipping::GlobalNorm(norm),
            (_, _, Some(value)) => Clipping::Value(value as f32),
            _ => Clipping::None,
        }
    }
}
