//! Event files, as TensorFlow 2 writes its summaries: a log of length, checksum, message, checksum.
//!
//! The messages are those of `event.proto`, `summary.proto` and `tensor.proto` of TensorFlow, as far as a
//! number with a name needs them.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use prost::Message;

/// An event file that is being written.
pub(super) struct EventFile {
    to: BufWriter<File>,
    path: PathBuf,
}

/// What the first event of a file says.
const VERSION: &str = "brain.Event:2";
/// The polynomial of Castagnoli.
const CHECKSUM: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISCSI);
/// Files of this process so far, which their names tell apart.
static FILES: AtomicUsize = AtomicUsize::new(0);

impl EventFile {
    /// A new file in a folder.
    pub(super) fn new(folder: &Path) -> io::Result<EventFile> {
        let (seconds, process) = (now().as_secs(), std::process::id());
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let path =
            folder.join(format!("events.out.tfevents.{seconds}.imfit.{process}.{number}.v2"));
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let mut file = EventFile { to: BufWriter::new(file), path };
        file.add(Event { file_version: Some(VERSION.to_owned()), ..Event::default() })?;
        Ok(file)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a number with a name.
    pub(super) fn scalar(&mut self, step: u64, tag: String, value: f32) -> io::Result<()> {
        let plugin_data = Some(PluginData { plugin_name: "scalars".to_owned() });
        let value = SummaryValue {
            tag,
            tensor: Some(Tensor { dtype: DT_FLOAT, shape: Some(Shape {}), float_val: vec![value] }),
            metadata: Some(Metadata { plugin_data, data_class: DATA_CLASS_SCALAR }),
        };
        let summary = Some(Summary { value: vec![value] });
        self.add(Event { step: step as i64, summary, ..Event::default() })
    }

    /// Writes all that was added.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    fn add(&mut self, event: Event) -> io::Result<()> {
        let message = Event { wall_time: now().as_secs_f64(), ..event }.encode_to_vec();
        let length = (message.len() as u64).to_le_bytes();
        self.to.write_all(&length)?;
        self.to.write_all(&masked(&length))?;
        self.to.write_all(&message)?;
        self.to.write_all(&masked(&message))
    }
}

/// A checksum that may be part of what another checksum is made of.
fn masked(bytes: &[u8]) -> [u8; 4] {
    CHECKSUM.checksum(bytes).rotate_right(15).wrapping_add(0xa282_ead8).to_le_bytes()
}

fn now() -> std::time::Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

const DT_FLOAT: i32 = 1;
const DATA_CLASS_SCALAR: i32 = 1;

#[derive(Clone, PartialEq, Message)]
struct Event {
    /// Seconds since 1970.
    #[prost(double, tag = "1")]
    wall_time: f64,
    #[prost(int64, tag = "2")]
    step: i64,
    #[prost(string, optional, tag = "3")]
    file_version: Option<String>,
    #[prost(message, optional, tag = "5")]
    summary: Option<Summary>,
}

#[derive(Clone, PartialEq, Message)]
struct Summary {
    #[prost(message, repeated, tag = "1")]
    value: Vec<SummaryValue>,
}

#[derive(Clone, PartialEq, Message)]
struct SummaryValue {
    #[prost(string, tag = "1")]
    tag: String,
    #[prost(message, optional, tag = "8")]
    tensor: Option<Tensor>,
    #[prost(message, optional, tag = "9")]
    metadata: Option<Metadata>,
}

/// How the value is to be shown.
#[derive(Clone, PartialEq, Message)]
struct Metadata {
    #[prost(message, optional, tag = "1")]
    plugin_data: Option<PluginData>,
    #[prost(int32, tag = "4")]
    data_class: i32,
}

#[derive(Clone, PartialEq, Message)]
struct PluginData {
    #[prost(string, tag = "1")]
    plugin_name: String,
}

#[derive(Clone, PartialEq, Message)]
struct Tensor {
    #[prost(int32, tag = "1")]
    dtype: i32,
    #[prost(message, optional, tag = "2")]
    shape: Option<Shape>,
    #[prost(float, repeated, tag = "5")]
    float_val: Vec<f32>,
}

/// That of a single number.
#[derive(Clone, PartialEq, Message)]
struct Shape {}

/// All numbers in a file: the step, the name, the value. Every checksum must be right.
#[cfg(test)]
pub(super) fn scalars(path: &Path) -> Vec<(i64, String, f32)> {
    let bytes = std::fs::read(path).unwrap();
    let (mut rest, mut events) = (&bytes[..], Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<8>() {
        let count = u64::from_le_bytes(*length) as usize;
        assert_eq!(after[..4], masked(length));
        let (message, after) = after[4..].split_at(count);
        assert_eq!(after[..4], masked(message));
        events.push(Event::decode(message).unwrap());
        rest = &after[4..];
    }
    assert!(rest.is_empty());
    assert_eq!(events.remove(0).file_version.as_deref(), Some(VERSION));
    let values = events.into_iter().flat_map(|event| {
        let values = event.summary.unwrap().value.into_iter();
        values.map(move |value| (event.step, value.tag, value.tensor.unwrap().float_val[0]))
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_framed_by_checksums() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = EventFile::new(folder.path()).unwrap();
        file.scalar(3, "epoch_loss".to_owned(), 0.25).unwrap();
        file.flush().unwrap();
        assert_eq!(scalars(file.path()), [(3, "epoch_loss".to_owned(), 0.25)]);
    }

    /// The checksum of "123456789" by the definition, and what TensorFlow makes of one.
    #[test]
    fn checksums_are_those_of_castagnoli() {
        assert_eq!(CHECKSUM.checksum(b"123456789"), 0xe306_9283);
        assert_eq!(u32::from_le_bytes(masked(b"")), 0xa282_ead8);
    }
}
