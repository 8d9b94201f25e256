//! What an optimizer does with a gradient.

use imfit_compute::{Buffer, OptimizerStep, WholeStep};

use super::common::Common;
use crate::layers::WeightShape;

/// How weights follow their gradients.
pub(crate) trait Rule {
    /// What all optimizers have.
    fn common(&self) -> &Common;

    /// The values that are kept for each weight.
    fn slots(&self) -> Vec<Slot> {
        Vec::new()
    }

    /// What is kept for an array as a whole, whose path is "model/layer/name".
    fn states(&self, _path: &str, _shape: &WeightShape) -> Vec<State> {
        Vec::new()
    }

    /// The numbers of a step.
    fn step(&self, at: Moment) -> Numbers;
}

/// The numbers of a step, the same for all weights.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Numbers {
    /// For each weight by itself.
    Each(OptimizerStep),
    /// For arrays as a whole.
    Whole(WholeStep),
}

impl Numbers {
    /// The number of slots that the step works on.
    pub(super) fn slots(self) -> usize {
        match self {
            Numbers::Each(step) => step.slots(),
            Numbers::Whole(_) => 0,
        }
    }
}

impl From<OptimizerStep> for Numbers {
    fn from(step: OptimizerStep) -> Numbers {
        Numbers::Each(step)
    }
}

impl From<WholeStep> for Numbers {
    fn from(step: WholeStep) -> Numbers {
        Numbers::Whole(step)
    }
}

/// A value that is kept for each weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slot {
    /// Its name in files.
    pub(crate) name: &'static str,
    /// What it begins with.
    pub(crate) initial: f64,
}

impl Slot {
    /// One that begins with 0.
    pub(super) const fn zero(name: &'static str) -> Slot {
        Slot { name, initial: 0.0 }
    }
}

/// What is kept for an array as a whole.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Its name in files.
    pub(crate) name: &'static str,
    /// Its shape there.
    pub(crate) shape: Vec<usize>,
    /// Its values, and places that a vector may read past them.
    pub(crate) values: Buffer,
}

impl State {
    /// One that begins with zeros.
    pub(super) fn zeros(name: &'static str, shape: Vec<usize>) -> State {
        let values = Buffer::zeros(shape.iter().product());
        State { name, shape, values }
    }

    /// The number of its values.
    pub(crate) fn length(&self) -> usize {
        self.shape.iter().product()
    }
}

/// Which step it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// The step's number, counted from 1.
    pub(crate) number: u64,
    /// The learning rate.
    pub(crate) learning_rate: f64,
}

impl Moment {
    /// The learning rate, as the kernels take it.
    pub(super) fn rate(self) -> f32 {
        self.learning_rate as f32
    }

    /// 1 - βⁿ for the step's number n. Keras rounds β to f32 before it takes its powers, but not before 1 - β.
    pub(super) fn correction(self, beta: f64) -> f64 {
        let (beta, number) = (f64::from(beta as f32), self.number as f64);
        // βⁿ is e^(-n (1 - β)) at most: less than what is lost beside 1. A step of a small network takes no
        // longer than some powers.
        if number * (1.0 - beta) > 38.0 { 1.0 } else { 1.0 - libm::pow(beta, number) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_that_of_the_power_to_the_last_bit() {
        for beta in [0.0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999999] {
            let goal = (38.0 / (1.0 - beta)) as u64;
            for number in (1..=100).chain(goal.saturating_sub(500).max(1)..goal + 500) {
                let power = libm::pow(f64::from(beta as f32), number as f64);
                let at = Moment { number, learning_rate: 0.1 };
                assert_eq!(at.correction(beta), 1.0 - power, "{beta}, step {number}");
            }
        }
    }
}
