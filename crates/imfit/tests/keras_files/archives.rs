//! `.keras` files as zip archives.

use std::io::Write;

use imfit::Sequential;
use serde_json::Value;

use crate::fixtures::{config_of, file};

/// A `.keras` archive of these members, the weights those of the file `adam`.
pub fn archive(config: &Value, packed: bool) -> Vec<u8> {
    archive_of("adam", config, packed)
}

/// The same with the weights of another file of Keras's.
pub fn archive_of(name: &str, config: &Value, packed: bool) -> Vec<u8> {
    let adam = std::fs::read(file(name, "weights.h5")).unwrap();
    let members = [
        ("metadata.json", b"{}".to_vec()),
        ("config.json", config.to_string().into_bytes()),
        ("model.weights.h5", adam),
        ("../../etc/passwd", b"nobody reads it".to_vec()),
    ];
    let members = members.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
    zipped(&members.collect::<Vec<_>>(), packed)
}

/// A zip archive.
pub fn zipped(members: &[(&str, &[u8])], packed: bool) -> Vec<u8> {
    let method = match packed {
        true => rawzip::CompressionMethod::DEFLATE,
        false => rawzip::CompressionMethod::STORE,
    };
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in members {
        let name = rawzip::path::EntryPath::verbatim(name.as_bytes());
        let file = archive.new_file(name).compression_method(method);
        let (mut entry, config) = file.start().unwrap();
        let descriptor = if packed {
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, Default::default());
            let mut writer = config.wrap(encoder);
            writer.write_all(content).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).unwrap();
            writer.finish().unwrap().1
        };
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

#[test]
fn archives_that_were_packed_again_are_read() {
    let model = Sequential::load(file("adam", "keras")).unwrap();
    for packed in [false, true] {
        let back = Sequential::from_bytes(&archive(&config_of("adam"), packed)).unwrap();
        assert_eq!(back.get_weights(), model.get_weights());
    }
}

#[test]
fn bombs_are_not_unpacked() {
    let config = vec![b' '; 65 << 20];
    let bytes = zipped(&[("config.json", &config), ("model.weights.h5", b"")], true);
    assert!(bytes.len() < 1 << 20);
    let error = Sequential::from_bytes(&bytes).unwrap_err();
    assert!(error.to_string().contains("config.json unpacks to"), "{error}");
}
