//! The container of Keras's weights: arrays and texts in a tree of groups. The crate `hdf5-pure` knows its bytes.

use hdf5_pure::{AttrValue, DType, Dataset, File, FileBuilder, FinishedGroup, Group};

/// The bytes that every HDF5 file begins with.
pub(super) const SIGNATURE: &[u8] = b"\x89HDF\r\n\x1a\n";

/// An array of a file that is to be written.
pub(super) struct Array {
    pub(super) shape: Vec<usize>,
    pub(super) values: Values,
}

/// The numbers of an array.
pub(super) enum Values {
    Real(Vec<f32>),
    Whole(Vec<i64>),
}

impl Array {
    pub(super) fn real(shape: &[usize], values: Vec<f32>) -> Array {
        Array { shape: shape.to_vec(), values: Values::Real(values) }
    }

    pub(super) fn whole(value: i64) -> Array {
        Array { shape: Vec::new(), values: Values::Whole(vec![value]) }
    }
}

/// A group of a file that is to be written.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) groups: Vec<(String, Tree)>,
    pub(super) arrays: Vec<Array>,
    /// What the attribute `name` says.
    pub(super) name: Option<String>,
}

impl Tree {
    /// A group with one group in it, `vars`, that holds numbered arrays and a name.
    pub(super) fn of_variables(name: &str, arrays: Vec<Array>) -> Tree {
        let vars = Tree { arrays, name: Some(name.to_owned()), ..Tree::default() };
        Tree { groups: vec![("vars".to_owned(), vars)], ..Tree::default() }
    }

    /// The bytes of a file whose root this is.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let mut file = FileBuilder::new();
        for (name, tree) in &self.groups {
            let group = file.create_group(name);
            file.add_group(tree.fill(group));
        }
        file.finish().map_err(|error| error.to_string())
    }

    fn fill(&self, mut group: hdf5_pure::GroupBuilder) -> FinishedGroup {
        if let Some(name) = &self.name {
            group.set_attr("name", AttrValue::VarLenString(name.clone()));
        }
        for (number, array) in self.arrays.iter().enumerate() {
            let shape: Vec<u64> = array.shape.iter().map(|side| *side as u64).collect();
            let dataset = group.create_dataset(&number.to_string());
            match &array.values {
                Values::Real(values) => dataset.with_f32_data(values),
                Values::Whole(values) => dataset.with_i64_data(values),
            }
            .with_shape(&shape);
        }
        for (name, tree) in &self.groups {
            let inner = group.create_group(name);
            group.add_group(tree.fill(inner));
        }
        group.finish()
    }
}

/// A file that is read.
pub(super) struct Store(File);

impl Store {
    /// Looks at the bytes of a file; what is in it is read when it is asked for.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Store, String> {
        let length = bytes.len() as u64;
        let file = File::from_bytes(bytes)
            .map_err(|error| format!("its weights aren't a whole HDF5 file ({error})"))?;
        let whole = file.superblock().eof_address;
        if whole > length {
            return Err(format!("its weights are cut off: {length} bytes of {whole}"));
        }
        Ok(Store(file))
    }

    /// Whether there is such a group.
    pub(super) fn has_group(&self, path: &str) -> bool {
        self.0.group(path).is_ok()
    }

    /// The number of arrays in a group; 0 where there is no such group.
    pub(super) fn arrays(&self, path: &str) -> usize {
        let group = self.0.group(path).ok();
        group.and_then(|group| group.datasets().ok()).map_or(0, |names| names.len())
    }

    /// The numbers of an array, which must have this shape: no more is read than that has room for.
    pub(super) fn real(&self, path: &str, expected: &[usize]) -> Result<Vec<f32>, String> {
        let (dataset, shape) = self.dataset(path)?;
        if shape != expected {
            return Err(format!("array '{path}' has the shape {shape:?} in place of {expected:?}"));
        }
        match dataset.dtype() {
            Ok(DType::F32 | DType::F64) => {}
            Ok(other) => return Err(format!("array '{path}' holds {other:?}, not float32")),
            Err(error) => return Err(damaged(path, error)),
        }
        let values = dataset.read_f32().map_err(|error| damaged(path, error))?;
        if values.len() != expected.iter().product::<usize>() {
            return Err(format!("array '{path}' is cut off"));
        }
        Ok(values)
    }

    /// The numbers of an array whose shape isn't known, of no more values than a row may have.
    pub(super) fn vector(&self, path: &str) -> Result<Vec<f32>, String> {
        let (_, shape) = self.dataset(path)?;
        let count = shape.iter().try_fold(1usize, |count, side| count.checked_mul(*side));
        match count.filter(|count| *count <= 1 << 24) {
            Some(_) => self.real(path, &shape),
            None => Err(format!("array '{path}' has the shape {shape:?}")),
        }
    }

    /// Whether there is such an array, and it is one number.
    pub(super) fn is_single(&self, path: &str) -> bool {
        self.dataset(path).is_ok_and(|(_, shape)| shape.is_empty())
    }

    /// The one whole number of an array without sides.
    pub(super) fn whole(&self, path: &str) -> Result<i64, String> {
        let (dataset, shape) = self.dataset(path)?;
        if !shape.is_empty() {
            return Err(format!("array '{path}' has the shape {shape:?}, and should be a number"));
        }
        let values = dataset.read_i64().map_err(|error| damaged(path, error))?;
        values.first().copied().ok_or_else(|| format!("array '{path}' is empty"))
    }

    /// A text attribute of a group; nothing where there is none.
    pub(super) fn text(&self, path: &str, name: &str) -> Option<String> {
        let group = self.group(path).ok()?;
        group.attrs().ok()?.get(name)?.as_str().map(str::to_owned)
    }

    /// The texts of an attribute of a group; none where there is no such attribute, or it is empty.
    pub(super) fn texts(&self, path: &str, name: &str) -> Vec<String> {
        let attributes = self.group(path).ok().and_then(|group| group.attrs().ok());
        match attributes.as_ref().and_then(|attributes| attributes.get(name)) {
            Some(
                AttrValue::VarLenStringArray(texts)
                | AttrValue::VarLenAsciiStringArray(texts)
                | AttrValue::StringArray(texts)
                | AttrValue::AsciiStringArray(texts),
            ) => texts.clone(),
            _ => Vec::new(),
        }
    }

    fn group(&self, path: &str) -> Result<Group, String> {
        if path.is_empty() {
            return Ok(self.0.root());
        }
        self.0.group(path).map_err(|error| damaged(path, error))
    }

    fn dataset(&self, path: &str) -> Result<(Dataset, Vec<usize>), String> {
        let dataset = self.0.dataset(path).map_err(|error| damaged(path, error))?;
        let shape = dataset.shape().map_err(|error| damaged(path, error))?;
        let shape = shape.into_iter().map(|side| usize::try_from(side).unwrap_or(usize::MAX));
        Ok((dataset, shape.collect()))
    }
}

fn damaged(path: &str, error: impl std::fmt::Display) -> String {
    format!("array '{path}' can't be read ({error})")
}
