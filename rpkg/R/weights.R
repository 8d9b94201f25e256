#' A model's weights
#'
#' In the order of the layers: for each dense layer its kernel, a matrix of inputs x units, then its
#' bias, a vector. `model$get_weights()` is the same.
#'
#' @param object The model. `set_weights()` changes it in place; the optimizer's state stays.
#' @param weights A list of as many matrices and vectors, each of the same size.
#' @return `get_weights()` returns the list, empty while the input shape is not known;
#'   `set_weights()` the model, invisibly; `count_params()` the number of weights.
#' @examples
#' model <- keras_model_sequential() %>% layer_dense(3, input_shape = 2)
#' model %>% set_weights(list(matrix(0.1, 2, 3), c(1, 2, 3)))
#' get_weights(model)
#' count_params(model)
#' @export
get_weights <- function(object) {
  check_model(object)
  model_get_weights(pointer(object))
}

#' @rdname get_weights
#' @export
set_weights <- function(object, weights) {
  check_model(object)
  changing(object, model_set_weights(pointer(object), weights))
}

#' @rdname get_weights
#' @export
count_params <- function(object) {
  check_model(object)
  model_count_params(pointer(object))
}
