//! Noise, in training: a function of a seed, the batch and the row, so that it is the same however rows
//! are divided among threads, and in a training that was interrupted.

use imfit_compute::add;
use imfit_compute::layer::{RowNoise, multiply};

use super::{Back, Occasion, Operate, Turn};
use crate::engine::bf16::Forms;
use crate::panel::PANEL_ROWS;
use crate::random::noise_key;

/// Noise on each value.
#[derive(Debug, Clone)]
pub(crate) struct NoiseOperation {
    pub(super) noise: Noise,
    /// The layer's seed, or the model's.
    pub(super) seed: u64,
    /// Tells the layers of one seed apart.
    pub(super) number: u32,
    pub(super) width: usize,
}

/// What it does to a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Noise {
    /// Sets it to 0 at some rate; the others grow by 1 / (1 - rate).
    Dropout { rate: f64 },
    /// Adds a normal number.
    Gaussian { deviation: f32 },
    /// Multiplies it by a normal number around 1.
    GaussianDropout { deviation: f32 },
    /// Sets it to selu's lowest value at some rate, and keeps mean and variance by `scale`·x + `offset`.
    AlphaDropout { rate: f64, scale: f32, offset: f32, lowest: f32 },
}

/// The lowest value of selu.
const SELU_LOWEST: f64 = -1.673_263_242_354_377_2 * 1.050_700_987_355_480_5;

impl Noise {
    /// Klambauer and others, 2017.
    pub(super) fn alpha_dropout(rate: f64) -> Noise {
        let spread = (1.0 - rate) * (1.0 + rate * SELU_LOWEST * SELU_LOWEST);
        let scale = 1.0 / libm::sqrt(spread);
        let offset = -scale * SELU_LOWEST * rate;
        let lowest = scale * SELU_LOWEST + offset;
        let [scale, offset, lowest] = [scale as f32, offset as f32, lowest as f32];
        Noise::AlphaDropout { rate, scale, offset, lowest }
    }
}

impl NoiseOperation {
    /// The noise of a panel whose first row is number `first` of the occasion's. Lanes past the last
    /// row, which count for nothing, get that of row 0.
    fn source(occasion: Occasion<'_>, key: [u32; 2], first: usize) -> RowNoise {
        let mut rows = [0; PANEL_ROWS];
        rows.iter_mut().zip(&occasion.rows[first..]).for_each(|(lane, row)| *lane = *row);
        RowNoise { key, rows }
    }
}

impl Operate for NoiseOperation {
    fn width(&self) -> usize {
        self.width
    }

    /// What each value was multiplied by.
    fn kept(&self) -> usize {
        if matches!(self.noise, Noise::Gaussian { .. }) { 0 } else { self.width }
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        let isa = turn.pass.isa;
        let Some(occasion) = turn.occasion else {
            return turn.each_forward(records, |_, fields| {
                fields.output.copy_from_slice(fields.input);
            });
        };
        let key = noise_key(self.seed, self.number, (occasion.epoch, occasion.batch));
        turn.each_forward(records, |panel, fields| {
            let source = NoiseOperation::source(occasion, key, panel * PANEL_ROWS);
            let (input, output, factors) = (fields.input, fields.output, fields.kept);
            output.copy_from_slice(input);
            match self.noise {
                Noise::Dropout { rate } => {
                    source.drop(isa, rate, [0.0, (1.0 / (1.0 - rate)) as f32], factors);
                    multiply(isa, output, factors);
                }
                Noise::Gaussian { deviation } => {
                    source.normal(isa, 0.0, deviation, output);
                    add(isa, output, input);
                }
                Noise::GaussianDropout { deviation } => {
                    source.normal(isa, 1.0, deviation, factors);
                    multiply(isa, output, factors);
                }
                Noise::AlphaDropout { rate, scale, offset, lowest } => {
                    source.drop(isa, rate, [0.0, scale], factors);
                    multiply(isa, output, factors);
                    for (value, factor) in output.iter_mut().zip(&*factors) {
                        *value = if *factor == 0.0 { lowest } else { *value + offset };
                    }
                }
            }
        });
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, _: Back) {
        if self.kept() > 0 {
            turn.each_backward(records, |fields| {
                multiply(turn.pass.isa, fields.delta, fields.kept);
            });
        }
    }
}
