//! What is done with the gradient of a batch.

use imfit_compute::{Buffer, Isa, OptimizerStep, WholeArray, WholeStep};

use super::around::{Around, Clipping};
use super::rule::Numbers;

/// What is done with the gradient of a batch: its numbers, the same for all weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    rule: Numbers,
    around: Around,
    /// Whether the rule's step is all that is done.
    plain: bool,
}

impl Step {
    pub(super) fn new(rule: Numbers, around: Around) -> Step {
        Step { rule, around, plain: around.is_nothing() }
    }

    /// Whether the whole gradient must be known before any weight changes.
    pub(crate) fn needs_whole(&self) -> bool {
        self.around.moves() && (self.clips_by_norms() || self.whole().is_some())
    }

    /// Whether gradients are scaled by norms, of each kernel and bias or of all together.
    pub(crate) fn clips_by_norms(&self) -> bool {
        matches!(self.around.clipping, Clipping::Norm(_) | Clipping::GlobalNorm(_))
    }

    /// The rule, where its step on each weight is all that is done.
    pub(crate) fn rule_alone(&self) -> Option<OptimizerStep> {
        match self.rule {
            Numbers::Each(rule) if self.plain => Some(rule),
            _ => None,
        }
    }

    /// Moves weights against their gradient. `slots` are those that the optimizer has. The `next` places after the
    /// weights are those that this thread changes next, if others have read them.
    pub(crate) fn apply(
        &self,
        isa: Isa,
        (weights, next): (&mut [f32], usize),
        gradient: &mut [f32],
        slots: &mut [Buffer],
    ) {
        if let Some(rule) = self.rule_alone() {
            return rule.apply_and_ask(isa, (weights, next), &[gradient], slots);
        }
        self.gather(gradient, slots);
        self.take(isa, weights, gradient, slots);
    }

    /// The first half of [`apply`](Step::apply): makes of a batch's gradient what the step is taken with.
    pub(crate) fn gather(&self, gradient: &mut [f32], slots: &mut [Buffer]) {
        self.around.gather(gradient, &mut slots[self.rule.slots()..]);
    }

    /// The second half of [`apply`](Step::apply).
    pub(crate) fn take(
        &self,
        isa: Isa,
        weights: &mut [f32],
        gradient: &mut [f32],
        slots: &mut [Buffer],
    ) {
        if let (true, Numbers::Each(rule)) = (self.around.moves(), self.rule) {
            self.around.before(weights, gradient, None);
            rule.apply(isa, weights, &[gradient], &mut slots[..self.rule.slots()]);
        }
        self.average(weights, slots);
    }

    /// The step on arrays as a whole, if there is one, and weights move.
    pub(crate) fn whole(&self) -> Option<WholeStep> {
        match self.rule {
            Numbers::Whole(step) if self.around.moves() => Some(step),
            _ => None,
        }
    }

    /// What [`take`](Step::take) does, for an array as a whole; its mean goes on by itself.
    pub(crate) fn take_array(&self, isa: Isa, step: WholeStep, array: WholeArray<'_>) {
        self.around.before(array.weights, array.gradient, step.own_decay(array.state.len()));
        step.apply(isa, array);
    }

    /// Goes on with the mean of the weights, if there is one.
    pub(crate) fn average(&self, weights: &mut [f32], slots: &mut [Buffer]) {
        self.around.after(weights, &mut slots[self.rule.slots()..]);
    }

    /// What the gradient of a kernel or a bias is multiplied by between the two halves, given the sum of its squares,
    /// and that of all.
    pub(crate) fn scale(&self, square: f64, all: f64) -> f32 {
        let scale = |most: f64, norm: f64| (most / norm.max(most)) as f32;
        match self.around.clipping {
            Clipping::Norm(most) => scale(most, square.sqrt()),
            // As Keras has it, a gradient that isn't finite spoils all weights.
            Clipping::GlobalNorm(most) if all.sqrt().is_finite() => scale(most, all.sqrt()),
            Clipping::GlobalNorm(_) => f32::NAN,
            Clipping::None | Clipping::Value(_) => 1.0,
        }
    }
}
