//! The native half of the R package `imfitr`: it converts, delegates to the crate `imfit`, converts
//! back. Every exported function goes through [`guard::guard`].

mod convert;
mod failure;
mod guard;
mod handle;
mod info;
mod probe;

extendr_api::extendr_module! {
    mod imfitr;
    use info;
    use probe;
}
