//! What the layers of a model do, one operation after the other: a file for each kind.
//!
//! An operation says how wide its output is, which weights and which fields of a record it needs, and
//! how a few records go through it forward and back ([`Operate`]). Everything else of the engine asks
//! these questions and knows no kinds but two: dense products, whose weights are kept in bf16 and asked
//! for ahead, and batch normalisations, where steps in stages wait for all rows.

mod activation;
mod activity;
mod affine;
mod batch_norm;
mod block;
mod dense;
mod glu;
mod noise;
mod of_layers;
mod prelu;
mod residual;
mod row_normalization;
mod turn;

pub(crate) use activation::ActivationOperation;
pub(crate) use activity::ActivityOperation;
use affine::AffineOperation;
pub(crate) use batch_norm::{BatchNorm, Statistics};
pub(crate) use block::{Array, Block};
pub(crate) use dense::Dense;
use glu::GluOperation;
use noise::NoiseOperation;
pub(crate) use of_layers::operations_of;
use prelu::PReluOperation;
pub(crate) use residual::{Fork, Join};
use row_normalization::RowNormalizationOperation;
pub(crate) use turn::{Back, Occasion, Turn};

use imfit_compute::{Activation, GradientRows, VectorGradient};

use super::bf16::Forms;

/// One operation on panels of rows.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    /// A dense product, with an activation whose derivative its own output tells.
    Dense(Dense),
    /// An activation between two fields, so that its inputs are kept for the derivative.
    Activation(ActivationOperation),
    /// Features that are moved and scaled by the statistics of a batch.
    BatchNorm(BatchNorm),
    /// The beginning of a residual block.
    Fork(Fork),
    /// The end of a residual block.
    Join(Join),
    /// Values scaled and shifted by numbers which nothing changes.
    Affine(AffineOperation),
    /// One half of the values, opened and closed by the other.
    Glu(GluOperation),
    /// A rectifier whose slope below 0 is learnt.
    PRelu(PReluOperation),
    /// Rows that are brought to one size, each for itself.
    RowNormalization(RowNormalizationOperation),
    /// Noise, in training.
    Noise(NoiseOperation),
    /// A penalty on what the operation before gives.
    Activity(ActivityOperation),
}

/// What the engine asks of an operation.
pub(crate) trait Operate {
    /// Values in a row of output.
    fn width(&self) -> usize;

    /// Values in a row of input.
    fn inputs(&self) -> usize {
        self.width()
    }

    /// Multiplications that one row takes, forward.
    fn work_per_row(&self) -> usize {
        self.width()
    }

    /// Its weights that the optimizer changes.
    fn trained(&self) -> Option<&Block> {
        None
    }

    /// Its weights that the optimizer leaves alone, such as running means.
    fn untrained(&self) -> Option<&Block> {
        None
    }

    /// Places for both, once it is known where they stand.
    fn blocks_mut(&mut self) -> [Option<&mut Block>; 2] {
        [None, None]
    }

    /// Features of a field that going forward leaves for the way back; in training only.
    fn kept(&self) -> usize {
        0
    }

    /// Features of a field that going back leaves for [`write_gradient`](Operate::write_gradient).
    fn terms(&self) -> usize {
        self.trained().map_or(0, Block::count)
    }

    /// How many operations later one reads the inputs once more. One that has such does nothing else on the
    /// way forward: its inputs are its outputs.
    fn join(&self) -> Option<usize> {
        None
    }

    /// Whether the gradient of its inputs takes the place of that of its outputs. If not, it goes to
    /// the delta of the operation before.
    fn in_place(&self) -> bool {
        true
    }

    /// Whether it gives what it gets, and adds a penalty on that to the rows' losses.
    fn penalizes(&self) -> bool {
        false
    }

    /// The function that its outputs come from at last: a loss may know a shorter way back through it.
    fn last_function(&self) -> Option<Activation> {
        None
    }

    /// Computes the outputs of some records.
    fn forward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>);

    /// Makes of the gradient of the outputs that of the inputs, if anybody wants it, and the terms of
    /// the weights' gradient.
    fn backward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>, back: Back);

    /// Sums the gradient of some rows of its trained weights over `rows` rows of data. Here: of
    /// vectors, each of whose weights has a feature of the terms.
    fn write_gradient(
        &self,
        turn: Turn<'_>,
        records: &[f32],
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        let Some(block) = self.trained() else { return };
        let vectors = VectorGradient { terms: turn.fields().terms, columns: block.columns };
        vectors.write_to(turn.pass.isa, (records, turn.length()), rows, gradient);
    }
}

impl Operation {
    /// Whatever it is.
    pub(crate) fn get(&self) -> &dyn Operate {
        match self {
            Operation::Dense(dense) => dense,
            Operation::Activation(activation) => activation,
            Operation::BatchNorm(norm) => norm,
            Operation::Fork(fork) => fork,
            Operation::Join(join) => join,
            Operation::Affine(affine) => affine,
            Operation::Glu(glu) => glu,
            Operation::PRelu(prelu) => prelu,
            Operation::RowNormalization(normalization) => normalization,
            Operation::Noise(noise) => noise,
            Operation::Activity(activity) => activity,
        }
    }

    pub(crate) fn get_mut(&mut self) -> &mut dyn Operate {
        match self {
            Operation::Dense(dense) => dense,
            Operation::Activation(activation) => activation,
            Operation::BatchNorm(norm) => norm,
            Operation::Fork(fork) => fork,
            Operation::Join(join) => join,
            Operation::Affine(affine) => affine,
            Operation::Glu(glu) => glu,
            Operation::PRelu(prelu) => prelu,
            Operation::RowNormalization(normalization) => normalization,
            Operation::Noise(noise) => noise,
            Operation::Activity(activity) => activity,
        }
    }

    /// The batch normalisation that it is, if it is one.
    pub(crate) fn batch_norm(&self) -> Option<&BatchNorm> {
        match self {
            Operation::BatchNorm(norm) => Some(norm),
            _ => None,
        }
    }

    /// The dense product that it is, if it is one.
    pub(crate) fn dense(&self) -> Option<&Dense> {
        match self {
            Operation::Dense(dense) => Some(dense),
            _ => None,
        }
    }
}
