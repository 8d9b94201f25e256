norm_model <- function(...) {
  keras_model_sequential(seed = 7) %>%
    layer_dense(5, input_shape = 2, use_bias = FALSE) %>%
    layer_batch_normalization(momentum = 0.9, ...) %>%
    layer_activation("relu") %>%
    layer_dense(3)
}

test_that("weights stand in the order of Keras", {
  weights <- get_weights(norm_model())
  expect_identical(lapply(weights[2:5], as.vector), lapply(c(1, 0, 0, 1), rep, 5))
  expect_length(get_weights(norm_model(center = FALSE, scale = FALSE)), 5)
  expect_output(summary(norm_model()), "Non-trainable params: 10")
})

test_that("moving averages follow the batches, and predictions take them", {
  model <- norm_model() %>% compile(optimizer = optimizer_sgd(1e-9))
  hidden <- small_x() %*% get_weights(model)[[1]]
  quiet_fit(model, batch_size = 40, epochs = 1)
  weights <- get_weights(model)
  expect_equal(as.vector(weights[[4]]), unname(0.1 * colMeans(hidden)), tolerance = 1e-5)
  variance <- colMeans(sweep(hidden, 2, colMeans(hidden))^2)
  expect_equal(as.vector(weights[[5]]), unname(0.9 + 0.1 * variance), tolerance = 1e-5)
  first <- predict(model, small_x()[1, , drop = FALSE])
  expect_identical(predict(model, small_x())[1, , drop = FALSE], first)
  expect_identical(get_weights(model), weights)
})

test_that("wrong arguments are refused", {
  expect_error(layer_batch_normalization(momentum = 2), "`momentum`", class = "imfit_value_error")
  expect_error(layer_batch_normalization(axis = 0), "`axis` must be -1",
    class = "imfit_value_error"
  )
  expect_error(layer_batch_normalization(epsilon = "small"), "`epsilon`",
    class = "imfit_type_error"
  )
})
