//! Random numbers for the values of rows of data: each a function of a key, the row's number and the
//! feature, whatever rows stand beside it.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::math;
use crate::philox::{Word, rounds};
use crate::simd::{Kernel, Simd, load_at, store_at};

/// The random numbers of a panel of rows.
#[derive(Debug, Clone, Copy)]
pub struct RowNoise {
    /// What this noise has for itself: of another key all numbers are others.
    pub key: [u32; 2],
    /// The rows' numbers.
    pub rows: [u32; LANE_GROUP],
}

/// Features whose numbers are made together: a counter gives four.
const TOGETHER: usize = 4;

impl RowNoise {
    /// Fills a field with `others`, but for a share of `rate`, below 1, of its places, which get `dropped`.
    ///
    /// # Panics
    /// Panics if the field isn't whole groups of lanes.
    pub fn drop(self, isa: Isa, rate: f64, [dropped, others]: [f32; 2], field: &mut [f32]) {
        check(field);
        // As many of 2³² numbers as the share is.
        let bound = (rate * 4_294_967_296.0) as u32;
        isa.run(Drop { noise: self, bound, dropped, others, field });
    }

    /// Fills a field with normal numbers (Box and Muller, 1958). None is farther than 5.8 deviations
    /// from the mean.
    ///
    /// # Panics
    /// Panics if the field isn't whole groups of lanes.
    pub fn normal(self, isa: Isa, mean: f32, deviation: f32, field: &mut [f32]) {
        check(field);
        isa.run(Normal { noise: self, mean, deviation, field });
    }

    /// The random bits of some features, from feature `first` on.
    #[inline(always)]
    fn bits(&self, first: usize) -> [Word; TOGETHER] {
        let mut words = [[0; LANE_GROUP]; 4];
        words[0] = [(first / TOGETHER) as u32; LANE_GROUP];
        words[1] = self.rows;
        rounds(&mut words, self.key);
        words
    }
}

/// Multiplies each value of `values` by that of `factors`.
///
/// # Panics
/// Panics if the lengths differ, or aren't whole groups of lanes.
pub fn multiply(isa: Isa, values: &mut [f32], factors: &[f32]) {
    assert!(values.len() == factors.len(), "values and factors differ in length");
    check(values);
    isa.run(Multiply { values, factors });
}

fn check(field: &[f32]) {
    assert!(field.len().is_multiple_of(LANE_GROUP), "a group of lanes isn't whole");
}

struct Drop<'a> {
    noise: RowNoise,
    bound: u32,
    dropped: f32,
    others: f32,
    field: &'a mut [f32],
}

impl Kernel for Drop<'_> {
    /// Plain loops, which the compiler turns into the vectors of the instruction set.
    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        // Where these stood behind a reference, each lane would load the one or the other from memory.
        let Drop { noise, bound, dropped, others, field } = self;
        for (group, features) in field.chunks_mut(TOGETHER * LANE_GROUP).enumerate() {
            let bits = noise.bits(group * TOGETHER);
            let (features, _) = features.as_chunks_mut::<LANE_GROUP>();
            for feature in 0..features.len() {
                for lane in 0..LANE_GROUP {
                    let kept = bits[feature][lane] >= bound;
                    features[feature][lane] = if kept { others } else { dropped };
                }
            }
        }
    }
}

struct Normal<'a> {
    noise: RowNoise,
    mean: f32,
    deviation: f32,
    field: &'a mut [f32],
}

impl Kernel for Normal<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let [mean, deviation] = [simd.splat(self.mean), simd.splat(self.deviation)];
        for (group, features) in self.field.chunks_mut(TOGETHER * LANE_GROUP).enumerate() {
            let bits = self.noise.bits(group * TOGETHER);
            let mut numbers = [[0.0; LANE_GROUP]; TOGETHER];
            for pair in 0..TOGETHER / 2 {
                let [radius, angle] = uniform([&bits[2 * pair], &bits[2 * pair + 1]]);
                for at in (0..LANE_GROUP).step_by(S::LANES) {
                    let log = math::log(simd, load_at(simd, &radius, at));
                    let radius = simd.sqrt(simd.mul(log, simd.splat(-2.0)));
                    let angle = load_at(simd, &angle, at);
                    for (feature, wave) in
                        [math::cos(simd, angle), math::sin(simd, angle)].into_iter().enumerate()
                    {
                        let normal = simd.mul(simd.mul(radius, wave), deviation);
                        let number = &mut numbers[2 * pair + feature];
                        store_at(simd, number, at, simd.add(mean, normal));
                    }
                }
            }
            let length = features.len();
            features.copy_from_slice(&numbers.as_flattened()[..length]);
        }
    }
}

/// For each lane a number above 0 and up to 1, and an angle, each of 24 bits.
#[inline(always)]
fn uniform([first, second]: [&Word; 2]) -> [[f32; LANE_GROUP]; 2] {
    const STEP: f32 = 1.0 / 16_777_216.0;
    let mut numbers = [[0.0; LANE_GROUP]; 2];
    for lane in 0..LANE_GROUP {
        numbers[0][lane] = ((first[lane] >> 8) + 1) as f32 * STEP;
        numbers[1][lane] = (second[lane] >> 8) as f32 * (STEP * std::f32::consts::TAU);
    }
    numbers
}

struct Multiply<'a> {
    values: &'a mut [f32],
    factors: &'a [f32],
}

impl Kernel for Multiply<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for at in (0..self.values.len()).step_by(S::LANES) {
            let [value, factor] = [load_at(simd, self.values, at), load_at(simd, self.factors, at)];
            store_at(simd, self.values, at, simd.mul(value, factor));
        }
    }
}
