//! What is done for some weights beside the optimizer's step: penalties on them, and bounds.
//!
//! What looks at each weight by itself is done part by part, in phase 2 (`PartCare`); what looks at
//! whole rows and columns, between two runs of the threads (`ArrayCare`).

use std::ops::Range;

use imfit_compute::{Isa, Penalty};

use super::network::Network;
use super::whole::for_each;
use crate::constraints::{Constraint, NormBounds};
use crate::layers::WeightShape;
use crate::regularizers::{Orthogonality, OrthogonalityRoom, Regularizer};

/// The care for the rows of one array in a part.
#[derive(Debug, Clone)]
struct RowsCare {
    /// The places of each row's weights in the part.
    rows: Vec<Range<usize>>,
    penalty: Option<Penalty>,
    non_negative: bool,
}

/// The care for a part, weight by weight.
#[derive(Debug, Clone, Default)]
pub(crate) struct PartCare {
    arrays: Vec<RowsCare>,
    /// The penalty for each row of data that an epoch has seen so far, added up.
    sum: f64,
}

/// The care for an array as a whole.
#[derive(Debug, Clone)]
pub(crate) struct ArrayCare {
    array: usize,
    orthogonality: Option<Orthogonality>,
    bounds: Option<NormBounds>,
}

/// What is done for arrays as a whole works in this, from one step to the next.
#[derive(Default)]
pub(super) struct CareRoom {
    /// For each array with a penalty on what isn't orthogonal.
    penalized: Vec<Penalized>,
    /// The weights of an array whose norms have bounds, and what they are multiplied by.
    values: Vec<f32>,
    scales: Vec<f64>,
}

/// An array whose penalty is being found.
#[derive(Default)]
struct Penalized {
    array: usize,
    penalty: Option<Orthogonality>,
    room: OrthogonalityRoom,
    found: f64,
}

impl PartCare {
    /// Takes care of an array, whose rows in the part have these places.
    fn add(&mut self, rows: Vec<Range<usize>>, shape: &WeightShape) {
        let penalty = shape.regularizer.as_ref().and_then(Regularizer::penalty);
        let non_negative = shape.constraint.as_ref().is_some_and(Constraint::is_non_negative);
        if penalty.is_some() || non_negative {
            self.arrays.push(RowsCare { rows, penalty, non_negative });
        }
    }

    /// The penalty on the part's weights.
    fn penalty(&self, weights: &[f32]) -> f64 {
        let mut sum = 0.0;
        for RowsCare { rows, penalty, .. } in &self.arrays {
            let Some(penalty) = penalty else { continue };
            rows.iter().for_each(|row| sum += penalty.of(&weights[row.clone()]));
        }
        sum
    }

    /// Counts the penalty for `rows` rows of data.
    pub(super) fn count(&mut self, weights: &[f32], rows: usize) {
        self.sum += self.penalty(weights) * rows as f64;
    }

    /// Adds the gradient of the penalty, times `scale`.
    pub(super) fn add_gradient(&self, isa: Isa, scale: f32, weights: &[f32], gradient: &mut [f32]) {
        for RowsCare { rows, penalty, .. } in &self.arrays {
            let Some(Penalty { l1, l2 }) = *penalty else { continue };
            let scaled = Penalty { l1: scale * l1, l2: scale * l2 };
            for row in rows {
                scaled.add_gradient(isa, &weights[row.clone()], &mut gradient[row.clone()]);
            }
        }
    }

    /// Brings weights into their bounds. What is NaN stays it.
    pub(super) fn constrain(&self, weights: &mut [f32]) {
        for RowsCare { rows, .. } in self.arrays.iter().filter(|care| care.non_negative) {
            for row in rows {
                for weight in &mut weights[row.clone()] {
                    *weight = if *weight < 0.0 { 0.0 } else { *weight };
                }
            }
        }
    }
}

impl Network {
    /// Finds out what has to be done for which weights; `shapes` are those of all arrays, of which none is
    /// frozen yet.
    pub(super) fn take_care(&mut self, shapes: &[WeightShape]) {
        for (array, shape) in shapes.iter().enumerate() {
            if !self.is_trained(array) {
                continue;
            }
            self.take_care_of_parts(array, shape);
            let orthogonality = shape.regularizer.as_ref().and_then(Regularizer::orthogonality);
            let bounds = shape.constraint.as_ref().and_then(|one| one.norm_bounds(shape.vector));
            if orthogonality.is_some() || bounds.is_some() {
                self.cares.push(ArrayCare { array, orthogonality, bounds });
            }
        }
    }

    fn take_care_of_parts(&mut self, array: usize, shape: &WeightShape) {
        let rows: Vec<(usize, Range<usize>)> = self.rows_of(array).collect();
        for rows in rows.chunk_by(|one, other| one.0 == other.0) {
            let mut care = self.parts[rows[0].0].care.take().unwrap_or_default();
            care.add(rows.iter().map(|(_, places)| places.clone()).collect(), shape);
            self.parts[rows[0].0].care = (!care.arrays.is_empty()).then_some(care);
        }
    }

    /// Whether every step has to look at some array as a whole.
    pub(crate) fn cares_for_arrays(&self) -> bool {
        self.cares.iter().any(|care| self.is_trained(care.array))
    }

    fn is_trained(&self, array: usize) -> bool {
        self.arrays()[array].trained
    }

    /// The penalty on all trained weights, as they are.
    pub(super) fn penalty(&self, isa: Isa) -> f64 {
        let of_parts = self.parts.iter().zip(self.bounds.windows(2)).map(|(part, bounds)| {
            let care = part.care.as_ref().filter(|_| !part.frozen);
            care.map_or(0.0, |care| care.penalty(&self.weights[bounds[0]..bounds[1]]))
        });
        of_parts.sum::<f64>() + self.orthogonality(isa)
    }

    /// The penalty on arrays that aren't orthogonal.
    fn orthogonality(&self, isa: Isa) -> f64 {
        let mut room = OrthogonalityRoom::default();
        let penalty = |(array, penalty)| self.orthogonality_of(isa, array, penalty, &mut room);
        self.orthogonalities().map(penalty).sum()
    }

    /// The penalty on an array; `room` has its gradient then.
    fn orthogonality_of(
        &self,
        isa: Isa,
        array: usize,
        penalty: Orthogonality,
        room: &mut OrthogonalityRoom,
    ) -> f64 {
        self.copy(array, &mut room.values);
        penalty.of(isa, self.arrays()[array].columns, room)
    }

    /// The penalties of the steps since the last [`forget_penalties`](Network::forget_penalties), each
    /// times its rows of data.
    pub(crate) fn penalties(&self) -> f64 {
        let parts = self.parts.iter().filter_map(|part| part.care.as_ref());
        parts.map(|care| care.sum).sum::<f64>() + self.whole_penalties
    }

    /// Begins to add up penalties anew.
    pub(crate) fn forget_penalties(&mut self) {
        self.parts.iter_mut().filter_map(|part| part.care.as_mut()).for_each(|care| care.sum = 0.0);
        self.whole_penalties = 0.0;
    }

    /// Adds the gradient of all penalties to that of a batch of `rows` rows, which the parts hold.
    pub(super) fn add_penalties(
        &mut self,
        isa: Isa,
        (scale, rows): (f32, usize),
        (shared, CareRoom { penalized, .. }): (bool, &mut CareRoom),
    ) {
        for (part, bounds) in self.parts.iter_mut().zip(self.bounds.windows(2)) {
            if let (Some(care), false) = (&part.care, part.frozen) {
                let weights = &self.weights[bounds[0]..bounds[1]];
                care.add_gradient(isa, scale, weights, &mut part.gradient);
            }
        }
        penalized.resize_with(self.orthogonalities().count(), Penalized::default);
        for (one, (array, penalty)) in penalized.iter_mut().zip(self.orthogonalities()) {
            (one.array, one.penalty) = (array, Some(penalty));
        }
        for_each(shared, penalized, |Penalized { array, penalty, room, found }| {
            let Some(penalty) = *penalty else { return };
            *found = self.orthogonality_of(isa, *array, penalty, room);
        });
        for Penalized { array, room, found, .. } in penalized {
            self.whole_penalties += *found * rows as f64;
            self.add_to_gradient(*array, scale, &room.slopes);
        }
    }

    /// The penalties on trained arrays that aren't orthogonal.
    fn orthogonalities(&self) -> impl Iterator<Item = (usize, Orthogonality)> {
        let trained = self.cares.iter().filter(|care| self.is_trained(care.array));
        trained.filter_map(|care| Some((care.array, care.orthogonality?)))
    }

    /// Multiplications that the penalties on whole arrays take.
    pub(super) fn work_of_penalties(&self) -> usize {
        let work = |(array, penalty): (usize, Orthogonality)| {
            let array = &self.arrays()[array];
            penalty.work(array.rows, array.columns)
        };
        self.orthogonalities().map(work).sum()
    }

    fn add_to_gradient(&mut self, array: usize, scale: f32, slopes: &[f32]) {
        let array = self.arrays()[array];
        let rows = array.rows_in(&self.bounds).zip(slopes.chunks(array.columns));
        for ((part, places), slopes) in rows {
            for (gradient, slope) in self.parts[part].gradient[places].iter_mut().zip(slopes) {
                *gradient += scale * slope;
            }
        }
    }

    /// Brings all weights into their bounds.
    pub(super) fn constrain(&mut self, CareRoom { values, scales, .. }: &mut CareRoom) {
        for (part, bounds) in self.parts.iter().zip(self.bounds.windows(2)) {
            if let (Some(care), false) = (&part.care, part.frozen) {
                care.constrain(&mut self.weights[bounds[0]..bounds[1]]);
            }
        }
        for index in 0..self.cares.len() {
            let ArrayCare { array, bounds, .. } = self.cares[index];
            if let (Some(bounds), true) = (bounds, self.is_trained(array)) {
                self.copy(array, values);
                bounds.apply(values, self.arrays()[array].columns, scales);
                self.set(array, values);
            }
        }
    }
}
