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
