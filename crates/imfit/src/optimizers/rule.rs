//! What an optimizer does with a gradient.

use imfit_compute::OptimizerStep;

use super::common::Common;

/// How weights follow their gradients.
pub(crate) trait Rule {
    /// What all optimizers have.
    fn common(&self) -> &Common;

    /// The values that are kept for each weight.
    fn slots(&self) -> Vec<Slot>;

    /// The numbers of a step.
    fn step(&self, at: Moment) -> OptimizerStep;
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
        1.0 - libm::pow(f64::from(beta as f32), self.number as f64)
    }
}
