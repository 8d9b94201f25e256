//! The dense product and its transpose, on panels of rows.

use std::ops::Range;

use crate::activation::{Activation, Elementwise, PlainRelu, Relu};
use crate::isa::Isa;
use crate::simd::{Kernel, Simd};
use crate::tile::{Add, Ahead, LONG_SUM, Sums, Terms, add_terms, share, vector_at, with_shape};
use crate::{LANE_GROUP, Records};

/// The weights of a dense layer: `inputs` rows of `outputs` values, one row every `stride` places,
/// and perhaps a row of biases after them. The places between two rows are not read.
#[derive(Debug, Clone, Copy)]
pub struct Weights<'a> {
    /// The rows, one after the other.
    pub values: &'a [f32],
    /// Rows, without the bias.
    pub inputs: usize,
    /// Values in a row.
    pub outputs: usize,
    /// From one row to the next: at least `outputs`.
    pub stride: usize,
    /// Whether row number `inputs` is the bias.
    pub bias: bool,
}

impl Weights<'_> {
    /// Writes `activation(weightsᵀ · x + bias)` for every record: field `x` holds `inputs` features,
    /// field `out` takes `outputs`. Meanwhile the values `ahead`, which another core may have written, are
    /// brought near: the weights of the next two layers. Two, since a core that reads a line takes it from
    /// the one that wrote it, which needs it too: that asks for it once more, a layer later.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record, or the fields overlap.
    pub fn forward(
        self,
        isa: Isa,
        mut records: Records<'_>,
        (x, out): (usize, usize),
        activation: Activation,
        ahead: [&[f32]; 2],
    ) {
        self.check(&records, (x, self.inputs), (out, self.outputs));
        let bias = self.bias.then(|| &self.values[self.inputs * self.stride..]);
        let sweep = Sweep {
            records: records.again(),
            vectors: x,
            out,
            features: self.outputs,
            terms: self.inputs,
            values: self.values,
            feature_step: 1,
            term_step: self.stride,
            bias,
            ahead,
        };
        isa.run(Forward::new(sweep, activation));
        activate(isa, records, (out, self.outputs), activation);
    }

    /// Writes `weights · delta` for every record, the gradient of the inputs: field `delta` holds
    /// `outputs` features, field `out` takes `inputs`. Where the inputs are an activation's outputs, which
    /// some field holds, it goes on through that: `activation` is one whose derivative they tell.
    ///
    /// # Panics
    /// As [`forward`](Weights::forward), and if the activation needs its inputs.
    pub fn backward(
        self,
        isa: Isa,
        mut records: Records<'_>,
        (delta, out): (usize, usize),
        activation: Option<(Activation, usize)>,
    ) {
        self.check(&records, (delta, self.outputs), (out, self.inputs));
        let made_by = MadeBy::check(activation, &records, (out, self.inputs));
        let sweep = Sweep {
            records: records.again(),
            vectors: delta,
            out,
            features: self.inputs,
            terms: self.outputs,
            values: self.values,
            feature_step: self.stride,
            term_step: 1,
            bias: None,
            ahead: [&[]; 2],
        };
        isa.run(Backward::new(sweep, made_by));
        made_by.differentiate(isa, records, (out, self.inputs));
    }

    fn check(&self, records: &Records<'_>, from: (usize, usize), to: (usize, usize)) {
        let (from, to) = (records.field(from.0, from.1), records.field(to.0, to.1));
        let rows = self.inputs + usize::from(self.bias);
        assert!(self.stride >= self.outputs, "rows overlap");
        let places = rows.checked_mul(self.stride);
        let enough = places.is_some_and(|places| self.values.len() >= places);
        assert!(enough, "weights have too few rows");
        assert!(from.end <= to.start || to.end <= from.start, "the fields overlap");
    }
}

/// The rectifier without arguments costs so little that sums go through it before they are stored.
fn is_plain_relu(activation: Activation) -> bool {
    activation == Activation::Relu(Relu::default())
}

/// Applies an activation to a field of some features, unless a product's sums went through it already.
pub(crate) fn activate(
    isa: Isa,
    records: Records<'_>,
    (out, features): (usize, usize),
    activation: Activation,
) {
    if is_plain_relu(activation) {
        return;
    }
    let field = records.field(out, features);
    let records = records.values.chunks_exact_mut(records.length);
    records.for_each(|record| activation.apply(isa, &mut record[field.clone()]));
}

/// The activation that made a product's inputs, if one did whose derivative these tell, and their field: the gradient
/// of the inputs goes on through it.
#[derive(Clone, Copy)]
pub(crate) struct MadeBy(Option<(Activation, usize)>);

impl MadeBy {
    /// Holds that the derivative can be told from a field that lies apart from the one that is written.
    pub(crate) fn check(
        activation: Option<(Activation, usize)>,
        records: &Records<'_>,
        (out, features): (usize, usize),
    ) -> MadeBy {
        if let Some((activation, at)) = activation {
            assert!(activation.derivative_from_output(), "an activation needs its inputs");
            let (field, out) = (records.field(at, features), records.field(out, features));
            assert!(field.end <= out.start || out.end <= field.start, "the fields overlap");
        }
        MadeBy(activation)
    }

    /// Multiplies a field by the derivative, unless a product's sums were already.
    pub(crate) fn differentiate(
        self,
        isa: Isa,
        records: Records<'_>,
        (out, features): (usize, usize),
    ) {
        let Some((activation, at)) = self.0.filter(|(activation, _)| !is_plain_relu(*activation))
        else {
            return;
        };
        let (field, out) = (records.field(at, features), records.field(out, features));
        for record in records.values.chunks_exact_mut(records.length) {
            let places = [field.clone(), out.clone()];
            let [outputs, gradient] = record.get_disjoint_mut(places).expect("they are apart");
            activation.backward(isa, outputs, outputs, gradient);
        }
    }
}

/// A product, and a rectifier after it if there is one.
pub(crate) struct Forward<'a, 'b> {
    sweep: Sweep<'a, 'b>,
    /// Whether the sums go through a rectifier.
    rectify: bool,
}

impl<'a, 'b> Forward<'a, 'b> {
    pub(crate) fn new(sweep: Sweep<'a, 'b>, activation: Activation) -> Forward<'a, 'b> {
        Forward { sweep, rectify: is_plain_relu(activation) }
    }

    /// Computes it; `add(value, vector, sum)` adds a term.
    #[inline(always)]
    pub(crate) fn sum<S: Simd>(self, simd: S, add: impl Add<S>) {
        // The step once more, as a constant that the compiler sees: addresses are simpler then.
        let sweep = Sweep { feature_step: 1, ..self.sweep };
        match self.rectify {
            false => sweep.run(simd, add, AsItIs),
            true => sweep.run(simd, add, Rectified),
        }
    }
}

/// The transpose of a product, and the derivative of a rectifier after it if there is one.
pub(crate) struct Backward<'a, 'b> {
    sweep: Sweep<'a, 'b>,
    /// The field of a rectifier's outputs, whose derivative the sums are multiplied by.
    rectified: Option<usize>,
}

impl<'a, 'b> Backward<'a, 'b> {
    pub(crate) fn new(sweep: Sweep<'a, 'b>, MadeBy(activation): MadeBy) -> Backward<'a, 'b> {
        let rectifier = activation.filter(|(activation, _)| is_plain_relu(*activation));
        Backward { sweep, rectified: rectifier.map(|(_, at)| at) }
    }

    /// Computes it; `add(value, vector, sum)` adds a term.
    #[inline(always)]
    pub(crate) fn sum<S: Simd>(self, simd: S, add: impl Add<S>) {
        let sweep = Sweep { term_step: 1, ahead: [&[]; 2], ..self.sweep };
        match self.rectified {
            None => sweep.run(simd, add, AsItIs),
            Some(outputs) => sweep.run(simd, add, Derived { outputs }),
        }
    }
}

impl Kernel for Forward<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        self.sum(simd, multiply_add(simd));
    }
}

impl Kernel for Backward<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        self.sum(simd, multiply_add(simd));
    }
}

/// The terms of numbers.
#[inline(always)]
fn multiply_add<S: Simd>(simd: S) -> impl Add<S> {
    #[inline(always)]
    move |value, vector, sum| simd.mul_add(value, vector, sum)
}

/// What becomes of a product's sums before they are stored.
trait Finish: Copy {
    /// Makes a value of a sum. `place` is as far from its record's beginning as the value will be from that
    /// of its field.
    ///
    /// # Safety
    /// The record must be one of the product's, and the value one that the product writes.
    unsafe fn finish<S: Simd>(self, simd: S, sum: S::Vector, place: *const f32) -> S::Vector;
}

/// Sums as they are.
#[derive(Clone, Copy)]
struct AsItIs;

impl Finish for AsItIs {
    #[inline(always)]
    unsafe fn finish<S: Simd>(self, _: S, sum: S::Vector, _: *const f32) -> S::Vector {
        sum
    }
}

/// Sums that are at least 0.
#[derive(Clone, Copy)]
struct Rectified;

impl Finish for Rectified {
    #[inline(always)]
    unsafe fn finish<S: Simd>(self, simd: S, sum: S::Vector, _: *const f32) -> S::Vector {
        PlainRelu.forward(simd, sum)
    }
}

/// Sums times the derivative of a rectifier, whose outputs are in a field as large as the one that is
/// written.
#[derive(Clone, Copy)]
struct Derived {
    outputs: usize,
}

impl Finish for Derived {
    #[inline(always)]
    unsafe fn finish<S: Simd>(self, simd: S, sum: S::Vector, place: *const f32) -> S::Vector {
        // SAFETY: the caller's promise, and that of whoever made this: the field lies in the record.
        let y = unsafe { simd.load(place.wrapping_add(self.outputs)) };
        PlainRelu.backward(simd, y, y, sum)
    }
}

/// One product over all records, whatever its terms are: each takes a vector of the field that is
/// read, and a value of the weights for each feature that is written.
///
/// Whoever makes one has held the fields and the weights against the shapes.
pub(crate) struct Sweep<'a, 'b> {
    pub(crate) records: Records<'b>,
    /// The field that is read.
    pub(crate) vectors: usize,
    /// The field that is written.
    pub(crate) out: usize,
    /// Features that are written.
    pub(crate) features: usize,
    /// Terms of each sum.
    pub(crate) terms: usize,
    /// The weights.
    pub(crate) values: &'a [f32],
    /// From one feature's value to the next one's.
    pub(crate) feature_step: usize,
    /// From one term's value to the next one's.
    pub(crate) term_step: usize,
    /// What the sums begin with.
    pub(crate) bias: Option<&'a [f32]>,
    /// Values that are asked for on the way, from first to last.
    pub(crate) ahead: [&'a [f32]; 2],
}

impl Sweep<'_, '_> {
    /// Panels side by side as long as there are several, then the last one alone. `add(value, vector, sum)` adds a
    /// term.
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S, add: impl Add<S>, finish: impl Finish) {
        let mut panels = 0..self.records.count();
        // Four of them share a value that is sent to all lanes, where sums are long or the features too few to fill
        // the registers. How many there are is a constant each time: the compiler divides by it beforehand.
        let wide = self.terms >= LONG_SUM || self.features * 4 <= S::SUMS;
        if S::PANELS >= 4 && wide {
            self.panels_of(simd, &mut panels, 4, add, finish);
        }
        if S::PANELS >= 2 {
            self.panels_of(simd, &mut panels, 2, add, finish);
        }
        self.panels_of(simd, &mut panels, 1, add, finish);
    }

    /// The first ones of `panels`, as many as come to groups of `beside`; leaves the others there.
    #[inline(always)]
    fn panels_of<S: Simd>(
        &mut self,
        simd: S,
        panels: &mut Range<usize>,
        beside: usize,
        add: impl Add<S>,
        finish: impl Finish,
    ) {
        let first = panels.start;
        panels.start += panels.len() / beside * beside;
        if first < panels.start {
            self.features_of(simd, first..panels.start, beside, add, finish);
            self.ahead = [&[]; 2];
        }
    }

    /// All features of some panels, `panels` of them at a time. The weights of a tile are used for
    /// all panels while they are in cache.
    #[inline(always)]
    fn features_of<S: Simd>(
        &mut self,
        simd: S,
        range: Range<usize>,
        panels: usize,
        add: impl Add<S>,
        finish: impl Finish,
    ) {
        let vectors = panels * (LANE_GROUP / S::LANES);
        let most = S::SUMS / vectors;
        let parts = self.features.div_ceil(most);
        let terms = parts * range.len().div_ceil(panels) * self.terms;
        let asks = self.ahead.iter().any(|values| !values.is_empty());
        let mut ahead = asks.then(|| Ahead::new(self.ahead, terms, self.values.as_ptr()));
        let mut first = 0;
        for part in 0..parts {
            let features = share(self.features, most, part);
            with_shape!(simd, features, vectors, |F, V| {
                for panel in range.clone().step_by(panels) {
                    // SAFETY: whoever made the sweep held the fields and the weights against the
                    // shapes, and the panels and features are among those.
                    unsafe { self.tile::<S, F, V>(simd, (first, panel), ahead, add, finish) }
                    if let Some(ahead) = &mut ahead {
                        ahead.pass(self.terms);
                    }
                }
            });
            first += features;
        }
    }

    /// `F` features from `first` on, of the panels from `panel` on that `V` vectors hold.
    ///
    /// # Safety
    /// The features and panels must exist.
    #[inline(always)]
    unsafe fn tile<S: Simd, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        (first, panel): (usize, usize),
        ahead: Option<Ahead>,
        add: impl Add<S>,
        finish: impl Finish,
    ) {
        let length = self.records.length;
        let record = self.records.values.as_mut_ptr().wrapping_add(panel * length);
        let terms = Terms {
            values: self.values.as_ptr().wrapping_add(first * self.feature_step),
            row_step: self.feature_step,
            value_step: self.term_step,
            vectors: record.wrapping_add(self.vectors),
            vector_step: LANE_GROUP,
            group_step: length,
            count: self.terms,
            ahead,
        };
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        if let Some(bias) = self.bias {
            for f in 0..F {
                sums[f] = [simd.splat(bias[first + f]); V];
            }
        }
        // SAFETY: the caller's promise.
        unsafe { add_terms(simd, terms, &mut sums, add) };
        for f in 0..F {
            for v in 0..V {
                let at = (first + f) * LANE_GROUP + vector_at::<S>(v, length);
                let place = record.wrapping_add(at);
                // SAFETY: feature `first + f` of this panel lies in the field.
                unsafe {
                    let value = finish.finish(simd, sums[f][v], place);
                    simd.store(place.wrapping_add(self.out), value);
                }
            }
        }
    }
}
