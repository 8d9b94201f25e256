//! Penalties on the size of values: of weights, and of what layers give.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// l1·|x| + l2·x² for each value x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Penalty {
    /// The share of the size.
    pub l1: f32,
    /// The share of the square.
    pub l2: f32,
}

impl Penalty {
    /// Both penalties in one.
    pub fn plus(self, other: Penalty) -> Penalty {
        Penalty { l1: self.l1 + other.l1, l2: self.l2 + other.l2 }
    }

    /// The penalty on some values, summed in a fixed order.
    pub fn of(self, values: &[f32]) -> f64 {
        const LANES: usize = 8;
        let (mut sizes, mut squares) = ([0.0f64; LANES], [0.0f64; LANES]);
        for values in values.chunks(LANES) {
            for ((size, square), value) in sizes.iter_mut().zip(&mut squares).zip(values) {
                let value = f64::from(*value);
                *size += value.abs();
                *square += value * value;
            }
        }
        f64::from(self.l1) * sizes.iter().sum::<f64>()
            + f64::from(self.l2) * squares.iter().sum::<f64>()
    }

    /// Adds the penalty on a field's values to the sum of each of its rows.
    ///
    /// # Panics
    /// Panics if the field isn't whole groups of lanes.
    pub fn add_to_rows(self, isa: Isa, field: &[f32], sums: &mut [f32; LANE_GROUP]) {
        assert!(field.len().is_multiple_of(LANE_GROUP), "a group of lanes isn't whole");
        isa.run(AddToRows { penalty: self, field, sums });
    }

    /// Adds the penalty's gradient with respect to some values to `gradient`. At 0, where the penalty has a
    /// corner, that is 0.
    ///
    /// # Panics
    /// Panics if the lengths differ.
    ///
    /// # Example
    /// ```
    /// use imfit_compute::{Isa, Penalty};
    ///
    /// let mut gradient = [1.0; 3];
    /// Penalty { l1: 0.5, l2: 0.25 }.add_gradient(Isa::detect(), &[-2.0, 0.0, 4.0], &mut gradient);
    /// assert_eq!(gradient, [-0.5, 1.0, 3.5]);
    /// ```
    pub fn add_gradient(self, isa: Isa, values: &[f32], gradient: &mut [f32]) {
        assert!(values.len() == gradient.len(), "values and gradient differ in length");
        isa.run(AddGradient { penalty: self, values, gradient });
    }

    /// The slope at some values.
    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, value: S::Vector) -> S::Vector {
        let (zero, l1) = (simd.splat(0.0), simd.splat(self.l1));
        let below = simd.select_gt(zero, value, simd.splat(-self.l1), zero);
        let sign = simd.select_gt(value, zero, l1, below);
        simd.add(sign, simd.mul(simd.splat(2.0 * self.l2), value))
    }
}

struct AddToRows<'a> {
    penalty: Penalty,
    field: &'a [f32],
    sums: &'a mut [f32; LANE_GROUP],
}

impl Kernel for AddToRows<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (l1, l2) = (simd.splat(self.penalty.l1), simd.splat(self.penalty.l2));
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            let mut sum = load_at(simd, self.sums, lane);
            for at in (lane..self.field.len()).step_by(LANE_GROUP) {
                let value = load_at(simd, self.field, at);
                let size = simd.mul(l1, simd.abs(value));
                sum = simd.add(sum, simd.add(size, simd.mul(simd.mul(l2, value), value)));
            }
            store_at(simd, self.sums, lane, sum);
        }
    }
}

struct AddGradient<'a> {
    penalty: Penalty,
    values: &'a [f32],
    gradient: &'a mut [f32],
}

impl AddGradient<'_> {
    /// Adds the slopes of `values`, whole vectors, to `gradient`.
    #[inline(always)]
    fn add<S: Simd>(penalty: Penalty, simd: S, values: &[f32], gradient: &mut [f32]) {
        for at in (0..values.len()).step_by(S::LANES) {
            let slope = penalty.slope(simd, load_at(simd, values, at));
            store_at(simd, gradient, at, simd.add(load_at(simd, gradient, at), slope));
        }
    }
}

impl Kernel for AddGradient<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let whole = self.values.len() / S::LANES * S::LANES;
        let (values, last) = self.values.split_at(whole);
        let (gradient, last_of_gradient) = self.gradient.split_at_mut(whole);
        Self::add(self.penalty, simd, values, gradient);
        let (mut values, mut gradient) = ([0.0; LANE_GROUP], [0.0; LANE_GROUP]);
        values[..last.len()].copy_from_slice(last);
        gradient[..last.len()].copy_from_slice(last_of_gradient);
        Self::add(self.penalty, simd, &values, &mut gradient);
        last_of_gradient.copy_from_slice(&gradient[..last.len()]);
    }
}
