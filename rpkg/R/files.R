# Models in files.

#' Save and load models
#'
#' The file holds all there is of the model: layers, weights, what `compile()` was told, the
#' optimizer's state, the history and the seed. Training goes on from it as if it had not stopped.
#' It is the same for every language that imfit is called from, and appears under its name only once
#' it is whole.
#'
#' A name that ends in `.keras` makes it a file that Keras 3 loads; else it is a safetensors file,
#' imfit's own. `load_model()` reads both, and Keras's old `.h5` files: what is in the file counts,
#' not its name. A layer or an activation that Keras hasn't can't be in a `.keras` file, and one of
#' Keras's that imfit hasn't is refused.
#'
#' @param object The model.
#' @param filepath The file: `.keras` for one that Keras 3 loads, `.safetensors` for imfit's own.
#' @param overwrite Whether a file that is there may be replaced; if not, it is an error.
#' @param custom_objects Functions of your own that the model was compiled with as loss or metrics:
#'   a list of them by their names; a loss that has a gradient as [loss_function()] makes it.
#'   Without them the model can predict, and be compiled anew.
#' @param compile Whether to compile the model as it was when it was saved.
#' @return `save_model()` returns the path, invisibly, `load_model()` the model.
#' @seealso [save_model_weights()] for the weights alone.
#' @examples
#' path <- tempfile(fileext = ".keras")
#' model <- keras_model_sequential() %>% layer_dense(3, input_shape = 2)
#' save_model(model, path)
#' load_model(path)
#' @export
save_model <- function(object, filepath, overwrite = TRUE) {
  check_model(object)
  model_save(pointer(object), expanded(filepath), list(overwrite = overwrite))
  invisible(filepath)
}

#' @rdname save_model
#' @export
load_model <- function(filepath, custom_objects = NULL, compile = TRUE) {
  loaded <- new_object("imfit_model", model_load(expanded(filepath), list(compile = compile)))
  attach_functions(loaded, custom_objects)
}

#' @rdname save_model
#' @export
load_model_hdf5 <- load_model

#' Save and load the weights of a model
#'
#' The file holds the weights, and the optimizer's state, as Keras 3 has them. It can be read into a
#' model with the same layers, here and there. `load_model_weights()` also takes the weights out of
#' a file of a whole model: `.keras`, Keras's old `.h5`, `.safetensors`.
#'
#' @param object The model. `load_model_weights()` changes it in place.
#' @param filepath The file; the name of a new one ends in `.weights.h5`.
#' @param overwrite Whether a file that is there may be replaced; if not, it is an error.
#' @param skip_mismatch Whether to leave out layers whose weights don't fit.
#' @return `save_model_weights()` returns the path, `load_model_weights()` the model, both
#'   invisibly.
#' @examples
#' path <- tempfile(fileext = ".weights.h5")
#' model <- keras_model_sequential() %>% layer_dense(3, input_shape = 2)
#' save_model_weights(model, path)
#' copy <- model_from_json(model_to_json(model))
#' load_model_weights(copy, path)
#' @export
save_model_weights <- function(object, filepath, overwrite = TRUE) {
  check_model(object)
  model_save_weights(pointer(object), expanded(filepath), list(overwrite = overwrite))
  invisible(filepath)
}

#' @rdname save_model_weights
#' @export
save_model_weights_hdf5 <- save_model_weights

#' @rdname save_model_weights
#' @export
load_model_weights <- function(object, filepath, skip_mismatch = FALSE) {
  check_model(object)
  given <- list(skip_mismatch = skip_mismatch)
  changing(object, model_load_weights(pointer(object), expanded(filepath), given))
}

#' @rdname save_model_weights
#' @export
load_model_weights_hdf5 <- load_model_weights

#' Export a model for other programs
#'
#' The file holds what the model predicts as a graph of operations, in the ONNX format (opset 20),
#' for programs that run such files. Its input is called `input`, (rows, inputs), its output
#' `output`, (rows, outputs), both in single precision. Nothing of the training goes with it.
#'
#' @param object The model.
#' @param filepath The file; its name ends in `.onnx`.
#' @param format The format: "onnx".
#' @return The path, invisibly.
#' @seealso <https://keras.io/api/models/model_saving_apis/export/>
#' @examples
#' path <- tempfile(fileext = ".onnx")
#' model <- keras_model_sequential() %>% layer_dense(3, input_shape = 2, activation = "tanh")
#' export_model(model, path)
#' @export
export_model <- function(object, filepath, format = "onnx") {
  check_model(object)
  model_export(pointer(object), expanded(filepath), list(format = format))
  invisible(filepath)
}
