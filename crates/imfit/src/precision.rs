//! How exact the products of a training are.

use imfit_compute::{Bf16, Isa};

use crate::engine::isa;
use crate::error::{Error, Result};

/// How exact the products of a training are: an argument of `compile`.
///
/// Weights, sums, activations, losses and the optimizer are in `f32` either way, and so is all of
/// prediction and evaluation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precision {
    /// Products of `f32`.
    #[default]
    F32,
    /// Products of values rounded to bf16, 8 bits of precision, forward and backward, in all dense
    /// layers but the first. Takes a processor that has them: so far, one with AVX512_BF16.
    Bf16,
}

impl Precision {
    /// The names of all.
    pub(crate) const NAMES: &[&str] = &["f32", "bf16"];

    /// `f32` or `bf16`.
    pub fn name(self) -> &'static str {
        match self {
            Precision::F32 => "f32",
            Precision::Bf16 => "bf16",
        }
    }

    /// The precision of that name; nothing for other words.
    pub(crate) fn by_name(name: &str) -> Option<Precision> {
        [Precision::F32, Precision::Bf16].into_iter().find(|precision| precision.name() == name)
    }

    /// The instructions for products of bf16, where they are wanted.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where they are wanted, and the processor, or the instruction set that
    /// `IMFIT_ISA` names, has none.
    pub(crate) fn bf16(self) -> Result<Option<Bf16>> {
        match self {
            Precision::F32 => Ok(None),
            Precision::Bf16 => {
                let isa = isa()?;
                let here = isa.bf16();
                // The library's own tests see its bf16 on every machine.
                #[cfg(test)]
                let here = here.or(Some(Bf16::emulated()));
                here.map(Some).ok_or_else(|| unavailable(isa))
            }
        }
    }
}

fn unavailable(isa: Isa) -> Error {
    let reason = if Isa::detect().bf16().is_some() {
        format!(
            "the instruction set {}, which IMFIT_ISA asks for, has no bf16 dot products",
            isa.name()
        )
    } else {
        "this processor has no bf16 dot products (AVX512_BF16)".to_owned()
    };
    Error::Unavailable {
        argument: "precision".into(),
        given: "'bf16'".into(),
        allowed: "'f32' here".into(),
        reason,
    }
}
