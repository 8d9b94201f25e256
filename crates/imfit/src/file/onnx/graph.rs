//! A graph, put together operation by operation. A value is known by its name.

use super::message::{
    AttributeProto, Dimension, FLOAT, GraphProto, INT64, NodeProto, TensorProto, TensorShapeProto,
    TensorType, TypeProto, ValueInfoProto,
};

/// The graph so far.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<NodeProto>,
    arrays: Vec<TensorProto>,
    /// What the names of the next values begin with: the layer's name.
    pub(super) layer: String,
}

impl Graph {
    /// Adds an operation and returns its output.
    pub(super) fn add(&mut self, operation: &str, inputs: &[&str]) -> String {
        self.add_with(operation, inputs, Vec::new())
    }

    /// The same with settings.
    pub(super) fn add_with(
        &mut self,
        operation: &str,
        inputs: &[&str],
        attributes: Vec<AttributeProto>,
    ) -> String {
        let output = format!("{}/{operation}_{}", self.layer, self.nodes.len());
        self.nodes.push(NodeProto {
            input: inputs.iter().map(|input| (*input).to_owned()).collect(),
            output: vec![output.clone()],
            name: output.clone(),
            op_type: operation.to_owned(),
            attribute: attributes,
        });
        output
    }

    /// The two halves of each row.
    pub(super) fn halves(&mut self, x: &str) -> [String; 2] {
        let first = self.add_with("Split", &[x], vec![whole("axis", -1), whole("num_outputs", 2)]);
        let second = format!("{first}_second");
        let split = self.nodes.last_mut().map(|node| &mut node.output);
        split.into_iter().for_each(|outputs| outputs.push(second.clone()));
        [first, second]
    }

    /// The values of each row, the largest first.
    pub(super) fn sorted(&mut self, x: &str) -> String {
        let width = self.add_with("Shape", &[x], vec![whole("start", 1), whole("end", 2)]);
        let sorted = self.add_with("TopK", &[x, &width], vec![whole("axis", -1)]);
        let places = format!("{sorted}_places");
        let outputs = self.nodes.last_mut().map(|node| &mut node.output);
        outputs.into_iter().for_each(|outputs| outputs.push(places.clone()));
        sorted
    }

    /// A sum or a mean over the values of each row, by the operation's name.
    pub(super) fn over_rows(&mut self, operation: &str, x: &str) -> String {
        let axis = self.last_axis(vec![1]);
        self.add(operation, &[x, &axis])
    }

    /// An operation that goes along each row, by its name.
    pub(super) fn along_rows(&mut self, operation: &str, x: &str) -> String {
        let axis = self.last_axis(Vec::new());
        self.add(operation, &[x, &axis])
    }

    fn last_axis(&mut self, dims: Vec<i64>) -> String {
        let name = format!("{}/axis_{}", self.layer, self.arrays.len());
        self.arrays.push(TensorProto {
            dims,
            data_type: INT64,
            name: name.clone(),
            raw_data: (-1i64).to_le_bytes().to_vec(),
        });
        name
    }

    /// Adds an array, and returns its name.
    pub(super) fn array(&mut self, name: &str, shape: &[usize], values: &[f32]) -> String {
        let name = format!("{}/{name}", self.layer);
        self.arrays.push(TensorProto {
            dims: shape.iter().map(|side| *side as i64).collect(),
            data_type: FLOAT,
            name: name.clone(),
            raw_data: values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        });
        name
    }

    /// Adds a number.
    pub(super) fn number(&mut self, value: f32) -> String {
        self.array(&format!("number_{}", self.arrays.len()), &[], &[value])
    }

    /// The whole, from `input` to the value `last`, which is called `output`.
    pub(super) fn finish(
        mut self,
        name: &str,
        input: (&str, usize),
        last: &str,
        output: (&str, usize),
    ) -> GraphProto {
        // A value of a fixed name, whatever the last operation was.
        self.nodes.push(NodeProto {
            input: vec![last.to_owned()],
            output: vec![output.0.to_owned()],
            name: output.0.to_owned(),
            op_type: "Identity".into(),
            attribute: Vec::new(),
        });
        GraphProto {
            node: self.nodes,
            name: name.to_owned(),
            initializer: self.arrays,
            input: vec![rows(input)],
            output: vec![rows(output)],
        }
    }
}

/// Any number of rows of so many values.
fn rows((name, width): (&str, usize)) -> ValueInfoProto {
    let any = Dimension { dim_param: Some("rows".into()), ..Dimension::default() };
    let width = Dimension { dim_value: Some(width as i64), ..Dimension::default() };
    let shape = TensorShapeProto { dim: vec![any, width] };
    let tensor = TensorType { elem_type: FLOAT, shape: Some(shape) };
    ValueInfoProto { name: name.to_owned(), r#type: Some(TypeProto { tensor_type: Some(tensor) }) }
}

/// A setting that is a real number.
pub(super) fn real(name: &str, value: f32) -> AttributeProto {
    AttributeProto { name: name.into(), f: Some(value), r#type: 1, ..AttributeProto::default() }
}

/// A setting that is a whole number.
pub(super) fn whole(name: &str, value: i64) -> AttributeProto {
    AttributeProto { name: name.into(), i: Some(value), r#type: 2, ..AttributeProto::default() }
}

/// A setting that is a word.
pub(super) fn word(name: &str, value: &str) -> AttributeProto {
    let bytes = value.as_bytes().to_vec();
    AttributeProto { name: name.into(), s: Some(bytes), r#type: 3, ..AttributeProto::default() }
}
