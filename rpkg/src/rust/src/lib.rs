//! The native half of the R package `imfitr`: it converts, delegates to the crate `imfit`, converts
//! back. Every exported function goes through [`guard::guard`].

mod component;
mod convert;
mod failure;
mod guard;
mod handle;
mod image;
mod info;
mod json;
mod model;
mod probe;
mod samples;
mod training;

extendr_api::extendr_module! {
    mod imfitr;
    use component;
    use image;
    use info;
    use model;
    use probe;
    use training;
}
