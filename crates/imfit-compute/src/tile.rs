//! The microkernel: sums that stay in registers. All dense arithmetic is made of it.
//!
//! A tile has `F` rows of `V` vectors. Each term of its sums is one value for each row, sent to all
//! lanes, times `V` vectors that all rows share. For the products the rows are features and the
//! lanes are rows of data; for the gradient the rows are inputs and the lanes are outputs.

use crate::prefetch::prefetch_at;
use crate::simd::Simd;

/// Terms from which on a sum is long enough to gain by what takes fewer instructions for each of them.
pub(crate) const LONG_SUM: usize = 48;

/// Where one term after the other of a tile's sums is read.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    /// The value of row 0 in the first term.
    pub(crate) values: *const f32,
    /// From one row's value to the next row's.
    pub(crate) row_step: usize,
    /// From one term's values to the next term's.
    pub(crate) value_step: usize,
    /// The first vector of the first term.
    pub(crate) vectors: *const f32,
    /// From the vectors of one term to those of the next.
    pub(crate) vector_step: usize,
    /// From one [`LANE_GROUP`](crate::LANE_GROUP) of a term's lanes to the next one.
    pub(crate) group_step: usize,
    /// The number of terms.
    pub(crate) count: usize,
    /// What the terms ask for, if they do.
    pub(crate) ahead: Option<Ahead>,
}

/// Runs of values that are brought near, some of each with each term, to be there when they are needed.
#[derive(Clone, Copy)]
pub(crate) struct Ahead {
    /// What the next term asks for.
    next: [*const f32; 2],
    /// From there to what the one after it does.
    steps: [usize; 2],
}

impl Ahead {
    /// Asks for all of `values` in the course of `terms` terms. Where there are none, for what `near` points
    /// at, which is in the cache anyway: a place that isn't there takes long.
    pub(crate) fn new(values: [&[f32]; 2], terms: usize, near: *const f32) -> Ahead {
        Ahead {
            next: values.map(|values| if values.is_empty() { near } else { values.as_ptr() }),
            steps: values.map(|values| values.len().div_ceil(terms.max(1))),
        }
    }

    /// Asks for a term's share.
    #[inline(always)]
    fn ask(&mut self) {
        self.next.into_iter().for_each(prefetch_at);
        self.pass(1);
    }

    /// Goes on to what comes after the shares of `terms` terms.
    #[inline(always)]
    pub(crate) fn pass(&mut self, terms: usize) {
        for run in 0..2 {
            self.next[run] = self.next[run].wrapping_add(terms * self.steps[run]);
        }
    }
}

/// The sums of a tile.
pub(crate) type Sums<S, const F: usize, const V: usize> = [[<S as Simd>::Vector; V]; F];

/// What adds one term to a sum: `add(value, vector, sum)`.
pub(crate) trait Add<S: Simd>:
    Fn(S::Vector, S::Vector, S::Vector) -> S::Vector + Copy
{
}

impl<S: Simd, F: Fn(S::Vector, S::Vector, S::Vector) -> S::Vector + Copy> Add<S> for F {}

/// The place of vector `v` among some that lie in groups of [`LANE_GROUP`](crate::LANE_GROUP) lanes.
#[inline(always)]
pub(crate) fn vector_at<S: Simd>(v: usize, group_step: usize) -> usize {
    let lane = v * S::LANES;
    lane / crate::LANE_GROUP * group_step + lane % crate::LANE_GROUP
}

/// Adds all terms to `sums`, in their order.
///
/// # Safety
/// All that `terms` describes must be readable, for `F` rows and `V` vectors.
#[inline(always)]
pub(crate) unsafe fn add_terms<S: Simd, const F: usize, const V: usize>(
    simd: S,
    terms: Terms,
    sums: &mut Sums<S, F, V>,
    add: impl Add<S>,
) {
    let mut terms = terms;
    // Two terms at a time halve what each of them pays for the loop. A core does two multiplications at once beside few
    // other instructions, and fewer still where it is shared with another thread.
    let pairs = if terms.count < LONG_SUM { 0 } else { terms.count / 2 };
    for _ in 0..pairs {
        // SAFETY: the caller's promise.
        unsafe {
            if const { registers_for_two::<S>(F, V) } {
                add_some::<S, F, V, 2>(simd, &mut terms, sums, add);
            } else {
                add_some::<S, F, V, 1>(simd, &mut terms, sums, add);
                add_some::<S, F, V, 1>(simd, &mut terms, sums, add);
            }
        }
    }
    for _ in 2 * pairs..terms.count {
        // SAFETY: as above.
        unsafe { add_some::<S, F, V, 1>(simd, &mut terms, sums, add) };
    }
}

/// Whether there are registers for the vectors of two terms and one value, beside the sums: then both terms take
/// their values of a row one right after the other, and its place is computed once.
const fn registers_for_two<S: Simd>(rows: usize, vectors: usize) -> bool {
    // Of which sums have three quarters.
    let registers = S::SUMS / 3 * 4;
    rows * vectors + 2 * vectors < registers
}

/// Adds the next `T` terms, and goes on to those after them.
///
/// # Safety
/// There must be as many, and readable.
#[inline(always)]
unsafe fn add_some<S: Simd, const F: usize, const V: usize, const T: usize>(
    simd: S,
    terms: &mut Terms,
    sums: &mut Sums<S, F, V>,
    add: impl Add<S>,
) {
    let mut shared = [[simd.splat(0.0); V]; T];
    for t in 0..T {
        if let Some(ahead) = &mut terms.ahead {
            ahead.ask();
        }
        for v in 0..V {
            let at = t * terms.vector_step + vector_at::<S>(v, terms.group_step);
            // SAFETY: the caller's promise.
            shared[t][v] = unsafe { simd.load(terms.vectors.wrapping_add(at)) };
        }
    }
    for row in 0..F {
        let values = terms.values.wrapping_add(row * terms.row_step);
        for t in 0..T {
            // SAFETY: as above.
            let value = simd.splat(unsafe { *values.wrapping_add(t * terms.value_step) });
            for v in 0..V {
                sums[row][v] = add(value, shared[t][v], sums[row][v]);
            }
        }
    }
    terms.values = terms.values.wrapping_add(T * terms.value_step);
    terms.vectors = terms.vectors.wrapping_add(T * terms.vector_step);
}

/// Calls `$body` with `F` and `V` as constants, for `rows` rows of `vectors` vectors.
///
/// Shapes with more sums than the instruction set has registers for are never asked for, and
/// never compiled.
macro_rules! with_shape {
    ($simd:ident, $rows:expr, $vectors:expr, |$f:ident, $v:ident| $body:expr) => {
        $crate::tile::with_shape!(@rows $simd, $rows, $vectors, |$f, $v| $body,
            1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24)
    };
    (@rows $simd:ident, $rows:expr, $vectors:expr, |$f:ident, $v:ident| $body:expr, $($n:literal)*) => {
        match ($rows, $vectors) {
            $(
                ($n, 1) if $n <= S::SUMS => { const $f: usize = $n; const $v: usize = 1; $body }
                ($n, 2) if $n * 2 <= S::SUMS => { const $f: usize = $n; const $v: usize = 2; $body }
                ($n, 4) if $n * 4 <= S::SUMS => { const $f: usize = $n; const $v: usize = 4; $body }
            )*
            (rows, vectors) => unreachable!("a tile of {rows} x {vectors} has too many sums"),
        }
    };
}
pub(crate) use with_shape;

/// How many of the groups of lanes that are left, at least one, a tile has side by side.
#[inline(always)]
pub(crate) fn side_by_side<S: Simd>(left: usize) -> usize {
    1 << left.min(S::PANELS).ilog2()
}

/// Cuts `total` into as few parts of at most `most` as possible, all about the same: the length of
/// part number `part`.
#[inline(always)]
pub(crate) fn share(total: usize, most: usize, part: usize) -> usize {
    let parts = total.div_ceil(most);
    total / parts + usize::from(part < total % parts)
}
