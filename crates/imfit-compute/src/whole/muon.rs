//! Muon's step: the momentum of a matrix, made nearly orthogonal.

use std::mem::swap;

use super::matrix::Matrix;
use super::{WholeArray, dot, kept};
use crate::isa::Isa;
use crate::optimizer::{AdamStep, OptimizerStep};

/// The numbers of a step of Muon. For a matrix it keeps the momentum; arrays for which two buffers
/// are kept take a step of Adam.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MuonStep {
    /// The size of a step.
    pub learning_rate: f32,
    /// How much of the last momentum is kept.
    pub momentum: f32,
    /// Whether the gradient is added to the momentum once more.
    pub nesterov: bool,
    /// How often the matrix is brought nearer to an orthogonal one.
    pub iterations: usize,
    /// a, b and c of a·X + (b·XXᵀ + c·(XXᵀ)²)·X.
    pub polynomial: [f32; 3],
    /// What the step times the root of the longer side is multiplied by; nothing for neither.
    pub rms_rate: Option<f32>,
    /// What arrays take that aren't for Muon.
    pub adam: AdamStep,
    /// What share of each weight these lose before it, in the place of what others lose.
    pub adam_decay: f32,
}

impl MuonStep {
    pub(super) fn apply(self, isa: Isa, array: WholeArray<'_>) {
        let WholeArray { rows, columns, weights, gradient, state, room } = array;
        let [momentum] = state else {
            let step = OptimizerStep::Adam(self.adam);
            return step.apply(isa, weights, &[gradient], state);
        };
        let length = rows * columns;
        let (weights, gradient) = (&mut weights[..length], &mut gradient[..length]);
        self.gather(gradient, &mut momentum[..length]);
        let step = self.nearly_orthogonal(isa, gradient, (rows, columns), &mut room.matrices);
        let adjust = self.rms_rate.map(|rate| ((rows.max(columns) as f32).sqrt(), rate));
        for (weights, steps) in weights.chunks_mut(columns).zip(step.values()) {
            for (weight, step) in weights.iter_mut().zip(steps) {
                let step = self.learning_rate * step;
                *weight -= adjust.map_or(step, |(side, rate)| step * side * rate);
            }
        }
    }

    /// Goes on with the momentum, and makes of the gradient what the step is made of.
    fn gather(self, gradient: &mut [f32], momentum: &mut [f32]) {
        for (value, moved) in gradient.iter_mut().zip(momentum) {
            *moved = kept(f64::from(*moved + (*value + *moved * (self.momentum - 1.0))));
            *value = if self.nesterov { *value + self.momentum * *moved } else { *moved };
        }
    }

    /// The matrix with singular values near 1, by Newton's and Schulz's iteration.
    fn nearly_orthogonal<'a>(
        self,
        isa: Isa,
        values: &mut [f32],
        (rows, columns): (usize, usize),
        [x, turned, own, both, next]: &'a mut [Matrix; 5],
    ) -> &'a Matrix {
        let norm = dot(values, values).sqrt() as f32 + 1e-7;
        values.iter_mut().for_each(|value| *value /= norm);
        x.fill(rows, columns, values);
        if rows > columns {
            turned.transpose(isa, x);
            swap(x, turned);
        }
        let [a, b, c] = self.polynomial;
        for _ in 0..self.iterations {
            turned.transpose(isa, x);
            own.multiply_symmetric(isa, x, turned);
            both.multiply_symmetric(isa, own, own);
            both.add(isa, c, own, b);
            next.multiply(isa, both, x);
            next.add(isa, 1.0, x, a);
            swap(x, next);
        }
        if rows > columns {
            turned.transpose(isa, x);
            swap(x, turned);
        }
        x
    }
}
