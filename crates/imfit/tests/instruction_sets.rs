//! The choice of instructions: `make test` runs this and the tests of training once for each set.

use imfit::{instruction_set, instruction_sets};

#[test]
fn the_best_set_is_used_unless_the_environment_names_another() {
    let best = instruction_sets()[0].to_owned();
    let expected = std::env::var("IMFIT_ISA").unwrap_or(best);
    assert_eq!(instruction_set().unwrap(), expected);
}
