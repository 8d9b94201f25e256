//! How weights begin.

mod constant;
mod normal;
mod orthogonal;
mod uniform;
mod variance_scaling;

pub use constant::{Constant, Identity, Ones, Zeros};
pub use normal::{RandomNormal, TruncatedNormal};
pub use orthogonal::Orthogonal;
pub use uniform::RandomUniform;
pub use variance_scaling::{
    GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform, VarianceScaling,
};

use serde_json::Value;

use crate::declare::text_or_component;
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Kind, Values};
use crate::error::{Error, Result};
use crate::layers::WeightShape;
use crate::random::{LARGEST_SEED, Purpose, Stream};

macro_rules! initializers {
    ($($name:ident),*) => {
        /// Any of the initializers.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Initializer {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all initializers.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Initializer {
            fn from(initializer: $name) -> Self {
                Initializer::$name(initializer)
            }
        })*

        impl Initializer {
            /// The initializer as `{"class_name", "config"}`.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Initializer::$name(initializer) => initializer.to_json(),)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Initializer> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
                }
            }

            fn inner(&self) -> &dyn Fill {
                match self {
                    $(Initializer::$name(initializer) => initializer,)*
                }
            }
        }
    };
}

initializers!(
    Zeros,
    Ones,
    Constant,
    RandomUniform,
    RandomNormal,
    TruncatedNormal,
    VarianceScaling,
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    Orthogonal,
    Identity
);

/// What an initializer has to do.
pub(crate) trait Fill {
    /// The values of an array of `rows` x `columns`, row by row. A kernel has inputs as rows and
    /// outputs as columns; a bias is one row.
    fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32>;

    /// The values of a vector. Its `length` is what counts as inputs and as outputs.
    fn fill_vector(&self, length: usize, stream: &mut Stream) -> Vec<f32> {
        self.fill(1, length, stream)
    }

    /// The initializer's own seed, which takes the place of the model's.
    fn seed(&self) -> Option<u64> {
        None
    }

    /// Whether it makes no sense for vectors.
    fn for_matrices_only(&self) -> bool {
        false
    }
}

impl Initializer {
    /// The initializer that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Initializer> {
        let (name, config) = text_or_component(value).unwrap_or(("", serde_json::Map::new()));
        let declaration = Kind::Initializer.find(name)?;
        Initializer::named(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// The same for a vector: the argument `name` of a layer.
    ///
    /// # Errors
    /// As [`from_json`](Initializer::from_json), and an initializer that only matrices have.
    pub(crate) fn of_vector(name: &'static str, value: &Value) -> Result<Initializer> {
        let initializer = Initializer::from_json(value)?;
        if initializer.inner().for_matrices_only() {
            let allowed = "an initializer for vectors: this one makes matrices only";
            let (given, _) = text_or_component(value).unwrap_or_default();
            return Err(Error::argument(name, given, allowed));
        }
        Ok(initializer)
    }

    /// The values of the model's weight array number `index`.
    pub(crate) fn values(&self, shape: &WeightShape, seed: u64, index: u64) -> Vec<f32> {
        let seed = self.inner().seed().unwrap_or(seed);
        let stream = &mut Stream::new(seed, Purpose::Weights, index);
        if shape.vector {
            self.inner().fill_vector(shape.columns, stream)
        } else {
            self.inner().fill(shape.rows, shape.columns, stream)
        }
    }
}

/// The seed that every random initializer accepts.
pub(crate) const SEED: Argument = Argument {
    name: "seed",
    values: Values::Whole { least: 0, most: LARGEST_SEED },
    optional: true,
    default: Default::None,
    doc: "A seed of its own; the model's seed if not given.",
};
