//! Files with anything in them.

use imfit::{ErrorKind, Sequential};
use serde_json::{Value, json};

use crate::archives::zipped;
use crate::fixtures::{config_of, file, member_of};

/// Every file of Keras's that is cut off, or has a byte changed, is a model or refused, and nothing else.
#[test]
fn damaged_files_are_refused_or_read() {
    for (name, ending) in [("adam", "keras"), ("adam", "h5")] {
        let bytes = std::fs::read(file(name, ending)).unwrap();
        for length in (0..bytes.len()).step_by(101) {
            assert!(Sequential::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
        }
        let mut refused = 0;
        for place in (0..bytes.len()).step_by(37) {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            if let Err(error) = Sequential::from_bytes(&changed) {
                assert_eq!(error.kind(), ErrorKind::Io);
                refused += 1;
            }
        }
        assert!(refused > 10, "{refused}");
    }
    let mut model = Sequential::load(file("adam", "keras")).unwrap();
    let before = model.to_bytes().unwrap();
    let bytes = std::fs::read(file("adam", "weights.h5")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for length in (0..bytes.len()).step_by(1009) {
        let path = folder.path().join("cut.weights.h5");
        std::fs::write(&path, &bytes[..length]).unwrap();
        assert!(model.load_weights(&path).is_err(), "{length} bytes");
    }
    assert!(model.to_bytes().unwrap() == before);
}

/// What may stand where something else is expected.
fn hostile() -> [Value; 9] {
    [
        json!(null),
        json!(true),
        json!(-3),
        json!(1e300),
        json!("dense"),
        json!([]),
        json!([[3]]),
        json!({}),
        json!({"class_name": 3, "config": []}),
    ]
}

/// The places of everything within a value, the value itself too.
fn pointers(value: &Value) -> Vec<String> {
    let below = |name: String, inner: &Value| {
        pointers(inner).into_iter().map(move |rest| format!("/{name}{rest}"))
    };
    let mut all = vec![String::new()];
    match value {
        Value::Array(values) => {
            all.extend(values.iter().enumerate().flat_map(|(n, v)| below(n.to_string(), v)));
        }
        Value::Object(values) => all.extend(values.iter().flat_map(|(n, v)| below(n.clone(), v))),
        _ => {}
    }
    all
}

/// Whatever stands in a description, at any depth: it is a model or refused, and nothing else.
#[test]
fn descriptions_with_something_else_anywhere_are_refused_or_read() {
    let trained = Sequential::load(file("adam", "keras")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.keras");
    trained.save(&own).unwrap();
    let metadata = member_of(&own, "metadata.json");
    for name in ["normalized", "functional"] {
        let config = config_of(name);
        let weights = std::fs::read(file(name, "weights.h5")).unwrap();
        let mut refused = 0;
        let mut reads = |bytes: &[u8]| {
            if let Err(error) = Sequential::from_bytes(bytes) {
                assert_eq!(error.kind(), ErrorKind::Io, "{error}");
                refused += 1;
            }
        };
        let whole = |metadata: &Value, config: &Value| {
            let texts = [metadata.to_string(), config.to_string()];
            let members = [
                ("metadata.json", texts[0].as_bytes()),
                ("config.json", texts[1].as_bytes()),
                ("model.weights.h5", weights.as_slice()),
            ];
            zipped(&members, false)
        };
        for pointer in pointers(&config) {
            for value in hostile() {
                let mut changed = config.clone();
                *changed.pointer_mut(&pointer).unwrap() = value;
                reads(&whole(&json!({}), &changed));
                if name == "normalized" {
                    continue;
                }
                let mut old = hdf5_pure::FileBuilder::new();
                let text = hdf5_pure::AttrValue::VarLenString(changed.to_string());
                old.set_attr("model_config", text.clone());
                old.set_attr("training_config", text);
                reads(&old.finish().unwrap());
            }
        }
        for pointer in pointers(&metadata).into_iter().filter(|_| name == "normalized") {
            for value in hostile() {
                let mut changed = metadata.clone();
                *changed.pointer_mut(&pointer).unwrap() = value;
                reads(&whole(&changed, &config));
            }
        }
        assert!(refused > 100, "{refused}");
    }
}
