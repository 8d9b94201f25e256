//! What Keras calls things: its modules, and which of imfit's components it has.

use crate::declare::{Declaration, Kind};

/// The module that Keras keeps a kind of component in.
pub(super) fn module(kind: Kind) -> String {
    match kind {
        Kind::Schedule => "keras.optimizers.schedules".into(),
        Kind::Loss => "keras.losses".into(),
        other => format!("keras.{}s", other.name()),
    }
}

/// Whether Keras has a component of this name. A declaration says where it comes from.
pub(super) fn is_in_keras(kind: Kind, declaration: &Declaration) -> bool {
    let page = declaration.source.strip_prefix("https://keras.io/api/");
    let of_its_own = page.is_some_and(|page| !page.starts_with("ops/"))
        || UNDOCUMENTED.contains(&declaration.class_name);
    of_its_own && !(kind == Kind::Metric && NO_METRICS.contains(&declaration.class_name))
}

/// Whether Keras has a function of this name, beside the class.
pub(super) fn is_function(kind: Kind, declaration: &Declaration) -> bool {
    is_in_keras(kind, declaration) && !CLASSES_ONLY.contains(&declaration.class_name)
}

/// Metrics that Keras has as classes only.
const CLASSES_ONLY: [&str; 4] = ["Precision", "Recall", "R2Score", "RootMeanSquaredError"];

/// What Keras has, though keras.io has no page of it.
const UNDOCUMENTED: [&str; 1] = ["CategoricalGeneralizedCrossEntropy"];

/// Losses that serve as metrics here, and not there.
const NO_METRICS: [&str; 3] = ["Huber", "BinaryFocalCrossentropy", "CategoricalFocalCrossentropy"];

/// Metrics that Keras calls otherwise: imfit's class and Keras's.
const METRICS: [(&str, &str); 1] = [("LogCosh", "LogCoshError")];

/// Keras's name of a class of imfit's.
pub(super) fn to_keras(kind: Kind, class_name: &str) -> &str {
    let renamed = METRICS.iter().find(|(ours, _)| kind == Kind::Metric && *ours == class_name);
    renamed.map_or(class_name, |(_, theirs)| theirs)
}

/// imfit's name of a class of Keras's.
pub(super) fn from_keras(kind: Kind, class_name: &str) -> &str {
    let renamed = METRICS.iter().find(|(_, theirs)| kind == Kind::Metric && *theirs == class_name);
    renamed.map_or(class_name, |(ours, _)| ours)
}

/// Names that no two of a list share, as Keras numbers them: `dense`, `dense_1`, ...
pub(super) fn numbered<'a>(stems: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = std::collections::HashMap::new();
    let name = |stem: &'a str| {
        let count: &mut usize = seen.entry(stem).or_default();
        *count += 1;
        if *count == 1 { stem.to_owned() } else { format!("{stem}_{}", *count - 1) }
    };
    stems.into_iter().map(name).collect()
}
