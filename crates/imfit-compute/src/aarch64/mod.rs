//! 64-bit Arm processors.

pub(crate) mod neon;
