#' Train, test and predict one batch at a time
#'
#' `train_on_batch()` takes exactly one step of the optimizer, on all rows together. It and
#' `test_on_batch()` return loss and metrics over all rows since `reset_metrics()`,
#' [compile()][compile.imfit_model] or [fit()][fit.imfit_model], as in Keras, those of training
#' before each row's step; the history does not have them. `predict_on_batch()` is
#' [predict()][predict.imfit_model].
#'
#' @param object The model, compiled. Training changes it in place.
#' @param x Inputs: a matrix, a data frame or a vector, as for [fit()][fit.imfit_model].
#' @param y Targets, likewise.
#' @param sample_weight How much each row's loss counts: one finite number for each row.
#' @param class_weight How much the loss of each class's rows counts, as for
#'   [fit()][fit.imfit_model].
#' @return A named list of the loss and the metrics; `predict_on_batch()` returns a matrix,
#'   `reset_metrics()` the model, invisibly.
#' @seealso <https://keras.io/api/models/model_training_apis/#train_on_batch-method>
#' @examples
#' x <- matrix(runif(40), 20)
#' y <- x %*% c(1, -1)
#' model <- keras_model_sequential(seed = 7) %>% layer_dense(1, input_shape = 2)
#' model %>% compile(loss = "mse", optimizer = optimizer_sgd(0.1))
#' for (step in 1:10) train_on_batch(model, x, y)
#' reset_metrics(model)
#' test_on_batch(model, x, y)
#' @export
train_on_batch <- function(object, x, y, sample_weight = NULL, class_weight = NULL) {
  check_model(object)
  options <- list(class_weight = class_weight)
  call_check("train_on_batch", options)
  data <- rows_list(x, y, sample_weight)
  logs <- NULL
  changing(object, logs <- evaluated(object, on_batch_begin(pointer(object), data, options)))
  logs
}

#' @rdname train_on_batch
#' @export
test_on_batch <- function(object, x, y, sample_weight = NULL) {
  check_model(object)
  data <- rows_list(x, y, sample_weight)
  logs <- NULL
  changing(object, logs <- evaluated(object, on_batch_begin(pointer(object), data, NULL)))
  logs
}

#' @rdname train_on_batch
#' @export
predict_on_batch <- function(object, x) {
  check_model(object)
  predict.imfit_model(object, x)
}

#' @rdname train_on_batch
#' @export
reset_metrics <- function(object) {
  check_model(object)
  changing(object, model_reset_metrics(pointer(object)))
}

#' Inputs, targets and weights that are no picture.
#' @noRd
rows_list <- function(x, y, sample_weight) {
  data_list(as_rows(x, "x"), as_rows(y, "y"), sample_weight, "pixel")
}

#' Layers of a model: look at one, take the topmost off, make the model once more
#'
#' @param object,model The model. `pop_layer()` changes it in place: the other layers keep their
#'   weights, the optimizer begins anew.
#' @param name The layer's name; it may be one in a block.
#' @param index The layer's place, counted from 1.
#' @return `get_layer()` and `pop_layer()` return the layer's description, `clone_model()` a model
#'   of the same layers, name and seed, with the weights that those begin with; it is not compiled.
#' @examples
#' model <- keras_model_sequential(seed = 7) %>%
#'   layer_dense(4, input_shape = 2, name = "first") %>%
#'   layer_dense(3)
#' get_layer(model, "first")
#' get_config(get_layer(model, index = 2))$units
#' twin <- clone_model(model)
#' pop_layer(model)
#' @export
get_layer <- function(object, name = NULL, index = NULL) {
  check_model(object)
  layer <- model_get_layer(pointer(object), list(name = name, index = index))
  described_layers(list(layer))[[1]]
}

#' @rdname get_layer
#' @export
pop_layer <- function(object) {
  check_model(object)
  layer <- NULL
  changing(object, layer <- model_pop(pointer(object)))
  structure(layer, class = c("imfit_layer", "imfit_component"))
}

#' @rdname get_layer
#' @export
clone_model <- function(model) {
  check_model(model)
  new_object("imfit_model", model_clone(pointer(model)))
}
