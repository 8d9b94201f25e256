//! `imfit._native`: the core's types and functions as Python sees them. What people import, with its
//! documentation, is the package `imfit` around it.
//!
//! Everything here converts and delegates: what is allowed, and what is the default, the core knows.

mod command;
mod components;
mod convert;
mod data;
mod errors;
mod image;
mod model;
mod questions;
mod settings;
mod training;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    /// What stands for a function in what the core has checked.
    #[pymodule_export]
    const FUNCTION: &str = imfit::declare::FUNCTION;

    #[pymodule_export]
    use crate::command::run_command;
    #[pymodule_export]
    use crate::components::{adapt_layer, check_arguments, check_component};
    #[pymodule_export]
    use crate::errors::panic;
    #[pymodule_export]
    use crate::image::{Image, coordinates};
    #[pymodule_export]
    use crate::model::Model;
    #[pymodule_export]
    use crate::settings::{
        declarations, instruction_set, max_bytes, num_threads, set_num_threads, set_random_seed,
        to_categorical, verbosity, version,
    };
    #[pymodule_export]
    use crate::training::{Evaluator, OnBatch, Predictor, Renderer, Trainer};
}
