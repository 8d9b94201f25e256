//! A part of the weights, with what training keeps beside it.

use imfit_compute::lockstep::Written;
use imfit_compute::{Buffer, Isa, add, take_lines};

use super::care::PartCare;
use super::division::MOST_PORTIONS;
use super::operations::{Block, Operation};
use crate::optimizers::{Slot, Step};

/// Rows of a part are a multiple of this, but for the last: of the rows that the microkernels take, and
/// even, so that rows in pairs are never torn apart.
const ROWS_TOGETHER: usize = 12;
/// Places of a part, at most, where that is enough for [`ROWS_TOGETHER`]. Each part has its price: the thread
/// that takes it waits until what it has written reaches its cache.
const PART_PLACES: usize = 1536;

/// Rows of a part of a matrix, at most: what one thread updates at a time.
pub(super) fn part_rows(block: &Block) -> usize {
    (PART_PLACES / block.stride / ROWS_TOGETHER).max(1) * ROWS_TOGETHER
}

/// What training keeps for some rows of a weight matrix, in the weights' own layout.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The operation whose weights these are.
    pub(crate) operation: usize,
    /// The first of the rows.
    pub(crate) first_row: usize,
    /// The gradient so far, of a batch that goes through in several chunks.
    pub(crate) gradient: Buffer,
    /// The optimizer's slots; none while the part is frozen.
    pub(crate) slots: Vec<Buffer>,
    /// Whether training leaves the weights as they are for now.
    pub(crate) frozen: bool,
    /// Penalties and bounds, where there are any.
    pub(crate) care: Option<PartCare>,
}

/// Some of a batch's rows of data, whose gradient a part takes in.
#[derive(Clone, Copy)]
pub(super) struct Intake<'s> {
    pub(super) rows: usize,
    /// Whether these are the batch's first rows.
    pub(super) first: bool,
    /// With the last rows, the optimizer's step, where the part can take it by itself.
    pub(super) step: Option<&'s Step>,
    /// What the loss was multiplied by on the way back.
    pub(super) loss_scale: f32,
    /// Whether other threads have read the weights.
    pub(super) shared: bool,
    /// Places after the weights that others have read too, and that this thread changes next.
    pub(super) next: usize,
}

impl Intake<'_> {
    /// Makes weights that others have read this core's own, before a step in which they would wait for it again
    /// and again.
    fn take(&self, weights: &mut [f32]) {
        if self.shared {
            take_lines(weights);
        }
    }
}

impl Part {
    pub(crate) fn new(operation: usize, first_row: usize, places: usize) -> Part {
        let (gradient, slots) = (Buffer::zeros(places), Vec::new());
        Part { operation, first_row, gradient, slots, frozen: false, care: None }
    }

    /// The block whose rows these are, unless training leaves them as they are for now.
    pub(super) fn trained_block<'o>(&self, operations: &'o [Operation]) -> Option<&'o Block> {
        operations[self.operation].get().trained().filter(|_| !self.frozen)
    }

    /// Takes in the gradient of some rows of data, given as that of each portion, and the step on `weights` with
    /// the last of them. `sum` has room for a gradient.
    pub(super) fn take_in_terms(
        &mut self,
        isa: Isa,
        intake: Intake<'_>,
        weights: &mut [f32],
        portions: Written<'_>,
        sum: &mut [f32],
    ) {
        let mut terms = [&[][..]; MOST_PORTIONS];
        terms.iter_mut().zip(portions.iter()).for_each(|(term, gradient)| *term = gradient);
        let terms = &terms[..portions.records()];
        let step = intake.step.filter(|_| intake.first && self.care.is_none());
        if let Some(rule) = step.and_then(Step::rule_alone) {
            intake.take(weights);
            // The sum is wanted nowhere else: it needn't be written.
            return rule.apply_and_ask(isa, (weights, intake.next), terms, &mut self.slots);
        }
        sum.copy_from_slice(terms[0]);
        terms[1..].iter().for_each(|term| add(isa, sum, term));
        self.take_in(isa, intake, weights, sum);
    }

    /// Takes in the gradient of some rows of data, and the step on `weights` with the last of them.
    pub(super) fn take_in(
        &mut self,
        isa: Isa,
        intake: Intake<'_>,
        weights: &mut [f32],
        gradient: &mut [f32],
    ) {
        if let Some(care) = &mut self.care {
            care.count(weights, intake.rows);
        }
        // Where the first rows are the last, nobody asks for the gradient again.
        if !(intake.first && intake.step.is_some()) {
            self.add_gradient(isa, gradient, intake.first);
        }
        let Some(step) = intake.step else { return };
        intake.take(weights);
        let gradient = if intake.first { gradient } else { &mut self.gradient[..] };
        if let Some(care) = &self.care {
            care.add_gradient(isa, intake.loss_scale, weights, gradient);
        }
        step.apply(isa, (weights, intake.next), gradient, &mut self.slots);
        if let Some(care) = &self.care {
            care.constrain(weights);
        }
    }

    /// Adds to the gradient; the `first` addition begins it.
    fn add_gradient(&mut self, isa: Isa, gradient: &[f32], first: bool) {
        if first {
            self.gradient.copy_from_slice(gradient);
        } else {
            add(isa, &mut self.gradient, gradient);
        }
    }

    /// Gives the part slots in their first state, or none while it is frozen.
    pub(crate) fn reset_slots(&mut self, slots: &[Slot]) {
        let fresh = |slot: &Slot| {
            let mut buffer = Buffer::zeros(self.gradient.len());
            buffer.fill(slot.initial as f32);
            buffer
        };
        let slots = if self.frozen { &[] } else { slots };
        self.slots = slots.iter().map(fresh).collect();
    }
}
