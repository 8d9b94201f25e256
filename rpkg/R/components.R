# Written by tools/generate.R from what the core declares. Change that instead.

#' Layer: Dense
#'
#' A dense layer: activation(x times kernel + bias).
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param units The number of outputs. It is a whole number from 1 to 16777216.
#' @param activation The function applied to each output; linear if not given. It is the name of
#'   an activation, or one made by its function, or NULL.
#' @param use_bias Whether a bias is added. It is true or false.
#' @param kernel_initializer How the kernel begins. It is the name of an initializer, or one made
#'   by its function.
#' @param bias_initializer How the bias begins. It is the name of an initializer, or one made by
#'   its function.
#' @param kernel_regularizer A penalty on the kernel, added to the loss. It is the name of a
#'   regularizer, or one made by its function, or NULL.
#' @param bias_regularizer A penalty on the bias, added to the loss. It is the name of a
#'   regularizer, or one made by its function, or NULL.
#' @param activity_regularizer A penalty on the outputs of each row, added to the loss. It is the
#'   name of a regularizer, or one made by its function, or NULL.
#' @param kernel_constraint What the kernel is held to after each step. It is the name of a
#'   constraint, or one made by its function, or NULL.
#' @param bias_constraint What the bias is held to after each step. It is the name of a
#'   constraint, or one made by its function, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/core_layers/dense/>
#' @examples
#' keras_model_sequential() %>% layer_dense(3, input_shape = 2)
#' @export
layer_dense <- function(
  object, units, activation = NULL, use_bias = TRUE, kernel_initializer = "glorot_uniform",
  bias_initializer = "zeros", kernel_regularizer = NULL, bias_regularizer = NULL,
  activity_regularizer = NULL, kernel_constraint = NULL, bias_constraint = NULL, name = NULL,
  input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "Dense", arguments("object"))
}

#' Layer: Activation
#'
#' Applies an activation to each of its inputs.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param activation The function to apply. It is the name of an activation, or one made by its
#'   function.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/core_layers/activation/>
#' @examples
#' keras_model_sequential() %>% layer_activation("tanh", input_shape = 2)
#' @export
layer_activation <- function(
  object, activation, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "Activation", arguments("object"))
}

#' Layer: ReLU
#'
#' The rectifier max(x, 0), with three arguments that bend it.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param max_value Where the output stops growing; never if not given. It is a number of at least
#'   0, or NULL.
#' @param negative_slope The slope below the threshold. It is a number of at least 0.
#' @param threshold Where the identity begins. It is a number of at least 0.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/activation_layers/relu/>
#' @examples
#' layer_activation_relu()
#' @export
layer_activation_relu <- function(
  object, max_value = NULL, negative_slope = 0, threshold = 0, name = NULL, input_shape = NULL,
  trainable = TRUE
) {
  add_layer(object, missing(object), "ReLU", arguments("object"))
}

#' Layer: LeakyReLU
#'
#' The rectifier that leaks: x above 0, negative_slope * x from there down.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param negative_slope The slope below 0. It is a number of at least 0.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/activation_layers/leaky_relu/>
#' @examples
#' layer_activation_leaky_relu()
#' @export
layer_activation_leaky_relu <- function(
  object, negative_slope = 0.3, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "LeakyReLU", arguments("object"))
}

#' Layer: PReLU
#'
#' The rectifier that learns how much it leaks: x above 0, alpha * x below, with an alpha for each
#'   input.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param alpha_initializer How the slopes below 0 begin. It is the name of an initializer, or one
#'   made by its function.
#' @param alpha_regularizer A penalty on the slopes, added to the loss. It is the name of a
#'   regularizer, or one made by its function, or NULL.
#' @param alpha_constraint What the slopes are held to after each step. It is the name of a
#'   constraint, or one made by its function, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/activation_layers/prelu/>
#' @examples
#' layer_activation_parametric_relu()
#' @export
layer_activation_parametric_relu <- function(
  object, alpha_initializer = "zeros", alpha_regularizer = NULL, alpha_constraint = NULL, name =
  NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "PReLU", arguments("object"))
}

#' Layer: ELU
#'
#' The exponential linear unit: x above 0, alpha * (exp(x) - 1) from there down.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param alpha How far below 0 it goes. It is a number of at least 0.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/activation_layers/elu/>
#' @examples
#' layer_activation_elu()
#' @export
layer_activation_elu <- function(
  object, alpha = 1, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "ELU", arguments("object"))
}

#' Layer: Softmax
#'
#' Shares: exp(x) over the sum of the row, so that its values add up to 1.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/activation_layers/softmax/>
#' @examples
#' layer_activation_softmax()
#' @export
layer_activation_softmax <- function(object, name = NULL, input_shape = NULL, trainable = TRUE) {
  add_layer(object, missing(object), "Softmax", arguments("object"))
}

#' Layer: Dropout
#'
#' Sets a share of its inputs to 0 in training, so that none is relied on alone; the others grow
#'   to make up for it.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param rate The share of the values that are dropped. It is a number of at least 0 and below 1.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/regularization_layers/dropout/>
#' @examples
#' keras_model_sequential() %>% layer_dense(30, "relu", input_shape = 2) %>% layer_dropout(0.2)
#' @export
layer_dropout <- function(
  object, rate, seed = NULL, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "Dropout", arguments("object"))
}

#' Layer: GaussianNoise
#'
#' Adds normal noise to its inputs in training.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param stddev The standard deviation of the noise. It is a number of at least 0 and of at most
#'   1.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/regularization_layers/gaussian_noise/>
#' @examples
#' layer_gaussian_noise(stddev = 0.5)
#' @export
layer_gaussian_noise <- function(
  object, stddev, seed = NULL, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "GaussianNoise", arguments("object"))
}

#' Layer: GaussianDropout
#'
#' Multiplies its inputs by normal noise around 1 in training, of variance rate / (1 - rate).
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param rate The share of the values that are dropped. It is a number of at least 0 and below 1.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/regularization_layers/gaussian_dropout/>
#' @examples
#' layer_gaussian_dropout(rate = 0.5)
#' @export
layer_gaussian_dropout <- function(
  object, rate, seed = NULL, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "GaussianDropout", arguments("object"))
}

#' Layer: AlphaDropout
#'
#' Dropout for selu: sets a share of its inputs to the lowest value of selu in training, and keeps
#'   their mean and variance.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param rate The share of the values that are dropped. It is a number of at least 0 and below 1.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/regularization_layers/alpha_dropout/>
#' @examples
#' layer_alpha_dropout(rate = 0.5)
#' @export
layer_alpha_dropout <- function(
  object, rate, seed = NULL, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "AlphaDropout", arguments("object"))
}

#' Layer: Normalization
#'
#' Brings each input to mean 0 and variance 1, by numbers that are given, or that adapt() finds in
#'   data.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param axis The axis of the values of a row, each of which has numbers of its own; nothing for
#'   one mean and one variance of all values. It is -1, the axis of the values of a row, or NULL.
#' @param mean The mean of each value of a row, or one for all. Without it adapt() has to come
#'   first. It is a list whose every value is a finite number, or NULL.
#' @param variance The variances, as many as there are means. It is a list whose every value is a
#'   number of at least 0, or NULL.
#' @param invert Whether normalized values become what they were. It is true or false.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/preprocessing_layers/numerical/normalization/>
#' @examples
#' layer_normalization()
#' @export
layer_normalization <- function(
  object, axis = -1, mean = NULL, variance = NULL, invert = FALSE, name = NULL, input_shape =
  NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "Normalization", arguments("object"))
}

#' Layer: Rescaling
#'
#' Brings its inputs to another scale: x * scale + offset.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param scale What each input is multiplied by. It is a finite number.
#' @param offset What is added after that. It is a finite number.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/>
#' @examples
#' layer_rescaling(scale = 0.5)
#' @export
layer_rescaling <- function(
  object, scale, offset = 0, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "Rescaling", arguments("object"))
}

#' Layer: LayerNormalization
#'
#' Brings the values of each row to mean 0 and variance 1, and then to a scale and an offset that
#'   are learnt.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param axis The axis of the values of a row. It is -1, the axis of the values of a row.
#' @param epsilon Added to what the square root is taken of, so that it is never 0. It is a number
#'   above 0.
#' @param center Whether an offset beta is added. It is true or false.
#' @param scale Whether there is a scale gamma. It is true or false.
#' @param beta_initializer How beta begins. It is the name of an initializer, or one made by its
#'   function.
#' @param gamma_initializer How gamma begins. It is the name of an initializer, or one made by its
#'   function.
#' @param beta_regularizer A penalty on beta, added to the loss. It is the name of a regularizer,
#'   or one made by its function, or NULL.
#' @param gamma_regularizer A penalty on gamma, added to the loss. It is the name of a
#'   regularizer, or one made by its function, or NULL.
#' @param beta_constraint What beta is held to after each step. It is the name of a constraint, or
#'   one made by its function, or NULL.
#' @param gamma_constraint What gamma is held to after each step. It is the name of a constraint,
#'   or one made by its function, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/normalization_layers/layer_normalization/>
#' @examples
#' layer_layer_normalization()
#' @export
layer_layer_normalization <- function(
  object, axis = -1, epsilon = 0.001, center = TRUE, scale = TRUE, beta_initializer = "zeros",
  gamma_initializer = "ones", beta_regularizer = NULL, gamma_regularizer = NULL, beta_constraint
  = NULL, gamma_constraint = NULL, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "LayerNormalization", arguments("object"))
}

#' Layer: RMSNormalization
#'
#' Divides each row by the root of the mean of its squares; then a scale is learnt for each value.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param axis The axis of the values of a row. It is -1, the axis of the values of a row.
#' @param epsilon Added to what the square root is taken of, so that it is never 0. It is a number
#'   above 0.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/normalization_layers/rms_normalization/>
#' @examples
#' layer_rms_normalization()
#' @export
layer_rms_normalization <- function(
  object, axis = -1, epsilon = 1e-06, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "RMSNormalization", arguments("object"))
}

#' Layer: UnitNormalization
#'
#' Divides each row by its length, so that the squares of its values add up to 1.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param axis The axis of the values of a row. It is -1, the axis of the values of a row.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/normalization_layers/unit_normalization/>
#' @examples
#' layer_unit_normalization()
#' @export
layer_unit_normalization <- function(
  object, axis = -1, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "UnitNormalization", arguments("object"))
}

#' Layer: Identity
#'
#' Gives back what it gets: a place for a layer to come.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/core_layers/identity/>
#' @examples
#' layer_identity()
#' @export
layer_identity <- function(object, name = NULL, input_shape = NULL, trainable = TRUE) {
  add_layer(object, missing(object), "Identity", arguments("object"))
}

#' Layer: Residual
#'
#' A residual block: its input, plus what a stack of layers makes of it.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param layers The layers of the stack; its output must be as wide as its input. It is a list of
#'   layers, made by their functions.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://arxiv.org/abs/1512.03385>
#' @examples
#' keras_model_sequential() %>% layer_dense(10, input_shape = 2) %>%
#'   layer_residual(list(layer_dense(units = 10, activation = "tanh"), layer_dense(units = 10)))
#' @export
layer_residual <- function(object, layers, name = NULL, input_shape = NULL, trainable = TRUE) {
  add_layer(object, missing(object), "Residual", arguments("object"))
}

#' Layer: BatchNormalization
#'
#' Moves and scales each feature: by its mean and variance in the batch when training, by moving
#'   averages of these else.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param axis The axis of the values of a row. It is -1, the axis of the values of a row.
#' @param momentum The share that a moving average keeps in each step. It is a number of at least
#'   0 and of at most 1.
#' @param epsilon Added to what the square root is taken of, so that it is never 0. It is a number
#'   above 0.
#' @param center Whether an offset beta is added. It is true or false.
#' @param scale Whether there is a scale gamma. It is true or false.
#' @param beta_initializer How beta begins. It is the name of an initializer, or one made by its
#'   function.
#' @param gamma_initializer How gamma begins. It is the name of an initializer, or one made by its
#'   function.
#' @param moving_mean_initializer How the moving mean begins. It is the name of an initializer, or
#'   one made by its function.
#' @param moving_variance_initializer How the moving variance begins. It is the name of an
#'   initializer, or one made by its function.
#' @param beta_regularizer A penalty on beta, added to the loss. It is the name of a regularizer,
#'   or one made by its function, or NULL.
#' @param gamma_regularizer A penalty on gamma, added to the loss. It is the name of a
#'   regularizer, or one made by its function, or NULL.
#' @param beta_constraint What beta is held to after each step. It is the name of a constraint, or
#'   one made by its function, or NULL.
#' @param gamma_constraint What gamma is held to after each step. It is the name of a constraint,
#'   or one made by its function, or NULL.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/normalization_layers/batch_normalization/>
#' @examples
#' keras_model_sequential() %>% layer_dense(3, input_shape = 2) %>% layer_batch_normalization()
#' @export
layer_batch_normalization <- function(
  object, axis = -1, momentum = 0.99, epsilon = 0.001, center = TRUE, scale = TRUE,
  beta_initializer = "zeros", gamma_initializer = "ones", moving_mean_initializer = "zeros",
  moving_variance_initializer = "ones", beta_regularizer = NULL, gamma_regularizer = NULL,
  beta_constraint = NULL, gamma_constraint = NULL, name = NULL, input_shape = NULL, trainable =
  TRUE
) {
  add_layer(object, missing(object), "BatchNormalization", arguments("object"))
}

#' Layer: ActivityRegularization
#'
#' Gives what it gets, and adds a penalty on it to the loss.
#'
#' @param object The model that the layer is put on top of, in place. Without it the layer is
#'   returned.
#' @param l1 What the sum of the sizes of a row's values is multiplied by. It is a number of at
#'   least 0.
#' @param l2 What the sum of the squares of a row's values is multiplied by. It is a number of at
#'   least 0.
#' @param name The layer's name; made from its class if not given. It is a text, or NULL.
#' @param input_shape The number of values in a row of input; for the first layer of a model. It
#'   is a whole number of at least 1, the values in a row of input, or NULL.
#' @param trainable Whether training changes the layer's weights. It is true or false.
#' @return The model, invisibly, or the layer if there is no model.
#' @seealso <https://keras.io/api/layers/regularization_layers/activity_regularization/>
#' @examples
#' layer_activity_regularization()
#' @export
layer_activity_regularization <- function(
  object, l1 = 0, l2 = 0, name = NULL, input_shape = NULL, trainable = TRUE
) {
  add_layer(object, missing(object), "ActivityRegularization", arguments("object"))
}

#' Activation: linear
#'
#' x: no activation at all.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_linear()
#' @export
activation_linear <- function() {
  new_component("activation", "linear", arguments())
}

#' Activation: sigmoid
#'
#' 1 / (1 + exp(-x)): between 0 and 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_sigmoid()
#' @export
activation_sigmoid <- function() {
  new_component("activation", "sigmoid", arguments())
}

#' Activation: tanh
#'
#' The hyperbolic tangent: between -1 and 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_tanh()
#' @export
activation_tanh <- function() {
  new_component("activation", "tanh", arguments())
}

#' Activation: sin
#'
#' The sine of frequency * x radians: between -1 and 1, as networks with periodic activations use
#'   it.
#'
#' @param frequency How fast the sine swings. It is a finite number.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://arxiv.org/abs/2006.09661>
#' @examples
#' activation_sin()
#' @export
activation_sin <- function(frequency = 1) {
  new_component("activation", "sin", arguments())
}

#' Activation: relu
#'
#' max(x, 0), with three arguments that bend it.
#'
#' @param max_value Where the output stops growing; never if not given. It is a number of at least
#'   0, or NULL.
#' @param negative_slope The slope below the threshold. It is a number of at least 0.
#' @param threshold Where the identity begins. It is a number of at least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_relu()
#' @export
activation_relu <- function(max_value = NULL, negative_slope = 0, threshold = 0) {
  new_component("activation", "relu", arguments())
}

#' Activation: relu6
#'
#' x, but at least 0 and at most 6.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_relu6()
#' @export
activation_relu6 <- function() {
  new_component("activation", "relu6", arguments())
}

#' Activation: leaky_relu
#'
#' x above 0, negative_slope * x from there down.
#'
#' @param negative_slope The slope below 0. It is a number of at least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_leaky_relu()
#' @export
activation_leaky_relu <- function(negative_slope = 0.2) {
  new_component("activation", "leaky_relu", arguments())
}

#' Activation: elu
#'
#' x above 0, alpha * (exp(x) - 1) from there down.
#'
#' @param alpha How far below 0 it goes. It is a number of at least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_elu()
#' @export
activation_elu <- function(alpha = 1) {
  new_component("activation", "elu", arguments())
}

#' Activation: selu
#'
#' elu, scaled so that the variance of many layers stays at 1; begin with lecun_normal.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_selu()
#' @export
activation_selu <- function() {
  new_component("activation", "selu", arguments())
}

#' Activation: celu
#'
#' x above 0, alpha * (exp(x / alpha) - 1) from there down.
#'
#' @param alpha How far below 0 it goes. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_celu()
#' @export
activation_celu <- function(alpha = 1) {
  new_component("activation", "celu", arguments())
}

#' Activation: gelu
#'
#' x times the share of the normal distribution below x.
#'
#' @param approximate Whether a hyperbolic tangent takes the place of the distribution. It is true
#'   or false.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_gelu()
#' @export
activation_gelu <- function(approximate = FALSE) {
  new_component("activation", "gelu", arguments())
}

#' Activation: silu
#'
#' x / (1 + exp(-x)), a smooth rectifier that dips below 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_swish()
#' @export
activation_swish <- function() {
  new_component("activation", "silu", arguments())
}

#' Activation: mish
#'
#' x * tanh(log(1 + exp(x))), a smooth rectifier that dips below 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_mish()
#' @export
activation_mish <- function() {
  new_component("activation", "mish", arguments())
}

#' Activation: softplus
#'
#' log(1 + exp(x)), a smooth rectifier.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_softplus()
#' @export
activation_softplus <- function() {
  new_component("activation", "softplus", arguments())
}

#' Activation: softsign
#'
#' x / (1 + |x|): between -1 and 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_softsign()
#' @export
activation_softsign <- function() {
  new_component("activation", "softsign", arguments())
}

#' Activation: softmax
#'
#' exp(x) as a share of the sum over all outputs of the layer: between 0 and 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_softmax()
#' @export
activation_softmax <- function() {
  new_component("activation", "softmax", arguments())
}

#' Activation: log_softmax
#'
#' The logarithm of softmax: below 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_log_softmax()
#' @export
activation_log_softmax <- function() {
  new_component("activation", "log_softmax", arguments())
}

#' Activation: sparsemax
#'
#' The shares nearest to the outputs of the layer: they add up to 1, and many are 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://arxiv.org/abs/1602.02068>
#' @examples
#' activation_sparsemax()
#' @export
activation_sparsemax <- function() {
  new_component("activation", "sparsemax", arguments())
}

#' Activation: log_sigmoid
#'
#' log(1 / (1 + exp(-x))): below 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_log_sigmoid()
#' @export
activation_log_sigmoid <- function() {
  new_component("activation", "log_sigmoid", arguments())
}

#' Activation: hard_sigmoid
#'
#' x / 6 + 1 / 2, but at least 0 and at most 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_hard_sigmoid()
#' @export
activation_hard_sigmoid <- function() {
  new_component("activation", "hard_sigmoid", arguments())
}

#' Activation: hard_silu
#'
#' x times its hard sigmoid.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_hard_swish()
#' @export
activation_hard_swish <- function() {
  new_component("activation", "hard_silu", arguments())
}

#' Activation: hard_tanh
#'
#' x, but at least -1 and at most 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_hard_tanh()
#' @export
activation_hard_tanh <- function() {
  new_component("activation", "hard_tanh", arguments())
}

#' Activation: tanh_shrink
#'
#' x - tanh(x).
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_tanh_shrink()
#' @export
activation_tanh_shrink <- function() {
  new_component("activation", "tanh_shrink", arguments())
}

#' Activation: soft_shrink
#'
#' x brought nearer to 0 by threshold, but not past it.
#'
#' @param threshold How much nearer. It is a number of at least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_soft_shrink()
#' @export
activation_soft_shrink <- function(threshold = 0.5) {
  new_component("activation", "soft_shrink", arguments())
}

#' Activation: hard_shrink
#'
#' x where |x| is above threshold, else 0.
#'
#' @param threshold What is left out. It is a number of at least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_hard_shrink()
#' @export
activation_hard_shrink <- function(threshold = 0.5) {
  new_component("activation", "hard_shrink", arguments())
}

#' Activation: squareplus
#'
#' (x + sqrt(x^2 + b)) / 2, a smooth rectifier.
#'
#' @param b How round the bend is. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_squareplus()
#' @export
activation_squareplus <- function(b = 4) {
  new_component("activation", "squareplus", arguments())
}

#' Activation: threshold
#'
#' x above threshold, else default_value.
#'
#' @param threshold Where the identity begins. It is a finite number.
#' @param default_value What there is up to it. It is a finite number.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_threshold(threshold = 0.5, default_value = 0.5)
#' @export
activation_threshold <- function(threshold, default_value) {
  new_component("activation", "threshold", arguments())
}

#' Activation: sparse_plus
#'
#' 0 up to -1, (x + 1)^2 / 4 from there to 1, x from there on.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_sparse_plus()
#' @export
activation_sparse_plus <- function() {
  new_component("activation", "sparse_plus", arguments())
}

#' Activation: sparse_sigmoid
#'
#' (x + 1) / 2, but at least 0 and at most 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_sparse_sigmoid()
#' @export
activation_sparse_sigmoid <- function() {
  new_component("activation", "sparse_sigmoid", arguments())
}

#' Activation: exponential
#'
#' exp(x).
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_exponential()
#' @export
activation_exponential <- function() {
  new_component("activation", "exponential", arguments())
}

#' Activation: glu
#'
#' The first half of the outputs of the layer, each times the sigmoid of one of the second half:
#'   half as many remain.
#'
#' @param axis The axis of the values of a row. It is -1, the axis of the values of a row.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/activations/>
#' @examples
#' activation_glu()
#' @export
activation_glu <- function(axis = -1) {
  new_component("activation", "glu", arguments())
}

#' Loss: MeanSquaredError
#'
#' The mean of the squares of the differences between predictions and targets.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meansquarederror-class>
#' @examples
#' loss_mean_squared_error()
#' @export
loss_mean_squared_error <- function() {
  new_component("loss", "MeanSquaredError", arguments())
}

#' Loss: MeanAbsoluteError
#'
#' The mean of the differences between predictions and targets, without their sign.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class>
#' @examples
#' loss_mean_absolute_error()
#' @export
loss_mean_absolute_error <- function() {
  new_component("loss", "MeanAbsoluteError", arguments())
}

#' Loss: MeanAbsolutePercentageError
#'
#' The mean of the differences in percent of the targets, without their sign.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class>
#' @examples
#' loss_mean_absolute_percentage_error()
#' @export
loss_mean_absolute_percentage_error <- function() {
  new_component("loss", "MeanAbsolutePercentageError", arguments())
}

#' Loss: MeanSquaredLogarithmicError
#'
#' The mean of the squares of log(1 + prediction) - log(1 + target).
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class>
#' @examples
#' loss_mean_squared_logarithmic_error()
#' @export
loss_mean_squared_logarithmic_error <- function() {
  new_component("loss", "MeanSquaredLogarithmicError", arguments())
}

#' Loss: Huber
#'
#' Half the square of a difference up to delta, a straight line beyond.
#'
#' @param delta The difference from which on the loss is a straight line. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#huber-class>
#' @examples
#' loss_huber()
#' @export
loss_huber <- function(delta = 1) {
  new_component("loss", "Huber", arguments())
}

#' Loss: LogCosh
#'
#' The mean of the logarithm of the hyperbolic cosine of the differences.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#logcosh-class>
#' @examples
#' loss_log_cosh()
#' @export
loss_log_cosh <- function() {
  new_component("loss", "LogCosh", arguments())
}

#' Loss: Charbonnier
#'
#' The mean of sqrt(d^2 + epsilon^2) over the differences d: for pictures, between squares and
#'   sizes.
#'
#' @param epsilon How round the loss is around 0. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://doi.org/10.1109/ICIP.1994.413553>
#' @examples
#' loss_charbonnier()
#' @export
loss_charbonnier <- function(epsilon = 0.001) {
  new_component("loss", "Charbonnier", arguments())
}

#' Loss: BinaryCrossentropy
#'
#' The cross-entropy of each output on its own: targets and predictions are shares from 0 to 1.
#'
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class>
#' @examples
#' loss_binary_crossentropy()
#' @export
loss_binary_crossentropy <- function(from_logits = FALSE, label_smoothing = 0) {
  new_component("loss", "BinaryCrossentropy", arguments())
}

#' Loss: CategoricalCrossentropy
#'
#' The cross-entropy of several classes: an output for each, and targets that add up to 1.
#'
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class>
#' @examples
#' loss_categorical_crossentropy()
#' @export
loss_categorical_crossentropy <- function(from_logits = FALSE, label_smoothing = 0) {
  new_component("loss", "CategoricalCrossentropy", arguments())
}

#' Loss: KLDivergence
#'
#' The divergence of Kullback and Leibler: the sum of target * log(target / prediction).
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#kldivergence-class>
#' @examples
#' loss_kl_divergence()
#' @export
loss_kl_divergence <- function() {
  new_component("loss", "KLDivergence", arguments())
}

#' Loss: Poisson
#'
#' The mean of prediction - target * log(prediction): for counts.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#poisson-class>
#' @examples
#' loss_poisson()
#' @export
loss_poisson <- function() {
  new_component("loss", "Poisson", arguments())
}

#' Loss: CosineSimilarity
#'
#' The cosine of the angle between prediction and target, negated: -1 where they point the same
#'   way.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#cosinesimilarity-class>
#' @examples
#' loss_cosine_similarity()
#' @export
loss_cosine_similarity <- function() {
  new_component("loss", "CosineSimilarity", arguments())
}

#' Loss: Hinge
#'
#' The mean of max(1 - target * prediction, 0), for targets of -1 and 1; of 0 and 1 the 0 is taken
#'   for -1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/hinge_losses/#hinge-class>
#' @examples
#' loss_hinge()
#' @export
loss_hinge <- function() {
  new_component("loss", "Hinge", arguments())
}

#' Loss: SquaredHinge
#'
#' The mean of max(1 - target * prediction, 0)^2, for targets of -1 and 1; of 0 and 1 the 0 is
#'   taken for -1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/hinge_losses/#squaredhinge-class>
#' @examples
#' loss_squared_hinge()
#' @export
loss_squared_hinge <- function() {
  new_component("loss", "SquaredHinge", arguments())
}

#' Loss: CategoricalHinge
#'
#' How much the right class lacks to be 1 above the largest wrong one: targets are 0 but for a 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/hinge_losses/#categoricalhinge-class>
#' @examples
#' loss_categorical_hinge()
#' @export
loss_categorical_hinge <- function() {
  new_component("loss", "CategoricalHinge", arguments())
}

#' Loss: BinaryFocalCrossentropy
#'
#' The cross-entropy of each output on its own, where what is nearly right counts less.
#'
#' @param apply_class_balancing Whether targets of 1 and of 0 weigh differently, by alpha. It is
#'   true or false.
#' @param alpha The weight of targets of 1 where the classes are balanced; those of 0 weigh 1 -
#'   alpha. It is a number of at least 0 and of at most 1.
#' @param gamma How much less what is nearly right counts; 0: as much as all else. It is a number
#'   of at least 0.
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class>
#' @examples
#' loss_binary_focal_crossentropy()
#' @export
loss_binary_focal_crossentropy <- function(
  apply_class_balancing = FALSE, alpha = 0.25, gamma = 2, from_logits = FALSE, label_smoothing =
  0
) {
  new_component("loss", "BinaryFocalCrossentropy", arguments())
}

#' Loss: CategoricalFocalCrossentropy
#'
#' The cross-entropy of several classes, where what is nearly right counts less.
#'
#' @param alpha What the loss is multiplied by: the weight of all classes. It is a number of at
#'   least 0.
#' @param gamma How much less what is nearly right counts; 0: as much as all else. It is a number
#'   of at least 0.
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class>
#' @examples
#' loss_categorical_focal_crossentropy()
#' @export
loss_categorical_focal_crossentropy <- function(
  alpha = 0.25, gamma = 2, from_logits = FALSE, label_smoothing = 0
) {
  new_component("loss", "CategoricalFocalCrossentropy", arguments())
}

#' Loss: SparseCategoricalCrossentropy
#'
#' The cross-entropy of several classes, for targets that are one column: the number of the class,
#'   from 0.
#'
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso
#'   <https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class>
#' @examples
#' loss_sparse_categorical_crossentropy()
#' @export
loss_sparse_categorical_crossentropy <- function(from_logits = FALSE) {
  new_component("loss", "SparseCategoricalCrossentropy", arguments())
}

#' Loss: CategoricalGeneralizedCrossEntropy
#'
#' (1 - share^q) / q of the right class, which wrong targets disturb little; targets are the
#'   number of the class.
#'
#' @param q Near 0 the loss is like a cross-entropy, near 1 like a mean absolute error. It is a
#'   number above 0 and below 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://arxiv.org/abs/1805.07836>
#' @examples
#' loss_categorical_generalized_cross_entropy()
#' @export
loss_categorical_generalized_cross_entropy <- function(q = 0.5) {
  new_component("loss", "CategoricalGeneralizedCrossEntropy", arguments())
}

#' Loss: Crossentropy
#'
#' The cross-entropy that suits the data: binary for one output, sparse for one column of targets
#'   and more outputs, else categorical.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/models/model_training_apis/#compile-method>
#' @examples
#' loss_crossentropy()
#' @export
loss_crossentropy <- function() {
  new_component("loss", "Crossentropy", arguments())
}

#' Loss: SSIM
#'
#' 1 less the structural similarity to a picture, which every batch must be as a whole.
#'
#' @param max_val The largest value that a target can have. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://doi.org/10.1109/TIP.2003.819861>
#' @examples
#' loss_ssim()
#' @export
loss_ssim <- function(max_val = 1) {
  new_component("loss", "SSIM", arguments())
}

#' Loss: Function
#'
#' A function of your own. It is called for every batch, in the language that it is written in:
#'   much slower than the other losses.
#'
#' @param fn A function of the targets and the predictions, two matrices of as many rows, that
#'   returns a number for each row, or a row of numbers whose mean counts. What it says of a row
#'   must depend on that row alone. It is a function of targets and predictions, both (rows,
#'   columns).
#' @param gradient A function of the same that returns the derivatives of each row's loss with
#'   respect to its predictions, a matrix like these. Without it they are found from differences
#'   of the loss: two calls more for each output. It is a function of targets and predictions,
#'   both (rows, columns), or NULL.
#' @param name Its name: what the history calls a metric, and by what a saved model asks for the
#'   function again; the function's own if not given. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/#creating-custom-losses>
#' @examples
#' # Small errors count as their squares, large ones less; the gradient is optional.
#' loss_function(
#'   function(y_true, y_pred) sqrt(1 + (y_true - y_pred)^2) - 1,
#'   gradient = function(y_true, y_pred) {
#'     (y_pred - y_true) / sqrt(1 + (y_true - y_pred)^2) / ncol(y_pred)
#'   }
#' )
#' @export
loss_function <- function(fn, gradient = NULL, name = NULL) {
  new_component("loss", "Function", arguments())
}

#' Metric: Accuracy
#'
#' The share of rows whose largest output is the largest target, or the class that a single target
#'   numbers; with one output, whose rounding is the target.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/models/model_training_apis/#compile-method>
#' @examples
#' metric_accuracy()
#' @export
metric_accuracy <- function() {
  new_component("metric", "Accuracy", arguments())
}

#' Metric: BinaryAccuracy
#'
#' The share of outputs that are above threshold just when their target is 1.
#'
#' @param threshold From where on an output counts as 1. It is a number above 0 and below 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class>
#' @examples
#' metric_binary_accuracy()
#' @export
metric_binary_accuracy <- function(threshold = 0.5) {
  new_component("metric", "BinaryAccuracy", arguments())
}

#' Metric: CategoricalAccuracy
#'
#' The share of rows whose largest output is the largest target.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class>
#' @examples
#' metric_categorical_accuracy()
#' @export
metric_categorical_accuracy <- function() {
  new_component("metric", "CategoricalAccuracy", arguments())
}

#' Metric: SparseCategoricalAccuracy
#'
#' The share of rows whose largest output is the class that the one target numbers, from 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class>
#' @examples
#' metric_sparse_categorical_accuracy()
#' @export
metric_sparse_categorical_accuracy <- function() {
  new_component("metric", "SparseCategoricalAccuracy", arguments())
}

#' Metric: TopKCategoricalAccuracy
#'
#' The share of rows where the output of the largest target is among the k largest.
#'
#' @param k How many of the largest outputs are looked at. It is a whole number of at least 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class>
#' @examples
#' metric_top_k_categorical_accuracy()
#' @export
metric_top_k_categorical_accuracy <- function(k = 5) {
  new_component("metric", "TopKCategoricalAccuracy", arguments())
}

#' Metric: SparseTopKCategoricalAccuracy
#'
#' The share of rows where the output of the class that the one target numbers is among the k
#'   largest.
#'
#' @param k How many of the largest outputs are looked at. It is a whole number of at least 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class>
#' @examples
#' metric_sparse_top_k_categorical_accuracy()
#' @export
metric_sparse_top_k_categorical_accuracy <- function(k = 5) {
  new_component("metric", "SparseTopKCategoricalAccuracy", arguments())
}

#' Metric: Precision
#'
#' The share of the positive outputs whose target isn't 0, over all rows.
#'
#' @param thresholds Above what number an output counts as positive; 0.5 if not given. It is a
#'   number of at least 0 and of at most 1, or NULL.
#' @param class_id The only output to look at, counted from 0; all of them if not given. It is a
#'   whole number of at least 0, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/classification_metrics/#precision-class>
#' @examples
#' metric_precision()
#' @export
metric_precision <- function(thresholds = NULL, class_id = NULL) {
  new_component("metric", "Precision", arguments())
}

#' Metric: Recall
#'
#' The share of the targets that aren't 0 whose output is positive, over all rows.
#'
#' @param thresholds Above what number an output counts as positive; 0.5 if not given. It is a
#'   number of at least 0 and of at most 1, or NULL.
#' @param class_id The only output to look at, counted from 0; all of them if not given. It is a
#'   whole number of at least 0, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/classification_metrics/#recall-class>
#' @examples
#' metric_recall()
#' @export
metric_recall <- function(thresholds = NULL, class_id = NULL) {
  new_component("metric", "Recall", arguments())
}

#' Metric: CosineSimilarity
#'
#' The cosine of the angle between prediction and target: 1 where they point the same way.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class>
#' @examples
#' metric_cosine_similarity()
#' @export
metric_cosine_similarity <- function() {
  new_component("metric", "CosineSimilarity", arguments())
}

#' Metric: RootMeanSquaredError
#'
#' The root of the mean of the squares of the differences, over all rows.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class>
#' @examples
#' metric_root_mean_squared_error()
#' @export
metric_root_mean_squared_error <- function() {
  new_component("metric", "RootMeanSquaredError", arguments())
}

#' Metric: R2Score
#'
#' The share of the targets' variance that the predictions explain: 1 is all, 0 what the mean
#'   would.
#'
#' @param class_aggregation How the scores of the outputs become one. It is one of
#'   uniform_average, variance_weighted_average.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/regression_metrics/#r2score-class>
#' @examples
#' metric_r2_score()
#' @export
metric_r2_score <- function(class_aggregation = "uniform_average") {
  new_component("metric", "R2Score", arguments())
}

#' Metric: PSNR
#'
#' The peak signal-to-noise ratio in decibels, of the mean squared error over all rows.
#'
#' @param max_val The largest value that a target can have. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/ops/image/#psnr-function>
#' @examples
#' metric_psnr()
#' @export
metric_psnr <- function(max_val = 1) {
  new_component("metric", "PSNR", arguments())
}

#' Metric: SSIM
#'
#' The structural similarity to a picture, of what the model makes of all its pixels.
#'
#' @param max_val The largest value that a target can have. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://doi.org/10.1109/TIP.2003.819861>
#' @examples
#' metric_ssim()
#' @export
metric_ssim <- function(max_val = 1) {
  new_component("metric", "SSIM", arguments())
}

#' Metric: Function
#'
#' A function of your own: the mean of what it says of the rows.
#'
#' @param fn A function of the targets and the predictions, two matrices of as many rows, that
#'   returns a number for each row, or a row of numbers whose mean counts. What it says of a row
#'   must depend on that row alone. It is a function of targets and predictions, both (rows,
#'   columns).
#' @param name Its name: what the history calls a metric, and by what a saved model asks for the
#'   function again; the function's own if not given. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/metrics/base_metric/#meanmetricwrapper-class>
#' @examples
#' metric_function(function(y_true, y_pred) apply(abs(y_true - y_pred), 1, max), name = "largest")
#' @export
metric_function <- function(fn, name = NULL) {
  new_component("metric", "Function", arguments())
}

#' Metric: MeanSquaredError
#'
#' The mean of the squares of the differences between predictions and targets.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meansquarederror-class>
#' @examples
#' metric_mean_squared_error()
#' @export
metric_mean_squared_error <- function() {
  new_component("metric", "MeanSquaredError", arguments())
}

#' Metric: MeanAbsoluteError
#'
#' The mean of the differences between predictions and targets, without their sign.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class>
#' @examples
#' metric_mean_absolute_error()
#' @export
metric_mean_absolute_error <- function() {
  new_component("metric", "MeanAbsoluteError", arguments())
}

#' Metric: MeanAbsolutePercentageError
#'
#' The mean of the differences in percent of the targets, without their sign.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class>
#' @examples
#' metric_mean_absolute_percentage_error()
#' @export
metric_mean_absolute_percentage_error <- function() {
  new_component("metric", "MeanAbsolutePercentageError", arguments())
}

#' Metric: MeanSquaredLogarithmicError
#'
#' The mean of the squares of log(1 + prediction) - log(1 + target).
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class>
#' @examples
#' metric_mean_squared_logarithmic_error()
#' @export
metric_mean_squared_logarithmic_error <- function() {
  new_component("metric", "MeanSquaredLogarithmicError", arguments())
}

#' Metric: Huber
#'
#' Half the square of a difference up to delta, a straight line beyond.
#'
#' @param delta The difference from which on the loss is a straight line. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#huber-class>
#' @examples
#' metric_huber()
#' @export
metric_huber <- function(delta = 1) {
  new_component("metric", "Huber", arguments())
}

#' Metric: LogCosh
#'
#' The mean of the logarithm of the hyperbolic cosine of the differences.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/regression_losses/#logcosh-class>
#' @examples
#' metric_log_cosh()
#' @export
metric_log_cosh <- function() {
  new_component("metric", "LogCosh", arguments())
}

#' Metric: Charbonnier
#'
#' The mean of sqrt(d^2 + epsilon^2) over the differences d: for pictures, between squares and
#'   sizes.
#'
#' @param epsilon How round the loss is around 0. It is a number above 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://doi.org/10.1109/ICIP.1994.413553>
#' @examples
#' metric_charbonnier()
#' @export
metric_charbonnier <- function(epsilon = 0.001) {
  new_component("metric", "Charbonnier", arguments())
}

#' Metric: BinaryCrossentropy
#'
#' The cross-entropy of each output on its own: targets and predictions are shares from 0 to 1.
#'
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class>
#' @examples
#' metric_binary_crossentropy()
#' @export
metric_binary_crossentropy <- function(from_logits = FALSE, label_smoothing = 0) {
  new_component("metric", "BinaryCrossentropy", arguments())
}

#' Metric: CategoricalCrossentropy
#'
#' The cross-entropy of several classes: an output for each, and targets that add up to 1.
#'
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class>
#' @examples
#' metric_categorical_crossentropy()
#' @export
metric_categorical_crossentropy <- function(from_logits = FALSE, label_smoothing = 0) {
  new_component("metric", "CategoricalCrossentropy", arguments())
}

#' Metric: KLDivergence
#'
#' The divergence of Kullback and Leibler: the sum of target * log(target / prediction).
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#kldivergence-class>
#' @examples
#' metric_kl_divergence()
#' @export
metric_kl_divergence <- function() {
  new_component("metric", "KLDivergence", arguments())
}

#' Metric: Poisson
#'
#' The mean of prediction - target * log(prediction): for counts.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#poisson-class>
#' @examples
#' metric_poisson()
#' @export
metric_poisson <- function() {
  new_component("metric", "Poisson", arguments())
}

#' Metric: Hinge
#'
#' The mean of max(1 - target * prediction, 0), for targets of -1 and 1; of 0 and 1 the 0 is taken
#'   for -1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/hinge_losses/#hinge-class>
#' @examples
#' metric_hinge()
#' @export
metric_hinge <- function() {
  new_component("metric", "Hinge", arguments())
}

#' Metric: SquaredHinge
#'
#' The mean of max(1 - target * prediction, 0)^2, for targets of -1 and 1; of 0 and 1 the 0 is
#'   taken for -1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/hinge_losses/#squaredhinge-class>
#' @examples
#' metric_squared_hinge()
#' @export
metric_squared_hinge <- function() {
  new_component("metric", "SquaredHinge", arguments())
}

#' Metric: CategoricalHinge
#'
#' How much the right class lacks to be 1 above the largest wrong one: targets are 0 but for a 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/hinge_losses/#categoricalhinge-class>
#' @examples
#' metric_categorical_hinge()
#' @export
metric_categorical_hinge <- function() {
  new_component("metric", "CategoricalHinge", arguments())
}

#' Metric: BinaryFocalCrossentropy
#'
#' The cross-entropy of each output on its own, where what is nearly right counts less.
#'
#' @param apply_class_balancing Whether targets of 1 and of 0 weigh differently, by alpha. It is
#'   true or false.
#' @param alpha The weight of targets of 1 where the classes are balanced; those of 0 weigh 1 -
#'   alpha. It is a number of at least 0 and of at most 1.
#' @param gamma How much less what is nearly right counts; 0: as much as all else. It is a number
#'   of at least 0.
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class>
#' @examples
#' metric_binary_focal_crossentropy()
#' @export
metric_binary_focal_crossentropy <- function(
  apply_class_balancing = FALSE, alpha = 0.25, gamma = 2, from_logits = FALSE, label_smoothing =
  0
) {
  new_component("metric", "BinaryFocalCrossentropy", arguments())
}

#' Metric: CategoricalFocalCrossentropy
#'
#' The cross-entropy of several classes, where what is nearly right counts less.
#'
#' @param alpha What the loss is multiplied by: the weight of all classes. It is a number of at
#'   least 0.
#' @param gamma How much less what is nearly right counts; 0: as much as all else. It is a number
#'   of at least 0.
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @param label_smoothing How much the targets are drawn towards equal shares. It is a number of
#'   at least 0 and of at most 1.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class>
#' @examples
#' metric_categorical_focal_crossentropy()
#' @export
metric_categorical_focal_crossentropy <- function(
  alpha = 0.25, gamma = 2, from_logits = FALSE, label_smoothing = 0
) {
  new_component("metric", "CategoricalFocalCrossentropy", arguments())
}

#' Metric: SparseCategoricalCrossentropy
#'
#' The cross-entropy of several classes, for targets that are one column: the number of the class,
#'   from 0.
#'
#' @param from_logits Whether predictions are logits, without an activation, and not shares. It is
#'   true or false.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso
#'   <https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class>
#' @examples
#' metric_sparse_categorical_crossentropy()
#' @export
metric_sparse_categorical_crossentropy <- function(from_logits = FALSE) {
  new_component("metric", "SparseCategoricalCrossentropy", arguments())
}

#' Optimizer: SGD
#'
#' Steps against the gradient, with momentum where it is wanted.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param momentum How much of the last movement is kept each step. It is a number of at least 0
#'   and of at most 1.
#' @param nesterov Whether to move as if the momentum had been applied once more; of no
#'   consequence without any. It is true or false.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/sgd/>
#' @examples
#' optimizer_sgd()
#' @export
optimizer_sgd <- function(
  learning_rate = 0.01, momentum = 0, nesterov = FALSE, weight_decay = NULL, clipnorm = NULL,
  clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum = 0.99,
  ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps = NULL,
  name = NULL
) {
  new_component("optimizer", "SGD", arguments())
}

#' Optimizer: RMSprop
#'
#' Steps against the gradient divided by the root of its running mean square.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param rho How much of the squares' mean is kept each step. It is a number of at least 0 and
#'   below 1.
#' @param momentum How much of the last movement is kept each step. It is a number of at least 0
#'   and of at most 1.
#' @param epsilon Added below the square root, so that nothing is divided by zero. It is a number
#'   of at least 0.
#' @param centered Whether to divide by the estimated standard deviation of the gradient. It is
#'   true or false.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/rmsprop/>
#' @examples
#' optimizer_rmsprop()
#' @export
optimizer_rmsprop <- function(
  learning_rate = 0.001, rho = 0.9, momentum = 0, epsilon = 1e-07, centered = FALSE, weight_decay
  = NULL, clipnorm = NULL, clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE,
  ema_momentum = 0.99, ema_overwrite_frequency = NULL, loss_scale_factor = NULL,
  gradient_accumulation_steps = NULL, name = NULL
) {
  new_component("optimizer", "RMSprop", arguments())
}

#' Optimizer: Adam
#'
#' Steps of about the learning rate in each weight, by running means of the gradient and its
#'   square.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param beta_1 How much of the gradient's mean is kept each step. It is a number of at least 0
#'   and below 1.
#' @param beta_2 How much of the squares' mean is kept each step. It is a number of at least 0 and
#'   below 1.
#' @param epsilon Added to the square root, so that nothing is divided by zero. It is a number of
#'   at least 0.
#' @param amsgrad Whether to divide by the largest mean of squares so far, in the place of the
#'   last. It is true or false.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/adam/>
#' @examples
#' optimizer_adam(learning_rate_schedule_cosine_decay(0.01, decay_steps = 1000))
#' @export
optimizer_adam <- function(
  learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07, amsgrad = FALSE,
  weight_decay = NULL, clipnorm = NULL, clipvalue = NULL, global_clipnorm = NULL, use_ema =
  FALSE, ema_momentum = 0.99, ema_overwrite_frequency = NULL, loss_scale_factor = NULL,
  gradient_accumulation_steps = NULL, name = NULL
) {
  new_component("optimizer", "Adam", arguments())
}

#' Optimizer: AdamW
#'
#' Adam, and a share of each weight subtracted before each step.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0.
#' @param beta_1 How much of the gradient's mean is kept each step. It is a number of at least 0
#'   and below 1.
#' @param beta_2 How much of the squares' mean is kept each step. It is a number of at least 0 and
#'   below 1.
#' @param epsilon Added to the square root, so that nothing is divided by zero. It is a number of
#'   at least 0.
#' @param amsgrad Whether to divide by the largest mean of squares so far, in the place of the
#'   last. It is true or false.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/adamw/>
#' @examples
#' optimizer_adam_w()
#' @export
optimizer_adam_w <- function(
  learning_rate = 0.001, weight_decay = 0.004, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07,
  amsgrad = FALSE, clipnorm = NULL, clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE,
  ema_momentum = 0.99, ema_overwrite_frequency = NULL, loss_scale_factor = NULL,
  gradient_accumulation_steps = NULL, name = NULL
) {
  new_component("optimizer", "AdamW", arguments())
}

#' Optimizer: Adadelta
#'
#' Steps whose size follows from the running means of the squares of gradients and steps.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param rho How much of both means is kept each step. It is a number of at least 0 and below 1.
#' @param epsilon Added below the square root, so that nothing is divided by zero. It is a number
#'   of at least 0.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/adadelta/>
#' @examples
#' optimizer_adadelta()
#' @export
optimizer_adadelta <- function(
  learning_rate = 0.001, rho = 0.95, epsilon = 1e-07, weight_decay = NULL, clipnorm = NULL,
  clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum = 0.99,
  ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps = NULL,
  name = NULL
) {
  new_component("optimizer", "Adadelta", arguments())
}

#' Optimizer: Adagrad
#'
#' Steps that become smaller in each weight as the squares of its gradients add up.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param initial_accumulator_value What the sum of squares begins with. It is a number of at
#'   least 0.
#' @param epsilon Added below the square root, so that nothing is divided by zero. It is a number
#'   of at least 0.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/adagrad/>
#' @examples
#' optimizer_adagrad()
#' @export
optimizer_adagrad <- function(
  learning_rate = 0.001, initial_accumulator_value = 0.1, epsilon = 1e-07, weight_decay = NULL,
  clipnorm = NULL, clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum =
  0.99, ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps =
  NULL, name = NULL
) {
  new_component("optimizer", "Adagrad", arguments())
}

#' Optimizer: Adamax
#'
#' Adam with the largest gradient so far, which fades, in the place of the mean square.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param beta_1 How much of the gradient's mean is kept each step. It is a number of at least 0
#'   and below 1.
#' @param beta_2 How much of the largest gradient's size is kept each step. It is a number of at
#'   least 0 and below 1.
#' @param epsilon Added to the size, so that nothing is divided by zero. It is a number of at
#'   least 0.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/adamax/>
#' @examples
#' optimizer_adamax()
#' @export
optimizer_adamax <- function(
  learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07, weight_decay = NULL,
  clipnorm = NULL, clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum =
  0.99, ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps =
  NULL, name = NULL
) {
  new_component("optimizer", "Adamax", arguments())
}

#' Optimizer: Nadam
#'
#' Adam that moves as if its momentum had been applied once more.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param beta_1 How much of the gradient's mean is kept each step. It is a number of at least 0
#'   and below 1.
#' @param beta_2 How much of the squares' mean is kept each step. It is a number of at least 0 and
#'   below 1.
#' @param epsilon Added to the square root, so that nothing is divided by zero. It is a number of
#'   at least 0.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/Nadam/>
#' @examples
#' optimizer_nadam()
#' @export
optimizer_nadam <- function(
  learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-07, weight_decay = NULL,
  clipnorm = NULL, clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum =
  0.99, ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps =
  NULL, name = NULL
) {
  new_component("optimizer", "Nadam", arguments())
}

#' Optimizer: Ftrl
#'
#' Weights that follow from the sum of all gradients, and are 0 where that is small.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param learning_rate_power The power of the sum of squares that the learning rate is multiplied
#'   by. It is a number of at most 0.
#' @param initial_accumulator_value What the sum of squares begins with. It is a number of at
#'   least 0.
#' @param l1_regularization_strength How strongly weights are drawn to 0 itself. It is a number of
#'   at least 0.
#' @param l2_regularization_strength How strongly weights are made smaller. It is a number of at
#'   least 0.
#' @param l2_shrinkage_regularization_strength How much of each weight is added to its gradient,
#'   twice over. It is a number of at least 0.
#' @param beta Added to the root of the sum of squares. It is a number of at least 0.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/ftrl/>
#' @examples
#' optimizer_ftrl()
#' @export
optimizer_ftrl <- function(
  learning_rate = 0.001, learning_rate_power = -0.5, initial_accumulator_value = 0.1,
  l1_regularization_strength = 0, l2_regularization_strength = 0,
  l2_shrinkage_regularization_strength = 0, beta = 0, weight_decay = NULL, clipnorm = NULL,
  clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum = 0.99,
  ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps = NULL,
  name = NULL
) {
  new_component("optimizer", "Ftrl", arguments())
}

#' Optimizer: Lion
#'
#' Steps of the learning rate itself in each weight, up or down by the sign of a mean of the
#'   gradient.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param beta_1 How much the mean counts in the direction, beside the gradient. It is a number
#'   above 0 and below 1.
#' @param beta_2 How much of the gradient's mean is kept each step. It is a number of at least 0
#'   and below 1.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/lion/>
#' @examples
#' optimizer_lion()
#' @export
optimizer_lion <- function(
  learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.99, weight_decay = NULL, clipnorm = NULL,
  clipvalue = NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum = 0.99,
  ema_overwrite_frequency = NULL, loss_scale_factor = NULL, gradient_accumulation_steps = NULL,
  name = NULL
) {
  new_component("optimizer", "Lion", arguments())
}

#' Optimizer: Adafactor
#'
#' Steps relative to the size of the weights, by mean squares of a gradient's rows and columns.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param beta_2_decay The power of the step's number that is the share of the mean squares that
#'   is forgotten. It is a number of at most 0.
#' @param epsilon_1 Added to squares, so that nothing is divided by zero. It is a number of at
#'   least 0.
#' @param epsilon_2 The least size that weights are taken to have. It is a number of at least 0.
#' @param clip_threshold The largest root mean square of a step, before it is scaled. It is a
#'   number above 0.
#' @param relative_step As in Keras, of no consequence: the step is relative in any case. It is
#'   true or false.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/adafactor/>
#' @examples
#' optimizer_adafactor()
#' @export
optimizer_adafactor <- function(
  learning_rate = 0.001, beta_2_decay = -0.8, epsilon_1 = 1e-30, epsilon_2 = 0.001,
  clip_threshold = 1, relative_step = TRUE, weight_decay = NULL, clipnorm = NULL, clipvalue =
  NULL, global_clipnorm = NULL, use_ema = FALSE, ema_momentum = 0.99, ema_overwrite_frequency =
  NULL, loss_scale_factor = NULL, gradient_accumulation_steps = NULL, name = NULL
) {
  new_component("optimizer", "Adafactor", arguments())
}

#' Optimizer: Muon
#'
#' Steps of a kernel's momentum, made nearly orthogonal; biases, and layers that are left out,
#'   follow AdamW.
#'
#' @param learning_rate About the size of a step. It is a number above 0, or a learning rate
#'   schedule.
#' @param adam_beta_1 How much of the gradient's mean is kept each step. It is a number of at
#'   least 0 and below 1.
#' @param adam_beta_2 How much of the squares' mean is kept each step. It is a number of at least
#'   0 and below 1.
#' @param adam_weight_decay The same as weight_decay, for what follows Adam. It is a number of at
#'   least 0, or NULL.
#' @param epsilon Added to the square root, so that nothing is divided by zero. It is a number of
#'   at least 0.
#' @param weight_decay What share of each weight is subtracted before a step, times the learning
#'   rate. It is a number of at least 0, or NULL.
#' @param clipnorm The largest norm that the gradient of a kernel or bias may have; it is scaled
#'   down to that. It is a number above 0, or NULL.
#' @param clipvalue The largest size that each value of the gradient may have. It is a number
#'   above 0, or NULL.
#' @param global_clipnorm The largest norm that the gradient of all weights together may have; it
#'   is scaled down to that. It is a number above 0, or NULL.
#' @param use_ema Whether a running mean of the weights is kept, and takes their place after the
#'   last epoch of a training. It is true or false.
#' @param ema_momentum How much of the weights' mean is kept each step. It is a number of at least
#'   0 and of at most 1.
#' @param ema_overwrite_frequency After how many steps the weights are replaced by their mean,
#'   again and again; never before the end if not given. It is a whole number of at least 1, or
#'   NULL.
#' @param loss_scale_factor What the loss is multiplied by on the way back, and the gradient
#'   divided by after it. It is a number above 0, or NULL.
#' @param gradient_accumulation_steps Batches whose gradients are averaged for one step. It is a
#'   whole number of at least 2, or NULL.
#' @param name A name for the optimizer; of no consequence. It is a text, or NULL.
#' @param exclude_layers Parts of layers' names: kernels of layers that have one of them follow
#'   Adam. It is a list whose every value is a text, or NULL.
#' @param exclude_embeddings Whether layers with "embedding" in their name follow Adam. It is true
#'   or false.
#' @param muon_a The a of X (a + b X'X + c (X'X)^2). It is a finite number.
#' @param muon_b The b of it. It is a finite number.
#' @param muon_c The c of it. It is a finite number.
#' @param adam_lr_ratio Adam's learning rate as a multiple of the learning rate. It is a number of
#'   at least 0.
#' @param momentum How much of the last momentum is kept. It is a number of at least 0 and of at
#'   most 1.
#' @param ns_steps How often the momentum is brought nearer to an orthogonal matrix. It is a whole
#'   number of at least 0.
#' @param nesterov Whether the gradient is added to the momentum once more. It is true or false.
#' @param rms_rate What a step times the root of the longer side is multiplied by; without it, by
#'   neither. It is a number above 0, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/muon/>
#' @examples
#' optimizer_muon()
#' @export
optimizer_muon <- function(
  learning_rate = 0.001, adam_beta_1 = 0.9, adam_beta_2 = 0.999, adam_weight_decay = 0.004,
  epsilon = 1e-07, weight_decay = 0.004, clipnorm = NULL, clipvalue = NULL, global_clipnorm =
  NULL, use_ema = FALSE, ema_momentum = 0.99, ema_overwrite_frequency = NULL, loss_scale_factor =
  NULL, gradient_accumulation_steps = NULL, name = NULL, exclude_layers = NULL,
  exclude_embeddings = TRUE, muon_a = 3.4445, muon_b = -4.775, muon_c = 2.0315, adam_lr_ratio =
  1, momentum = 0.95, ns_steps = 5, nesterov = TRUE, rms_rate = 0.2
) {
  new_component("optimizer", "Muon", arguments())
}

#' Schedule: ExponentialDecay
#'
#' A learning rate that is multiplied by the same factor again and again.
#'
#' @param initial_learning_rate The learning rate of the first step. It is a number of at least 0.
#' @param decay_steps Over how many batches the learning rate decays. It is a whole number of at
#'   least 1.
#' @param decay_rate The factor for `decay_steps` batches. It is a number above 0.
#' @param staircase Whether the learning rate decays at once after each `decay_steps` batches. It
#'   is true or false.
#' @param name A name for the schedule; of no consequence. It is a text.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/>
#' @examples
#' learning_rate_schedule_exponential_decay(0.1, decay_steps = 1000, decay_rate = 0.9)
#' @export
learning_rate_schedule_exponential_decay <- function(
  initial_learning_rate, decay_steps, decay_rate, staircase = FALSE, name = "ExponentialDecay"
) {
  new_component("schedule", "ExponentialDecay", arguments())
}

#' Schedule: PiecewiseConstantDecay
#'
#' A learning rate that is constant, and another one after each boundary.
#'
#' @param boundaries After how many batches the next value begins, each more than the one before.
#'   It is a list whose every value is a whole number of at least 0.
#' @param values The learning rates, one more than boundaries. It is a list whose every value is a
#'   number of at least 0.
#' @param name A name for the schedule; of no consequence. It is a text.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/>
#' @examples
#' learning_rate_schedule_piecewise_constant_decay(c(1000, 5000), c(0.1, 0.01, 0.001))
#' @export
learning_rate_schedule_piecewise_constant_decay <- function(
  boundaries, values, name = "PiecewiseConstant"
) {
  new_component("schedule", "PiecewiseConstantDecay", arguments())
}

#' Schedule: PolynomialDecay
#'
#' A learning rate that falls to its end along a line or a power of it.
#'
#' @param initial_learning_rate The learning rate of the first step. It is a number of at least 0.
#' @param decay_steps Over how many batches the learning rate decays. It is a whole number of at
#'   least 1.
#' @param end_learning_rate The learning rate at the end. It is a number of at least 0.
#' @param power The power; 1 for a line. It is a number of at least 0.
#' @param cycle Whether to begin again, higher than the end, once the end is reached. It is true
#'   or false.
#' @param name A name for the schedule; of no consequence. It is a text.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/>
#' @examples
#' learning_rate_schedule_polynomial_decay(0.1, decay_steps = 1000)
#' @export
learning_rate_schedule_polynomial_decay <- function(
  initial_learning_rate, decay_steps, end_learning_rate = 1e-04, power = 1, cycle = FALSE, name =
  "PolynomialDecay"
) {
  new_component("schedule", "PolynomialDecay", arguments())
}

#' Schedule: InverseTimeDecay
#'
#' A learning rate that is divided by a number that grows evenly.
#'
#' @param initial_learning_rate The learning rate of the first step. It is a number of at least 0.
#' @param decay_steps Over how many batches the learning rate decays. It is a whole number of at
#'   least 1.
#' @param decay_rate By how much the divisor grows in `decay_steps` batches. It is a number of at
#'   least 0.
#' @param staircase Whether the learning rate decays at once after each `decay_steps` batches. It
#'   is true or false.
#' @param name A name for the schedule; of no consequence. It is a text.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/>
#' @examples
#' learning_rate_schedule_inverse_time_decay(0.1, decay_steps = 1000, decay_rate = 0.5)
#' @export
learning_rate_schedule_inverse_time_decay <- function(
  initial_learning_rate, decay_steps, decay_rate, staircase = FALSE, name = "InverseTimeDecay"
) {
  new_component("schedule", "InverseTimeDecay", arguments())
}

#' Schedule: CosineDecay
#'
#' A learning rate that falls along half a wave of the cosine, after a warm-up if that is wanted.
#'
#' @param initial_learning_rate The learning rate of the first step. It is a number of at least 0.
#' @param decay_steps Over how many batches the learning rate decays. It is a whole number of at
#'   least 1.
#' @param alpha The learning rate at the end, as a share of where it falls from. It is a number of
#'   at least 0.
#' @param name A name for the schedule; of no consequence. It is a text.
#' @param warmup_target The learning rate at the end of the warm-up; no warm-up if not given. It
#'   is a number of at least 0, or NULL.
#' @param warmup_steps How many batches the warm-up takes. It is a whole number of at least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/>
#' @examples
#' learning_rate_schedule_cosine_decay(0, 1000, warmup_target = 0.1, warmup_steps = 50)
#' @export
learning_rate_schedule_cosine_decay <- function(
  initial_learning_rate, decay_steps, alpha = 0, name = "CosineDecay", warmup_target = NULL,
  warmup_steps = 0
) {
  new_component("schedule", "CosineDecay", arguments())
}

#' Schedule: CosineDecayRestarts
#'
#' A learning rate that falls along half a wave of the cosine, and begins anew, longer each time.
#'
#' @param initial_learning_rate The learning rate of the first step. It is a number of at least 0.
#' @param first_decay_steps How many batches the first decay takes. It is a whole number of at
#'   least 1.
#' @param t_mul How many times as long each decay is as the one before. It is a number of at least
#'   1.
#' @param m_mul What the learning rate of each start is multiplied by for the next one. It is a
#'   number of at least 0.
#' @param alpha The learning rate at the end of a decay, as a share of the initial one. It is a
#'   number of at least 0.
#' @param name A name for the schedule; of no consequence. It is a text.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/>
#' @examples
#' learning_rate_schedule_cosine_decay_restarts(0.1, first_decay_steps = 1000)
#' @export
learning_rate_schedule_cosine_decay_restarts <- function(
  initial_learning_rate, first_decay_steps, t_mul = 2, m_mul = 1, alpha = 0, name = "SGDRDecay"
) {
  new_component("schedule", "CosineDecayRestarts", arguments())
}

#' Initializer: Zeros
#'
#' All weights 0.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_zeros()
#' @export
initializer_zeros <- function() {
  new_component("initializer", "Zeros", arguments())
}

#' Initializer: Ones
#'
#' All weights 1.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_ones()
#' @export
initializer_ones <- function() {
  new_component("initializer", "Ones", arguments())
}

#' Initializer: Constant
#'
#' All weights the same.
#'
#' @param value The value of every weight. It is a finite number.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_constant()
#' @export
initializer_constant <- function(value = 0) {
  new_component("initializer", "Constant", arguments())
}

#' Initializer: RandomUniform
#'
#' Weights spread evenly between two bounds.
#'
#' @param minval The lower bound. It is a finite number.
#' @param maxval The upper bound. It is a finite number.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/#randomuniform-class>
#' @examples
#' initializer_random_uniform()
#' @export
initializer_random_uniform <- function(minval = -0.05, maxval = 0.05, seed = NULL) {
  new_component("initializer", "RandomUniform", arguments())
}

#' Initializer: RandomNormal
#'
#' Normally distributed weights.
#'
#' @param mean The mean. It is a finite number.
#' @param stddev The standard deviation, before anything is cut off. It is a number of at least 0.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/#randomnormal-class>
#' @examples
#' initializer_random_normal()
#' @export
initializer_random_normal <- function(mean = 0, stddev = 0.05, seed = NULL) {
  new_component("initializer", "RandomNormal", arguments())
}

#' Initializer: TruncatedNormal
#'
#' Normally distributed weights, none more than two standard deviations off.
#'
#' @param mean The mean. It is a finite number.
#' @param stddev The standard deviation, before anything is cut off. It is a number of at least 0.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/#truncatednormal-class>
#' @examples
#' initializer_truncated_normal()
#' @export
initializer_truncated_normal <- function(mean = 0, stddev = 0.05, seed = NULL) {
  new_component("initializer", "TruncatedNormal", arguments())
}

#' Initializer: VarianceScaling
#'
#' Weights whose variance is `scale` over the width of the layer.
#'
#' @param scale The variance times the width. It is a number above 0.
#' @param mode The width: the layer's inputs, its outputs, or the mean of both. It is one of
#'   fan_in, fan_out, fan_avg.
#' @param distribution How the weights are distributed. It is one of truncated_normal,
#'   untruncated_normal, uniform, normal.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/#variancescaling-class>
#' @examples
#' initializer_variance_scaling()
#' @export
initializer_variance_scaling <- function(
  scale = 1, mode = "fan_in", distribution = "truncated_normal", seed = NULL
) {
  new_component("initializer", "VarianceScaling", arguments())
}

#' Initializer: GlorotUniform
#'
#' Uniform in +/- sqrt(6 / (inputs + outputs)) (Glorot and Bengio, 2010).
#'
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_glorot_uniform()
#' @export
initializer_glorot_uniform <- function(seed = NULL) {
  new_component("initializer", "GlorotUniform", arguments())
}

#' Initializer: GlorotNormal
#'
#' Truncated normal of variance 2 / (inputs + outputs) (Glorot and Bengio, 2010).
#'
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_glorot_normal()
#' @export
initializer_glorot_normal <- function(seed = NULL) {
  new_component("initializer", "GlorotNormal", arguments())
}

#' Initializer: HeUniform
#'
#' Uniform in +/- sqrt(6 / inputs) (He et al., 2015).
#'
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_he_uniform()
#' @export
initializer_he_uniform <- function(seed = NULL) {
  new_component("initializer", "HeUniform", arguments())
}

#' Initializer: HeNormal
#'
#' Truncated normal of variance 2 / inputs (He et al., 2015).
#'
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_he_normal()
#' @export
initializer_he_normal <- function(seed = NULL) {
  new_component("initializer", "HeNormal", arguments())
}

#' Initializer: LecunUniform
#'
#' Uniform in +/- sqrt(3 / inputs) (LeCun et al., 1998).
#'
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_lecun_uniform()
#' @export
initializer_lecun_uniform <- function(seed = NULL) {
  new_component("initializer", "LecunUniform", arguments())
}

#' Initializer: LecunNormal
#'
#' Truncated normal of variance 1 / inputs (LeCun et al., 1998).
#'
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_lecun_normal()
#' @export
initializer_lecun_normal <- function(seed = NULL) {
  new_component("initializer", "LecunNormal", arguments())
}

#' Initializer: Orthogonal
#'
#' An orthogonal matrix times a gain (Saxe et al., 2014).
#'
#' @param gain What the orthogonal matrix is multiplied by. It is a finite number.
#' @param seed A seed of its own; the model's seed if not given. It is a whole number from 0 to
#'   9007199254740991, or NULL.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/#orthogonal-class>
#' @examples
#' initializer_orthogonal()
#' @export
initializer_orthogonal <- function(gain = 1, seed = NULL) {
  new_component("initializer", "Orthogonal", arguments())
}

#' Initializer: Identity
#'
#' The identity matrix times a gain; the rest of a matrix that isn't square is 0.
#'
#' @param gain The value on the diagonal. It is a finite number.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/initializers/>
#' @examples
#' initializer_identity()
#' @export
initializer_identity <- function(gain = 1) {
  new_component("initializer", "Identity", arguments())
}

#' Callback: EarlyStopping
#'
#' Stops the training when a loss or metric has stopped improving.
#'
#' @param monitor The loss or metric to look at, as the history calls it. It is a text.
#' @param min_delta By how much it has to change to count as better; its sign is of no
#'   consequence. It is a finite number.
#' @param patience Epochs without improvement after which to stop. It is a whole number of at
#'   least 0.
#' @param verbose Whether to say what is done: 0 or 1. It is a whole number from 0 to 1.
#' @param mode Whether less is better, "min", or more, "max"; "auto" follows from the name. It is
#'   one of auto, min, max.
#' @param baseline A value that has to be improved on too, for patience to begin anew. It is a
#'   finite number, or NULL.
#' @param restore_best_weights Whether the model gets the weights of its best epoch when the
#'   training ends; the optimizer's state stays that of the last. It is true or false.
#' @param start_from_epoch Epochs to let pass before looking. It is a whole number of at least 0.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/early_stopping/>
#' @examples
#' callback_early_stopping()
#' @export
callback_early_stopping <- function(
  monitor = "val_loss", min_delta = 0, patience = 0, verbose = 0, mode = "auto", baseline = NULL,
  restore_best_weights = FALSE, start_from_epoch = 0
) {
  new_component("callback", "EarlyStopping", arguments())
}

#' Callback: ModelCheckpoint
#'
#' Saves the model after each epoch, or each so many batches.
#'
#' @param filepath The file; {epoch:02d}, {batch}, {val_loss:.2f} and the like are filled in.
#'   Folders that aren't there are made. It is a text.
#' @param monitor The loss or metric to look at, as the history calls it. It is a text.
#' @param verbose Whether to say what is done: 0 or 1. It is a whole number from 0 to 1.
#' @param save_best_only Whether to save only what is better than what was saved before. It is
#'   true or false.
#' @param save_weights_only Whether to leave out compilation, optimizer and history. It is true or
#'   false.
#' @param mode Whether less is better, "min", or more, "max"; "auto" follows from the name. It is
#'   one of auto, min, max.
#' @param save_freq When to save: "epoch", after each epoch, or after each so many batches. It is
#'   "epoch", "batch", or a number of batches, a whole number of at least 1.
#' @param initial_value_threshold What the first that is saved has to be better than. It is a
#'   finite number, or NULL.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/model_checkpoint/>
#' @examples
#' callback_model_checkpoint("model-{epoch:02d}.safetensors")
#' @export
callback_model_checkpoint <- function(
  filepath, monitor = "val_loss", verbose = 0, save_best_only = FALSE, save_weights_only = FALSE,
  mode = "auto", save_freq = "epoch", initial_value_threshold = NULL
) {
  new_component("callback", "ModelCheckpoint", arguments())
}

#' Callback: ReduceLROnPlateau
#'
#' Makes the learning rate smaller when a loss or metric has stopped improving.
#'
#' @param monitor The loss or metric to look at, as the history calls it. It is a text.
#' @param factor What the learning rate is multiplied by. It is a number above 0 and below 1.
#' @param patience Epochs without improvement after which to reduce it. It is a whole number of at
#'   least 0.
#' @param verbose Whether to say what is done: 0 or 1. It is a whole number from 0 to 1.
#' @param mode Whether less is better, "min", or more, "max"; "auto" follows from the name. It is
#'   one of auto, min, max.
#' @param min_delta By how much it has to change to count as better; its sign is of no
#'   consequence. It is a finite number.
#' @param cooldown Epochs after a reduction before patience begins again. It is a whole number of
#'   at least 0.
#' @param min_lr The least that the learning rate becomes. It is a number of at least 0.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/reduce_lr_on_plateau/>
#' @examples
#' callback_reduce_lr_on_plateau()
#' @export
callback_reduce_lr_on_plateau <- function(
  monitor = "val_loss", factor = 0.1, patience = 10, verbose = 0, mode = "auto", min_delta =
  1e-04, cooldown = 0, min_lr = 0
) {
  new_component("callback", "ReduceLROnPlateau", arguments())
}

#' Callback: LearningRateScheduler
#'
#' Sets the learning rate of each epoch by a function.
#'
#' @param schedule What says the learning rate of an epoch. It is a function of the epoch, counted
#'   from 0, and the learning rate, that returns the new learning rate.
#' @param verbose Whether to say what is done: 0 or 1. It is a whole number from 0 to 1.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/learning_rate_scheduler/>
#' @examples
#' callback_learning_rate_scheduler(function(epoch, lr) if (epoch < 10) lr else 0.9 * lr)
#' @export
callback_learning_rate_scheduler <- function(schedule, verbose = 0) {
  new_component("callback", "LearningRateScheduler", arguments())
}

#' Callback: CSVLogger
#'
#' Writes the losses and metrics of each epoch to a CSV file.
#'
#' @param filename The file. It is a text.
#' @param separator The character between two values. It is a text.
#' @param append Whether lines are added to a file that is there; else it is written anew. It is
#'   true or false.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/csv_logger/>
#' @examples
#' callback_csv_logger("training.csv")
#' @export
callback_csv_logger <- function(filename, separator = ",", append = FALSE) {
  new_component("callback", "CSVLogger", arguments())
}

#' Callback: TensorBoard
#'
#' Writes losses and metrics to event files, in the folders train and validation, that TensorBoard
#'   shows.
#'
#' @param log_dir The folder for the files; it is made if it isn't there. It is a text.
#' @param write_steps_per_second Whether to write how many batches a second are trained on. It is
#'   true or false.
#' @param update_freq When to write: "epoch", after each epoch, or also after each so many
#'   batches. It is "epoch", "batch", or a number of batches, a whole number of at least 1.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/tensorboard/>
#' @examples
#' callback_tensorboard()
#' @export
callback_tensorboard <- function(
  log_dir = "logs", write_steps_per_second = FALSE, update_freq = "epoch"
) {
  new_component("callback", "TensorBoard", arguments())
}

#' Callback: TerminateOnNaN
#'
#' Ends the training, without an error, when the loss is no longer a finite number.
#'
#' @param raise_error Whether that is an error after all, as it is without this callback. It is
#'   true or false.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/terminate_on_nan/>
#' @examples
#' callback_terminate_on_naan()
#' @export
callback_terminate_on_naan <- function(raise_error = FALSE) {
  new_component("callback", "TerminateOnNaN", arguments())
}

#' Callback: StopFile
#'
#' Stops the training when a file appears, so that it can be stopped from another program.
#'
#' @param path The file to look for, several times a second. Once it is seen it is removed; one
#'   that is there before the training begins counts too. It is a text.
#' @param verbose Whether to say what is done: 0 or 1. It is a whole number from 0 to 1.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @examples
#' callback_stop_file(file.path(tempdir(), "stop"))
#' @export
callback_stop_file <- function(path, verbose = 0) {
  new_component("callback", "StopFile", arguments())
}

#' Callback: LambdaCallback
#'
#' Calls functions at moments of the training.
#'
#' @param on_epoch_begin Called before each epoch. It is a function of a number, counted from 0,
#'   and the logs, or NULL.
#' @param on_epoch_end Called after each epoch and its validation. It is a function of a number,
#'   counted from 0, and the logs, or NULL.
#' @param on_train_begin Called before the first epoch. It is a function of the logs, or NULL.
#' @param on_train_end Called after the last epoch. It is a function of the logs, or NULL.
#' @param on_train_batch_begin Called before each batch. It is a function of a number, counted
#'   from 0, and the logs, or NULL.
#' @param on_train_batch_end Called after each batch. It is a function of a number, counted from
#'   0, and the logs, or NULL.
#' @param on_test_begin Called before each validation or evaluation. It is a function of the logs,
#'   or NULL.
#' @param on_test_end Called after each validation or evaluation. It is a function of the logs, or
#'   NULL.
#' @param on_test_batch_begin Called before each batch of these. It is a function of a number,
#'   counted from 0, and the logs, or NULL.
#' @param on_test_batch_end Called after each batch of these. It is a function of a number,
#'   counted from 0, and the logs, or NULL.
#' @param on_predict_begin Called before each prediction. It is a function of the logs, or NULL.
#' @param on_predict_end Called after each prediction. It is a function of the logs, or NULL.
#' @param on_predict_batch_begin Called before each batch of a prediction. It is a function of a
#'   number, counted from 0, and the logs, or NULL.
#' @param on_predict_batch_end Called after each batch of a prediction. It is a function of a
#'   number, counted from 0, and the logs, or NULL.
#' @return The callback, to be given to [fit()][fit.imfit_model].
#' @seealso <https://keras.io/api/callbacks/lambda_callback/>
#' @examples
#' callback_lambda(on_epoch_end = function(epoch, logs) print(logs$loss))
#' @export
callback_lambda <- function(
  on_epoch_begin = NULL, on_epoch_end = NULL, on_train_begin = NULL, on_train_end = NULL,
  on_train_batch_begin = NULL, on_train_batch_end = NULL, on_test_begin = NULL, on_test_end =
  NULL, on_test_batch_begin = NULL, on_test_batch_end = NULL, on_predict_begin = NULL,
  on_predict_end = NULL, on_predict_batch_begin = NULL, on_predict_batch_end = NULL
) {
  new_component("callback", "LambdaCallback", arguments())
}

#' Regularizer: L1
#'
#' A penalty on the sizes of values: many become 0, or nearly.
#'
#' @param l1 What the sum of the sizes of all values is multiplied by. It is a number of at least
#'   0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/regularizers/>
#' @examples
#' regularizer_l1()
#' @export
regularizer_l1 <- function(l1 = 0.01) {
  new_component("regularizer", "L1", arguments())
}

#' Regularizer: L2
#'
#' A penalty on the squares of values: large ones become smaller.
#'
#' @param l2 What the sum of the squares of all values is multiplied by. It is a number of at
#'   least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/regularizers/>
#' @examples
#' regularizer_l2()
#' @export
regularizer_l2 <- function(l2 = 0.01) {
  new_component("regularizer", "L2", arguments())
}

#' Regularizer: L1L2
#'
#' A penalty on the sizes of values, and one on their squares.
#'
#' @param l1 What the sum of the sizes of all values is multiplied by. It is a number of at least
#'   0.
#' @param l2 What the sum of the squares of all values is multiplied by. It is a number of at
#'   least 0.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/regularizers/>
#' @examples
#' regularizer_l1_l2()
#' @export
regularizer_l1_l2 <- function(l1 = 0, l2 = 0) {
  new_component("regularizer", "L1L2", arguments())
}

#' Regularizer: OrthogonalRegularizer
#'
#' A penalty on rows, or columns, of a kernel that aren't orthogonal to each other.
#'
#' @param factor What the mean size of the cosines is multiplied by. It is a number of at least 0.
#' @param mode What is compared: "rows", each with the weights of one input, or "columns", each
#'   with those of one output. It is one of rows, columns.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/regularizers/>
#' @examples
#' regularizer_orthogonal()
#' @export
regularizer_orthogonal <- function(factor = 0.01, mode = "rows") {
  new_component("regularizer", "OrthogonalRegularizer", arguments())
}

#' Constraint: MaxNorm
#'
#' Weights whose norm is too large are scaled down after each step.
#'
#' @param max_value The largest norm. It is a number of at least 0.
#' @param axis The axis, or axes, over which a norm is taken, counted from 0: with 0 over the
#'   weights of one output, with 1 over those of one input. It is 0, 1, -1 or -2, or a list of
#'   these.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/constraints/>
#' @examples
#' constraint_maxnorm()
#' @export
constraint_maxnorm <- function(max_value = 2, axis = 0) {
  new_component("constraint", "MaxNorm", arguments())
}

#' Constraint: NonNeg
#'
#' Negative weights become 0 after each step.
#'
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/constraints/>
#' @examples
#' constraint_nonneg()
#' @export
constraint_nonneg <- function() {
  new_component("constraint", "NonNeg", arguments())
}

#' Constraint: UnitNorm
#'
#' Weights are scaled to a norm of 1 after each step.
#'
#' @param axis The axis, or axes, over which a norm is taken, counted from 0: with 0 over the
#'   weights of one output, with 1 over those of one input. It is 0, 1, -1 or -2, or a list of
#'   these.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/constraints/>
#' @examples
#' constraint_unitnorm()
#' @export
constraint_unitnorm <- function(axis = 0) {
  new_component("constraint", "UnitNorm", arguments())
}

#' Constraint: MinMaxNorm
#'
#' Weights are scaled after each step, towards a norm between two bounds.
#'
#' @param min_value The smallest norm. It is a number of at least 0.
#' @param max_value The largest norm. It is a number of at least 0.
#' @param rate How much of the way into the bounds is gone after each step. It is a number of at
#'   least 0 and of at most 1.
#' @param axis The axis, or axes, over which a norm is taken, counted from 0: with 0 over the
#'   weights of one output, with 1 over those of one input. It is 0, 1, -1 or -2, or a list of
#'   these.
#' @return The component, to be given to a layer or to [compile()].
#' @seealso <https://keras.io/api/layers/constraints/>
#' @examples
#' constraint_minmaxnorm()
#' @export
constraint_minmaxnorm <- function(min_value = 0, max_value = 1, rate = 1, axis = 0) {
  new_component("constraint", "MinMaxNorm", arguments())
}
