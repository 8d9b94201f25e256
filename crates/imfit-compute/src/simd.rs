//! The vocabulary that every kernel is written in: one vector of `f32`, and what can be done with it.

use crate::LANE_GROUP;

/// 2⁻⁹⁰. What losses and derivatives of activations make of a gradient counts as 0 where it is smaller than this:
/// products with it would soon be denormal. It moves weights by next to nothing, unless an optimizer goes by signs.
pub(crate) const TINY: f32 = 8.077_936e-28;

/// Added to a value below 2²², it leaves the value's nearest whole number in the low bits.
pub(crate) const ROUNDER: f32 = 12_582_912.0;

/// A set of vector instructions, as a zero-sized token.
///
/// A value of an implementing type exists only where its instructions do: [`Isa`](crate::Isa) makes
/// one after asking the processor. All methods must be inlined into a function that has the target's
/// features switched on; they are therefore `#[inline(always)]` in every implementation.
pub(crate) trait Simd: Copy {
    /// One vector of [`LANES`](Self::LANES) values.
    type Vector: Copy;
    /// Values in a vector. Divides [`LANE_GROUP`](crate::LANE_GROUP).
    const LANES: usize;
    /// The most sums that a tile keeps: what registers there are, but for a few.
    const SUMS: usize;
    /// The most groups of [`LANE_GROUP`](crate::LANE_GROUP) lanes that a tile has side by side, a power of two.
    const PANELS: usize;

    /// Loads a vector.
    ///
    /// # Safety
    /// `from` must be readable for `LANES` values; no alignment is needed.
    unsafe fn load(self, from: *const f32) -> Self::Vector;
    /// Stores a vector.
    ///
    /// # Safety
    /// `to` must be writable for `LANES` values; no alignment is needed.
    unsafe fn store(self, to: *mut f32, value: Self::Vector);
    /// The same value in every lane.
    fn splat(self, value: f32) -> Self::Vector;
    /// a + b
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a - b
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a · b
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a / b, correctly rounded
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// √a, correctly rounded
    fn sqrt(self, a: Self::Vector) -> Self::Vector;
    /// a · b + c, with one rounding where the hardware fuses
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// Where a > b, `then`, else (also where either is NaN) `otherwise`.
    fn select_gt(
        self,
        a: Self::Vector,
        b: Self::Vector,
        then: Self::Vector,
        otherwise: Self::Vector,
    ) -> Self::Vector;
    /// Where a > b, `value`, else (also where either is NaN) 0.
    #[inline(always)]
    fn keep_gt(self, a: Self::Vector, b: Self::Vector, value: Self::Vector) -> Self::Vector {
        self.select_gt(a, b, value, self.splat(0.0))
    }
    /// Whether a > b in any lane.
    fn any_gt(self, a: Self::Vector, b: Self::Vector) -> bool;
    /// a without its sign bit
    fn abs(self, a: Self::Vector) -> Self::Vector;
    /// The bits of a, flipped where those of b are set.
    fn xor(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The bits of `a`, taken as integers and shifted left by 23: how a power of two is put together.
    fn shift_into_exponent(self, a: Self::Vector) -> Self::Vector;
    /// The bits of `a`, taken as integers and shifted left by 31: the lowest becomes the sign.
    fn shift_into_sign(self, a: Self::Vector) -> Self::Vector;
    /// The exponent's bits of `a`, which isn't negative, as a number: 127 where a is 1.
    fn biased_exponent(self, a: Self::Vector) -> Self::Vector;

    /// a · b + c with one rounding on every path, by a detour where the hardware doesn't fuse.
    #[inline(always)]
    fn mul_add_fused(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
        self.mul_add(a, b, c)
    }
    /// 2ⁿ for whole n from -126 to 127
    #[inline(always)]
    fn power_of_two(self, n: Self::Vector) -> Self::Vector {
        // The low bits of the sum hold n + 127: the exponent of 2ⁿ.
        self.shift_into_exponent(self.add(n, self.splat(ROUNDER + 127.0)))
    }
    /// a · 2ⁿ with one rounding, also where the result is denormal or infinite, for whole n from -190
    /// to 190 and |a| from 2⁻³⁰ to 2³⁰
    #[inline(always)]
    fn scale(self, a: Self::Vector, n: Self::Vector) -> Self::Vector {
        // 2ⁿ itself may be no normal number. The first product is exact.
        let first = self.max(self.splat(-64.0), self.min(self.splat(64.0), n));
        let second = self.sub(n, first);
        self.mul(self.mul(a, self.power_of_two(first)), self.power_of_two(second))
    }

    /// a, held between `low` and `high`. A NaN stays one.
    #[inline(always)]
    fn clamp(self, low: f32, a: Self::Vector, high: f32) -> Self::Vector {
        self.max(self.splat(low), self.min(self.splat(high), a))
    }

    /// Writes the transpose of 16 x 16 values. Rows begin `from_step` and `to_step` places apart.
    ///
    /// # Safety
    /// `from` must be readable and `to` writable for 16 rows of 16 values; they don't overlap.
    #[inline(always)]
    unsafe fn transpose(self, from: *const f32, from_step: usize, to: *mut f32, to_step: usize) {
        for row in 0..LANE_GROUP {
            for column in 0..LANE_GROUP {
                // SAFETY: the caller's promise.
                unsafe { *to.add(column * to_step + row) = *from.add(row * from_step + column) };
            }
        }
    }

    /// The sums of `count` groups of [`LANE_GROUP`] lanes: first of lanes 8 apart, then of those sums that
    /// are 4, 2 and 1 apart. `group(number, part)` is a vector of a group's lanes. There are at most as many
    /// groups as a group has lanes; the totals behind theirs mean nothing.
    #[inline(always)]
    fn sums_of_lanes(
        self,
        count: usize,
        group: impl Fn(usize, usize) -> Self::Vector,
    ) -> [f32; LANE_GROUP] {
        let (mut lanes, mut turned) = ([0.0; SQUARE], [0.0; SQUARE]);
        for number in 0..count {
            for part in 0..LANE_GROUP / Self::LANES {
                let at = number * LANE_GROUP + part * Self::LANES;
                store_at(self, &mut lanes, at, group(number, part));
            }
        }
        // SAFETY: both are LANE_GROUP rows of LANE_GROUP values.
        unsafe { self.transpose(lanes.as_ptr(), LANE_GROUP, turned.as_mut_ptr(), LANE_GROUP) };
        let mut totals = [0.0; LANE_GROUP];
        for at in (0..LANE_GROUP).step_by(Self::LANES) {
            let mut eight = [self.splat(0.0); 8];
            for lane in 0..8 {
                let a = load_at(self, &turned, lane * LANE_GROUP + at);
                let b = load_at(self, &turned, (lane + 8) * LANE_GROUP + at);
                eight[lane] = self.add(a, b);
            }
            let mut four = [self.splat(0.0); 4];
            for lane in 0..4 {
                four[lane] = self.add(eight[lane], eight[lane + 4]);
            }
            let total = self.add(self.add(four[0], four[2]), self.add(four[1], four[3]));
            store_at(self, &mut totals, at, total);
        }
        totals
    }

    /// a > b ? a : b. A NaN in `b` comes through, a NaN in `a` doesn't.
    #[inline(always)]
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        self.select_gt(a, b, a, b)
    }
    /// b > a ? a : b. A NaN in `b` comes through, a NaN in `a` doesn't.
    #[inline(always)]
    fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        self.select_gt(b, a, a, b)
    }
    /// a, but 0 where it is denormal: arithmetic with such numbers takes many times as long on some
    /// processors, and what decays towards 0 would stay among them for ever.
    #[inline(always)]
    fn without_denormals(self, a: Self::Vector) -> Self::Vector {
        self.select_gt(self.splat(f32::MIN_POSITIVE), self.abs(a), self.splat(0.0), a)
    }
    /// a, but 0 where it is [`TINY`].
    #[inline(always)]
    fn without_tiny(self, a: Self::Vector) -> Self::Vector {
        self.select_gt(self.splat(TINY), self.abs(a), self.splat(0.0), a)
    }
    /// a · b, but 0 where that is [`TINY`], and no denormal number is made on the way: Intel's processors are as slow
    /// where one comes out as where one goes in.
    #[inline(always)]
    fn product_without_tiny(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        // Large enough that the product in front of the comparison is denormal for hardly any a and b.
        const LIFT: f32 = (1_u128 << 64) as f32;
        let lifted = self.abs(self.mul(a, self.mul(b, self.splat(LIFT))));
        let least = self.splat(LIFT * TINY);
        self.mul(self.select_gt(least, lifted, self.splat(0.0), a), b)
    }
    /// -a
    #[inline(always)]
    fn neg(self, a: Self::Vector) -> Self::Vector {
        self.sub(self.splat(-0.0), a)
    }
}

/// Values in [`LANE_GROUP`] groups of as many lanes.
const SQUARE: usize = LANE_GROUP * LANE_GROUP;

/// Work that can run on any instruction set: the body of a kernel, before the set is chosen.
pub(crate) trait Kernel {
    /// Runs the work with the given instructions.
    fn run<S: Simd>(self, simd: S);
}

/// Replaces every vector of `values` by `f` of it.
///
/// `values` must hold a whole number of lane groups, as every padded matrix does.
#[inline(always)]
pub(crate) fn map_in_place<S: Simd>(
    simd: S,
    values: &mut [f32],
    f: impl Fn(S::Vector) -> S::Vector,
) {
    assert!(values.len().is_multiple_of(S::LANES));
    for chunk in values.chunks_exact_mut(S::LANES) {
        // SAFETY: `chunk` holds exactly LANES values.
        unsafe { simd.store(chunk.as_mut_ptr(), f(simd.load(chunk.as_ptr()))) }
    }
}

/// Loads the vector that begins at `values[at]`.
#[inline(always)]
pub(crate) fn load_at<S: Simd>(simd: S, values: &[f32], at: usize) -> S::Vector {
    let lanes = &values[at..at + S::LANES];
    // SAFETY: `lanes` holds exactly LANES values.
    unsafe { simd.load(lanes.as_ptr()) }
}

/// Stores `value` to the places that begin at `values[at]`.
#[inline(always)]
pub(crate) fn store_at<S: Simd>(simd: S, values: &mut [f32], at: usize, value: S::Vector) {
    let lanes = &mut values[at..at + S::LANES];
    // SAFETY: `lanes` holds exactly LANES values.
    unsafe { simd.store(lanes.as_mut_ptr(), value) }
}
