#' A model that is a stack of layers
#'
#' Put layers on top with [layer_dense()] and its like, then [compile()][compile.imfit_model],
#' [fit()][fit.imfit_model] and [predict()][predict.imfit_model]. All of them change the model
#' itself: no assignment is needed.
#'
#' The model answers by name too, as an object of Python's does: `model$get_weights()`,
#' `model$layers`, `model$name`, `model$seed`, `model$history` (of all epochs that it was ever
#' trained), `model$input_shape`, `model$optimizer`; `model$fit()`, `model$predict()` and so on
#' are the functions without their first argument. `model$optimizer$learning_rate <- 0.01` sets
#' the learning rate of a compiled model from its next step on, and `model$stop_training <- TRUE`
#' in a callback ends a training. It can be saved with [saveRDS()], sent to other R processes, and
#' copied with [model_from_json()] (without its weights) or [load_model()].
#'
#' @param layers A list of layers, made by layer functions without a model; or NULL.
#' @param name The model's name; "sequential" if NULL.
#' @param input_shape The number of values in a row of input; may also be given to the first layer.
#' @param seed Governs initial weights and shuffling: a whole number from 0 to 2^53 - 1. If NULL, it
#'   is drawn from R's generator, so that [set.seed()] governs.
#' @return The model.
#' @seealso <https://keras.io/api/models/sequential/>
#' @examples
#' model <- keras_model_sequential(seed = 7)
#' model %>%
#'   layer_dense(10, input_shape = 2, activation = "tanh") %>%
#'   layer_dense(3, activation = "sigmoid")
#' summary(model)
#' @export
keras_model_sequential <- function(layers = NULL, name = NULL, input_shape = NULL, seed = NULL) {
  given <- list(name = name, input_shape = input_shape, seed = seed)
  if (is.null(seed)) given$seed <- draw_seed()
  model <- new_object("imfit_model", model_new(given))
  if (inherits(layers, "imfit_layer")) layers <- list(layers)
  for (layer in layers) {
    if (!inherits(layer, "imfit_layer")) {
      fail("type", "`layers` must be a list of layers, as layer_dense(units = 3)")
    }
    changing(model, model_add(pointer(model), layer))
  }
  model
}

#' A seed from R's generator: 53 random bits.
#' @noRd
draw_seed <- function() {
  bits <- floor(stats::runif(2) * 2^c(26, 27))
  bits[1] * 2^27 + bits[2]
}

#' Puts a layer on top of a model, or makes one where there is no model.
#' @noRd
add_layer <- function(object, alone, class_name, given) {
  layer <- new_component("layer", class_name, given)
  if (alone) {
    return(layer)
  }
  check_model(object)
  changing(object, model_add(pointer(object), layer))
}

#' Refuses what is no model.
#' @noRd
check_model <- function(object) {
  if (!inherits(object, "imfit_model")) {
    fail("type", paste0(
      "`object` must be a model, made by keras_model_sequential(), not an object of class ",
      paste(class(object), collapse = "/")
    ))
  }
}

#' Say how a model is to be trained
#'
#' The optimizer begins anew; weights stay as they are.
#'
#' @param object The model. It is changed in place.
#' @param optimizer How weights follow their gradients: a name, or what [optimizer_adam()] returns.
#' @param loss What training makes small: a name, what [loss_mean_squared_error()] returns, or a
#'   function of your own: `function(y_true, y_pred)`, two matrices, returns a number for each row,
#'   or a row of numbers whose mean counts. It is called for each batch, and twice more for each
#'   output, to find its slopes; [loss_function()] takes a gradient too.
#' @param metrics What is reported beside the loss: names, or a list of what [metric_accuracy()] and
#'   its like return, or of functions like the loss, whose names the history has; or NULL.
#' @param precision How exact the products of a training are: "f32", or "bf16" for speed on
#'   processors that have it (AVX512_BF16); on others it is an error. With "bf16", the products of
#'   all dense layers but the first take values rounded to 8 bits of precision, forward and
#'   backward; weights, sums and the optimizer stay in f32, and so do [evaluate()] and
#'   [predict()][predict.imfit_model]. A model that was saved with "bf16" loads and predicts
#'   everywhere.
#' @param ... Nothing more.
#' @return The model, invisibly.
#' @seealso <https://keras.io/api/models/model_training_apis/#compile-method>
#' @examples
#' model <- keras_model_sequential() %>% layer_dense(3, input_shape = 2)
#' model %>% compile(
#'   loss = "mean_squared_error",
#'   optimizer = optimizer_adam(learning_rate = 0.01),
#'   metrics = "accuracy"
#' )
#'
#' # A loss of one's own.
#' model %>% compile(loss = function(y_true, y_pred) rowMeans(abs(y_true - y_pred)^1.5))
#' @importFrom generics compile
#' @export
compile.imfit_model <- function(object, optimizer = "rmsprop", loss = "mean_squared_error",
                                metrics = NULL, precision = "f32", ...) {
  check_dots("compile", ...)
  given <- lapply(arguments("object"), plain_value)
  given$loss <- loss_described(given$loss, substitute(loss))
  given$metrics <- metrics_described(given$metrics, substitute(metrics))
  changing(object, model_compile(pointer(object), given))
  assign("functions", functions_of(given$loss, given$metrics), envir = object)
  invisible(object)
}

#' @export
generics::compile

#' Show a model as a table of its layers
#'
#' @param object The model.
#' @param line_length The width of the table, from 40 to 1000 characters; the console's if NULL.
#' @param ... Nothing more.
#' @return The model, invisibly.
#' @examples
#' keras_model_sequential() %>%
#'   layer_dense(3, input_shape = 2) %>%
#'   summary()
#' @export
summary.imfit_model <- function(object, line_length = NULL, ...) {
  check_dots("summary", ...)
  call_check("summary", list(line_length = line_length))
  if (is.null(line_length)) line_length <- max(40, min(getOption("width"), 1000))
  cat(model_summary(pointer(object), line_length))
  invisible(object)
}

#' @export
print.imfit_model <- function(x, ...) {
  summary(x)
}

#' Make the weights of a model
#'
#' Only needed where no layer was given an `input_shape`, and only before the first fit.
#'
#' @param object The model. It is changed in place.
#' @param input_shape The number of values in a row of input.
#' @return The model, invisibly.
#' @examples
#' model <- keras_model_sequential() %>% layer_dense(3)
#' build_model(model, 2)
#' count_params(model)
#' @export
build_model <- function(object, input_shape) {
  check_model(object)
  changing(object, model_build(pointer(object), input_shape))
}

#' Describe a model
#'
#' `get_config()` returns the model's layers with all their arguments as a list, `model_to_json()`
#' the same as text. `from_config()` and `model_from_json()` make a model of these, with new
#' weights. `get_config()` also describes a layer, an optimizer and so on, and `from_config()` makes
#' it once more.
#'
#' @param object The model, or a layer, an optimizer, ...
#' @param config What `get_config()` returned; its values may have been changed.
#' @param json What `model_to_json()` returned.
#' @return A list, a string, a model.
#' @seealso <https://keras.io/api/models/model_saving_apis/model_config_serialization/>
#' @examples
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(3, input_shape = 2)
#' json <- model_to_json(model)
#' identical(get_weights(model_from_json(json)), get_weights(model))
#' config <- get_config(layer_dense(units = 3))
#' config$units <- 30
#' from_config(config)
#' @export
get_config <- function(object) {
  if (inherits(object, "imfit_component")) {
    kind <- sub("^imfit_", "", class(object)[1])
    return(structure(object$config,
      config_of = c(kind = kind, class_name = object$class_name),
      functions = attr(object, "functions")
    ))
  }
  check_model(object)
  structure(model_config(pointer(object))$config, config_of = c(kind = "model"))
}

#' @rdname get_config
#' @export
from_config <- function(config) {
  of <- attr(config, "config_of")
  if (is.null(of)) fail("type", "`config` must be what get_config() returned")
  if (of[["kind"]] == "model") {
    return(new_object("imfit_model", native_model_from_config(config)))
  }
  functions <- attr(config, "functions")
  given <- as.list(config)
  given[names(functions)] <- functions
  attributes(given) <- attributes(given)["names"]
  new_component(of[["kind"]], of[["class_name"]], given)
}

#' @rdname get_config
#' @export
model_to_json <- function(object) {
  check_model(object)
  native_model_to_json(pointer(object))
}

#' @rdname get_config
#' @export
model_from_json <- function(json) {
  new_object("imfit_model", native_model_from_json(json))
}

#' A path with its `~` replaced; what is no path is left to the native code to refuse.
#' @noRd
expanded <- function(path) {
  if (is.character(path)) path.expand(path) else path
}

#' The layers of a model, from the input on.
#' @noRd
model_layers <- function(object) {
  described_layers(model_config(pointer(object))$config$layers)
}

#' The optimizer of a model: `model$optimizer$learning_rate` can be read and set. NULL before
#' compile().
#' @noRd
model_optimizer <- function(object) {
  described <- model_compile_config(pointer(object))$optimizer
  if (is.null(described)) {
    return(NULL)
  }
  described$config$learning_rate <- model_learning_rate(pointer(object))
  structure(c(list(class_name = described$class_name), described$config),
    class = "imfit_model_optimizer"
  )
}

#' @export
`$.imfit_model_optimizer` <- function(x, name) {
  .subset2(x, if (name == "lr") "learning_rate" else name)
}

#' @export
`$<-.imfit_model_optimizer` <- function(x, name, value) { # nolint: object_name_linter.
  if (name == "lr") name <- "learning_rate"
  if (name != "learning_rate") {
    fail("state", sprintf("of an optimizer `learning_rate` can be set, and not `%s`", name))
  }
  class <- class(x)
  x <- unclass(x)
  x$learning_rate <- value
  structure(x, class = class)
}

#' @export
print.imfit_model_optimizer <- function(x, ...) {
  config <- unclass(x)
  cat("<", format.imfit_component(list(class_name = config$class_name, config = config[-1])), ">\n",
    sep = ""
  )
  invisible(x)
}

#' A part of a model's description, by name.
#' @noRd
config_part <- function(name) {
  force(name)
  function(object) model_config(pointer(object))$config[[name]]
}

imfit_model_class <- list(
  save = function(pointer) model_to_bytes(pointer),
  restore = function(bytes) model_from_bytes(bytes),
  methods = list(
    add = function(object, layer) {
      if (!inherits(layer, "imfit_layer")) {
        fail("type", "`layer` must be a layer, as layer_dense(units = 3)")
      }
      changing(object, model_add(pointer(object), layer))
    },
    build = function(object, input_shape) build_model(object, input_shape),
    compile = compile.imfit_model,
    summary = summary.imfit_model,
    fit = fit.imfit_model,
    evaluate = evaluate.imfit_model,
    predict = predict.imfit_model,
    render = render.imfit_model,
    get_weights = function(object) get_weights(object),
    set_weights = function(object, weights) set_weights(object, weights),
    count_params = function(object) count_params(object),
    get_config = function(object) get_config(object),
    to_json = model_to_json,
    train_on_batch = function(object, ...) train_on_batch(object, ...),
    test_on_batch = function(object, ...) test_on_batch(object, ...),
    predict_on_batch = function(object, x) predict_on_batch(object, x),
    reset_metrics = function(object) reset_metrics(object),
    get_layer = function(object, ...) get_layer(object, ...),
    pop = function(object) pop_layer(object),
    save = save_model,
    save_weights = save_model_weights,
    load_weights = load_model_weights,
    export = export_model
  ),
  properties = list(
    name = config_part("name"),
    seed = config_part("seed"),
    input_shape = config_part("input_shape"),
    layers = model_layers,
    optimizer = model_optimizer,
    learning_rate = function(object) model_learning_rate(pointer(object)),
    stop_training = function(object) model_stop_training(pointer(object)),
    history = function(object) {
      history <- model_history(pointer(object))
      new_history(list(epochs = length(history$epoch)), history)
    }
  ),
  setters = list(
    learning_rate = function(object, value) {
      changing(object, model_set_learning_rate(pointer(object), plain_value(value)))
    },
    optimizer = function(object, value) {
      if (!inherits(value, "imfit_model_optimizer")) {
        fail("state", "an optimizer is set by compile(); of a model's, `learning_rate` can be set")
      }
      rate <- .subset2(value, "learning_rate")
      if (!identical(rate, model_learning_rate(pointer(object)))) {
        changing(object, model_set_learning_rate(pointer(object), plain_value(rate)))
      }
    },
    stop_training = function(object, value) model_set_stop_training(pointer(object), value)
  )
)
