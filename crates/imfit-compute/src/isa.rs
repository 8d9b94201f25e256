//! Which instructions to use: asked once, passed along as a value.

use std::fmt;

use crate::portable;
use crate::simd::Kernel;

/// An instruction set that this processor has.
///
/// Only [`Isa::detect`] and [`Isa::by_name`] make one, so that holding an `Isa` means that its
/// instructions may be used. The kernels are its methods.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Isa(Set);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "aarch64")]
    Neon,
}

/// No instruction set of this name can be used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownIsa {
    /// The name that was asked for.
    pub given: String,
    /// The names that this processor knows, best first.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownIsa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "instruction set '{}' is not to be had on this processor, only: {}",
            self.given,
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownIsa {}

impl Isa {
    /// The instruction sets of this processor, best first. The last is always `portable`.
    pub fn available() -> Vec<Isa> {
        let mut sets = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let fma = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if fma && is_x86_feature_detected!("avx512f") {
                sets.push(Isa(Set::Avx512));
            }
            if fma {
                sets.push(Isa(Set::Avx2));
            }
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("neon") {
            sets.push(Isa(Set::Neon));
        }
        sets.push(Isa(Set::Portable));
        sets
    }

    /// The best instruction set of this processor.
    pub fn detect() -> Isa {
        Isa::available()[0]
    }

    /// The instruction set called `name`: `avx512`, `avx2`, `neon` or `portable`.
    ///
    /// # Errors
    /// [`UnknownIsa`] where there is none of that name, or this processor lacks it.
    pub fn by_name(name: &str) -> Result<Isa, UnknownIsa> {
        let sets = Isa::available();
        sets.iter().copied().find(|isa| isa.name() == name).ok_or_else(|| UnknownIsa {
            given: name.to_owned(),
            known: sets.iter().map(|isa| isa.name()).collect(),
        })
    }

    /// The name that [`Isa::by_name`] knows it by.
    pub fn name(self) -> &'static str {
        match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => "avx512",
            #[cfg(target_arch = "aarch64")]
            Set::Neon => "neon",
        }
    }

    /// Runs `kernel` with these instructions: the one place where the choice is made.
    pub(crate) fn run<K: Kernel>(self, kernel: K) {
        match self.0 {
            Set::Portable => portable::run(kernel),
            // SAFETY: `available` asked the processor before making this value.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { crate::x86_64::avx2::run(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { crate::x86_64::avx512::run(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Set::Neon => unsafe { crate::aarch64::neon::run(kernel) },
        }
    }
}

impl fmt::Debug for Isa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
