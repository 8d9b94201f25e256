//! All functions and methods that cells can call, from their declarations.

use std::sync::LazyLock;

use imfit::declare::{Declaration, Kind, METHODS};
use rhai::{Dynamic, NativeCallContext};

use super::given::Given;
use super::host::{Host, Stopped};
use super::{declared, models, pictures, settings, shown, training};

/// What a method is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// A function, not a method.
    Nothing,
    /// A model.
    Model,
    /// A picture.
    Picture,
    /// A history.
    Losses,
}

/// What a function does.
#[derive(Clone, Copy)]
pub(super) enum Work {
    /// Makes a component of a kind.
    Component(Kind),
    /// Calls a function of the kernel. The first value is what a method is called on.
    Call(fn(&Host, &Dynamic, Given) -> Result<Dynamic, Stopped>),
    /// The same for one that calls functions of the cell.
    CallBack(CallingBack),
}

type CallingBack = fn(&NativeCallContext<'_>, &Host, &Dynamic, Given) -> Result<Dynamic, Stopped>;

/// The methods that take callbacks.
const CALLING_BACK: [(&str, CallingBack); 3] =
    [("fit", training::fit), ("evaluate", training::evaluate), ("predict", training::predict)];

/// A function or method.
pub(crate) struct Function {
    /// The name that cells call it by.
    pub(crate) name: String,
    pub(crate) on: Receiver,
    pub(crate) declaration: &'static Declaration,
    pub(super) work: Work,
}

/// The fields of values that can be read, with the type that has them.
pub(crate) const FIELDS: &[(&str, &[&str])] = &[
    ("model", &["name", "seed", "inputs", "outputs", "built", "learning_rate", "stop_training"]),
    ("picture", &["width", "height", "channels"]),
    ("history", &["epoch", "names"]),
    ("matrix", &["rows", "columns"]),
];

/// All of them.
pub(crate) static FUNCTIONS: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let mut all: Vec<Function> = Vec::new();
    all.extend(CALLING_BACK.map(|(name, call)| Function {
        name: name.to_owned(),
        on: Receiver::Model,
        declaration: Source::Core.find(name),
        work: Work::CallBack(call),
    }));
    all.extend(CALLS.iter().map(|(name, on, declaration, call)| Function {
        name: (*name).to_owned(),
        on: *on,
        declaration: declaration.find(name),
        work: Work::Call(*call),
    }));
    for kind in COMPONENT_KINDS {
        for declaration in kind.declarations() {
            let name = component_name(kind, declaration);
            // A function without arguments is its name as a text.
            let plain = kind == Kind::Activation && declaration.arguments.is_empty();
            let other = [OF_NUMBERS, OF_OTHER_HOSTS].contains(&name.as_str());
            if !plain && !other && !all.iter().any(|other| other.name == name) {
                all.push(Function {
                    name,
                    on: Receiver::Nothing,
                    declaration,
                    work: Work::Component(kind),
                });
            }
        }
    }
    all
});

/// A function of numbers, and no component: `#{class_name: "sin", config: #{frequency: 30}}` is the activation.
const OF_NUMBERS: &str = "sin";

/// Losses and metrics of one's own, which no cell can have.
const OF_OTHER_HOSTS: &str = "function";

/// Layers come first: `relu` is the layer, which serves as an activation too.
const COMPONENT_KINDS: [Kind; 10] = [
    Kind::Layer,
    Kind::Optimizer,
    Kind::Schedule,
    Kind::Initializer,
    Kind::Regularizer,
    Kind::Constraint,
    Kind::Loss,
    Kind::Metric,
    Kind::Activation,
    Kind::Callback,
];

/// The name of the function that makes a component.
pub(super) fn component_name(kind: Kind, declaration: &Declaration) -> String {
    match kind {
        Kind::Layer => declaration.class_name.to_lowercase(),
        _ => declaration.usual_name().to_owned(),
    }
}

/// The declaration of a function, or of the first method of that name.
pub(crate) fn function(name: &str) -> Option<&'static Declaration> {
    FUNCTIONS.iter().find(|function| function.name == name).map(|function| function.declaration)
}

/// Where a declaration comes from.
enum Source {
    /// The core, under the function's own name.
    Core,
    /// The core, under another name.
    Named(&'static str),
    /// This crate.
    Own(&'static Declaration),
}

impl Source {
    fn find(&self, name: &str) -> &'static Declaration {
        let name = match self {
            Source::Own(declaration) => return declaration,
            Source::Named(name) => name,
            Source::Core => name,
        };
        let found = METHODS.iter().find(|declaration| declaration.class_name == name);
        found.unwrap_or_else(|| unreachable!("the core declares no {name}"))
    }
}

type Call = fn(&Host, &Dynamic, Given) -> Result<Dynamic, Stopped>;

const CALLS: &[(&str, Receiver, Source, Call)] = &[
    ("load_image", Receiver::Nothing, Source::Core, pictures::load),
    ("image", Receiver::Nothing, Source::Own(&declared::IMAGE), pictures::from_pixels),
    ("append", Receiver::Nothing, Source::Core, pictures::append),
    ("coordinates", Receiver::Nothing, Source::Core, pictures::coordinates),
    ("pixels", Receiver::Picture, Source::Core, pictures::pixels),
    ("resize", Receiver::Picture, Source::Core, pictures::resize),
    ("psnr", Receiver::Picture, Source::Own(&declared::PSNR), pictures::psnr),
    ("save", Receiver::Picture, Source::Own(&declared::SAVE_IMAGE), pictures::save),
    ("sequential", Receiver::Nothing, Source::Named("Sequential"), models::sequential),
    ("load_model", Receiver::Nothing, Source::Core, models::load),
    ("adapt", Receiver::Nothing, Source::Own(&declared::ADAPT), models::adapt),
    ("add", Receiver::Model, Source::Own(&declared::ADD), models::add),
    ("get_layer", Receiver::Model, Source::Core, models::get_layer),
    ("pop", Receiver::Model, Source::Own(&declared::POP), models::pop),
    ("clone_model", Receiver::Nothing, Source::Own(&declared::CLONE_MODEL), models::clone_model),
    ("build", Receiver::Model, Source::Own(&declared::BUILD), models::build),
    ("compile", Receiver::Model, Source::Core, models::compile),
    ("train_on_batch", Receiver::Model, Source::Core, training::train_on_batch),
    ("test_on_batch", Receiver::Model, Source::Core, training::test_on_batch),
    ("predict_on_batch", Receiver::Model, Source::Core, training::predict_on_batch),
    (
        "reset_metrics",
        Receiver::Model,
        Source::Own(&declared::RESET_METRICS),
        models::reset_metrics,
    ),
    ("render", Receiver::Model, Source::Core, training::render),
    ("summary", Receiver::Model, Source::Core, models::summary),
    ("save", Receiver::Model, Source::Core, models::save),
    ("save_weights", Receiver::Model, Source::Core, models::save_weights),
    ("load_weights", Receiver::Model, Source::Core, models::load_weights),
    // `export` is a word of Rhai's own.
    ("export_model", Receiver::Model, Source::Named("export"), models::export),
    ("history", Receiver::Model, Source::Own(&declared::HISTORY), models::history),
    ("get_weights", Receiver::Model, Source::Own(&declared::GET_WEIGHTS), models::get_weights),
    ("set_weights", Receiver::Model, Source::Own(&declared::SET_WEIGHTS), models::set_weights),
    ("freeze_weights", Receiver::Model, Source::Own(&declared::FREEZE_WEIGHTS), models::freeze),
    (
        "unfreeze_weights",
        Receiver::Model,
        Source::Own(&declared::UNFREEZE_WEIGHTS),
        models::unfreeze,
    ),
    ("count_params", Receiver::Model, Source::Own(&declared::COUNT_PARAMS), models::count_params),
    ("to_json", Receiver::Model, Source::Own(&declared::TO_JSON), models::to_json),
    ("display", Receiver::Nothing, Source::Own(&declared::DISPLAY), shown::display),
    ("plot", Receiver::Nothing, Source::Own(&declared::PLOT), shown::plot),
    ("clear_output", Receiver::Nothing, Source::Own(&declared::CLEAR_OUTPUT), shown::clear_output),
    ("set_num_threads", Receiver::Nothing, Source::Core, settings::set_num_threads),
    ("num_threads", Receiver::Nothing, Source::Own(&declared::NUM_THREADS), settings::num_threads),
    ("set_random_seed", Receiver::Nothing, Source::Core, settings::set_random_seed),
    ("to_categorical", Receiver::Nothing, Source::Core, settings::to_categorical),
];
