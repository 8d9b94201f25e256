//! A `.keras` file: a zip archive of three members.

use std::fmt::Display;
use std::io::{Read, Write};

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter, ZipSliceArchive};

/// The bytes that every zip archive begins with.
pub(super) const SIGNATURE: &[u8] = b"PK\x03\x04";

const METADATA: &str = "metadata.json";
const CONFIG: &str = "config.json";
const WEIGHTS: &str = "model.weights.h5";

/// No description is longer than this.
const MOST_TEXT: u64 = 64 << 20;
/// Weights above this must not be packed more tightly than `MOST_EXPANSION`: as Keras has it.
const LARGE: u64 = 1 << 28;
const MOST_EXPANSION: u64 = 100;

/// What the members hold.
pub(super) struct Members {
    pub(super) metadata: String,
    pub(super) config: String,
    pub(super) weights: Vec<u8>,
}

impl Members {
    /// The bytes of the archive: the same for the same members. What couldn't be read again is refused.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, String> {
        for (name, text) in [(METADATA, &self.metadata), (CONFIG, &self.config)] {
            if text.len() as u64 > MOST_TEXT {
                return Err(format!(
                    "its {name} would be {} bytes long, and may be {MOST_TEXT}; .safetensors has room",
                    text.len()
                ));
            }
        }
        let mut written = Vec::new();
        let mut archive = ZipArchiveWriter::new(&mut written);
        for (name, bytes) in [
            (METADATA, self.metadata.as_bytes()),
            (CONFIG, self.config.as_bytes()),
            (WEIGHTS, &self.weights),
        ] {
            store(&mut archive, name, bytes).map_err(|error| error.to_string())?;
        }
        archive.finish().map_err(|error| error.to_string())?;
        Ok(written)
    }

    /// Unpacks an archive. Whatever else is in it is left alone.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Members, String> {
        let archive = open(bytes)?;
        Ok(Members {
            // Keras writes it and never reads it: it may be missing.
            metadata: text(&archive, METADATA)?.unwrap_or_else(|| "{}".into()),
            config: text(&archive, CONFIG)?.ok_or_else(|| missing(CONFIG))?,
            weights: member(&archive, WEIGHTS, u64::MAX)?.ok_or_else(|| missing(WEIGHTS))?,
        })
    }
}

/// The weights alone.
pub(super) fn weights(bytes: &[u8]) -> Result<Vec<u8>, String> {
    member(&open(bytes)?, WEIGHTS, u64::MAX)?.ok_or_else(|| missing(WEIGHTS))
}

/// Adds a member as Keras does: not packed at all.
fn store(
    archive: &mut ZipArchiveWriter<&mut Vec<u8>>,
    name: &str,
    bytes: &[u8],
) -> Result<(), Box<dyn std::error::Error>> {
    let (mut entry, config) =
        archive.new_file(name).compression_method(CompressionMethod::STORE).start()?;
    let mut writer = config.wrap(&mut entry);
    writer.write_all(bytes)?;
    let (_, descriptor) = writer.finish()?;
    entry.finish(descriptor)?;
    Ok(())
}

type Archive<'a> = ZipSliceArchive<&'a [u8]>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, String> {
    ZipArchive::from_slice(bytes).map_err(|error| format!("it isn't a whole .keras file ({error})"))
}

fn missing(name: &str) -> String {
    format!("there is no {name} in it")
}

fn text(archive: &Archive<'_>, name: &str) -> Result<Option<String>, String> {
    let bytes = member(archive, name, MOST_TEXT)?;
    let text = bytes.map(String::from_utf8).transpose();
    text.map_err(|_| format!("its {name} isn't UTF-8"))
}

/// A member of at most `most` bytes; nothing where there is none of this name.
fn member(archive: &Archive<'_>, name: &str, most: u64) -> Result<Option<Vec<u8>>, String> {
    let damaged = |error: &dyn Display| format!("its {name} can't be read ({error})");
    let mut entries = archive.entries();
    let mut found = None;
    // Of two with one name the last counts, as in Python.
    while let Some(entry) = entries.next_entry().map_err(|error| damaged(&error))? {
        if entry.file_path().as_bytes() == name.as_bytes() {
            found = Some(entry);
        }
    }
    let Some(found) = found else { return Ok(None) };
    let (size, packed) = (found.uncompressed_size_hint(), found.compressed_size_hint());
    if size > most || (size > LARGE && size / MOST_EXPANSION > packed) {
        return Err(format!("its {name} unpacks to {size} bytes, out of {packed}"));
    }
    let entry = archive.get_entry(found.wayfinder()).map_err(|error| damaged(&error))?;
    let unpacked: Box<dyn Read> = match found.compression_method() {
        CompressionMethod::STORE => Box::new(entry.data()),
        CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(entry.data())),
        other => {
            return Err(format!("its {name} is packed in a way that Keras doesn't ({other:?})"));
        }
    };
    let mut bytes = Vec::new();
    // A member may be longer than it says; the verifying reader compares its sum, too.
    let mut checked = entry.verifying_reader(unpacked.take(size + 1));
    checked.read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    Ok(Some(bytes))
}
