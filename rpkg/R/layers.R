# Layers that R's keras has under names of their own, and the core as an argument of another.

#' Layer: selu
#'
#' Applies the activation selu to each of its inputs: [layer_activation()] with `"selu"`.
#'
#' @inheritParams layer_activation
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' layer_activation_selu()
#' @export
layer_activation_selu <- function(object, name = NULL, input_shape = NULL) {
  add_layer(object, missing(object), "Activation", c(activation = "selu", arguments("object")))
}

#' Let a layer look at data before it is put into a model
#'
#' [layer_normalization()] learns mean and variance of the data. Unlike in Python, the layer that is
#' given stays as it is: put the one that is returned into the model.
#'
#' @param object A layer that [layer_normalization()] made.
#' @param data The inputs: a matrix or a data frame, one row for each sample.
#' @return The layer with its mean and variance.
#' @seealso <https://keras.io/api/layers/preprocessing_layers/numerical/normalization/>
#' @examples
#' x <- as.matrix(iris[, 1:4])
#' normalized <- layer_normalization() %>% adapt(x)
#' model <- keras_model_sequential(list(normalized, layer_dense(units = 3)))
#' @export
adapt <- function(object, data) {
  if (!inherits(object, "imfit_layer")) {
    fail("type", sprintf(
      "`object` must be a layer that layer_normalization() made, not of class %s",
      paste(class(object), collapse = "/")
    ))
  }
  object$config <- layer_adapt(object$class_name, object$config, as_rows(data, "data"))
  object
}
