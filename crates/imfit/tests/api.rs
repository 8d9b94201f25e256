//! The declarations, as the bindings' tests see them: `tests/vectors/api.json` is what the core says.
//!
//! `IMFIT_BLESS=1 cargo test -p imfit --test api` writes the file anew; look at the difference.

use std::path::Path;

use imfit::declare::{Kind, declarations_json};

#[test]
fn api_json_is_what_the_core_declares() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/api.json");
    let text = format!("{}\n", serde_json::to_string_pretty(&declarations_json()).unwrap());
    if std::env::var_os("IMFIT_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, text, "api.json is out of date: see the head of this file");
}

#[test]
fn every_component_is_found_by_all_of_its_names() {
    for kind in Kind::ALL {
        for declaration in kind.declarations() {
            for name in std::iter::once(&declaration.class_name).chain(declaration.aliases) {
                assert_eq!(kind.find(name).unwrap().class_name, declaration.class_name);
            }
            assert!(!declaration.doc.is_empty() && declaration.doc.ends_with(['.', ')']));
        }
    }
}

/// The words that a declaration allows are those that the type knows.
#[test]
fn declared_choices_exist() {
    use imfit::declare::{METHODS, Values};
    let choices = |method: &str, argument: &str| {
        let declaration = METHODS.iter().find(|d| d.class_name == method).unwrap();
        match declaration.argument(argument).unwrap().values {
            Values::Choice(words) => words,
            other => panic!("{other:?}"),
        }
    };
    assert!(choices("resize", "filter").iter().all(|word| imfit::Filter::by_name(word).is_ok()));
    assert!(choices("append", "axis").iter().all(|word| imfit::Axis::by_name(word).is_ok()));
    for word in choices("pixels", "coordinates") {
        assert!(imfit::Coordinates::by_name(word).is_ok());
    }
}
