#' Freeze layers, and train them again
#'
#' Training leaves the weights of frozen layers as they are. `freeze_weights()` freezes the layers
#' from `from` to `to`, both included, and trains all others; `unfreeze_weights()` trains these
#' layers and freezes all others. Without `from` and `to` both are about all layers.
#'
#' The model needs no other [compile()]: what the optimizer keeps for other layers goes on, and
#' begins anew for weights that are trained again. `layer_dense(trainable = FALSE)` makes a frozen
#' layer.
#'
#' @param object The model. It is changed in place.
#' @param from The first of the layers: its name, or its number. The first of the model if not
#'   given.
#' @param to The last of the layers: its name, or its number; a negative number counts from the
#'   end. The last of the model if not given.
#' @return The model, invisibly.
#' @examples
#' model <- keras_model_sequential() %>%
#'   layer_dense(10, "tanh", input_shape = 2, name = "first") %>%
#'   layer_dense(3)
#' freeze_weights(model, to = "first")
#' model
#' unfreeze_weights(model)
#' @export
freeze_weights <- function(object, from = NULL, to = NULL) {
  set_range_trainable(object, from, to, FALSE)
}

#' @rdname freeze_weights
#' @export
unfreeze_weights <- function(object, from = NULL, to = NULL) {
  set_range_trainable(object, from, to, TRUE)
}

#' @noRd
set_range_trainable <- function(object, from, to, trainable) {
  check_model(object)
  from <- layer_name(object, from, "from")
  to <- layer_name(object, to, "to")
  changing(object, model_set_range_trainable(pointer(object), from, to, trainable))
}

#' The name of a layer that is given by its name, by its number, or not at all.
#' @noRd
layer_name <- function(object, layer, argument) {
  if (is.null(layer) || (is.character(layer) && length(layer) == 1)) {
    return(layer)
  }
  layers <- model_config(pointer(object))$config$layers
  allowed <- sprintf("the name of a layer, or a number from 1 to %d", length(layers))
  if (!is.numeric(layer) || length(layer) != 1) {
    fail("type", sprintf("`%s` must be %s, or NULL", argument, allowed))
  }
  place <- if (isTRUE(layer < 0)) length(layers) + 1 + layer else layer
  if (!isTRUE(place %in% seq_along(layers))) {
    fail("value", sprintf("`%s` must be %s, not %s", argument, allowed, format(layer)))
  }
  layers[[place]]$config$name
}
