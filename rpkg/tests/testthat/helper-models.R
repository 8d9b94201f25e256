# Small models and data.

small_model <- function(seed = 7, ...) {
  keras_model_sequential(seed = seed, ...) %>%
    layer_dense(4, input_shape = 2, activation = "tanh") %>%
    layer_dense(3, activation = "sigmoid")
}

compiled_model <- function(seed = 7, learning_rate = 0.01, metrics = "accuracy") {
  small_model(seed) %>%
    compile(loss = "mse", optimizer = optimizer_adam(learning_rate), metrics = metrics)
}

small_x <- function(rows = 40) {
  cbind(x = seq_len(rows) / rows, y = (seq_len(rows) * 7) %% 10 / 10)
}

small_y <- function(rows = 40) {
  x <- small_x(rows)
  unname(cbind(x[, 1], x[, 2], 1 - x[, 1]))
}

quiet_fit <- function(model, ..., epochs = 2, verbose = 0) {
  fit(model, small_x(), small_y(), ..., epochs = epochs, verbose = verbose)
}

# A picture of 5 x 4 pixels in which no two values are the same.
small_image <- function(channels = 3) {
  as_image(array(seq_len(20 * channels) / (20 * channels), c(5, 4, channels)))
}

# The weights of a model that is large enough that all threads have something to do.
trained_on_all_threads <- function(seed = 7) {
  model <- keras_model_sequential(seed = seed) %>%
    layer_dense(100, input_shape = 2, activation = "tanh") %>%
    layer_dense(100, activation = "relu") %>%
    layer_dense(3) %>%
    compile(loss = "mse", optimizer = "adam")
  fit(model, small_x(300), small_y(300), batch_size = 128, epochs = 3, verbose = 0)
  get_weights(model)
}
