block_model <- function() {
  inner <- layer_residual(layers = list(
    layer_dense(units = 5, activation = "tanh"), layer_dense(units = 5)
  ), name = "inner")
  keras_model_sequential(seed = 7) %>%
    layer_dense(4, input_shape = 2) %>%
    layer_residual(list(
      layer_dense(units = 5, activation = "relu"), inner, layer_dense(units = 4)
    )) %>%
    layer_dense(3)
}

test_that("a block adds its input to what its layers make of it", {
  block <- keras_model_sequential(seed = 1) %>%
    layer_residual(layer_dense(units = 2, activation = "tanh"), input_shape = 2)
  alone <- keras_model_sequential(seed = 1) %>%
    layer_dense(2, activation = "tanh", input_shape = 2)
  x <- unname(small_x())
  expect_equal(predict(block, x), predict(alone, x) + x, tolerance = 1e-6)
})

test_that("a block is described with its layers", {
  model <- block_model()
  block <- model$layers[[2]]
  expect_s3_class(block$config$layers[[2]], "imfit_layer")
  names <- vapply(block$config$layers, function(layer) layer$config$name, "")
  expect_identical(names, c("dense_1", "inner", "dense_4"))
  expect_identical(lapply(get_weights(model)[7:8], length), list(25L, 5L))
  shown <- format(layer_residual(layers = list(layer_dense(units = 5))))
  expect_match(shown, "Residual: layers = list(Dense(units = 5", fixed = TRUE)
  expect_output(summary(model, line_length = 60), "\n    dense_2 (Dense) ", fixed = TRUE)
  copy <- model_from_json(model_to_json(model))
  expect_identical(get_weights(copy), get_weights(model))
  twice <- keras_model_sequential(list(layer_dense(units = 4, input_shape = 2), block))
  expect_identical(twice$layers[[2]], block)
})

test_that("a model with blocks learns and is saved", {
  model <- block_model() %>% compile(optimizer = optimizer_adam(0.01))
  history <- quiet_fit(model, epochs = 40)
  losses <- history$metrics$loss
  expect_lt(losses[40], 0.3 * losses[1])
  path <- tempfile(fileext = ".imfit")
  on.exit(unlink(path))
  save_model(model, path)
  expect_identical(predict(load_model(path), small_x()), predict(model, small_x()))
})

test_that("blocks that do not fit are refused", {
  model <- keras_model_sequential() %>% layer_dense(4, input_shape = 2)
  expect_error(layer_residual(model, list()), "at least one layer", class = "imfit_value_error")
  expect_error(layer_residual(model, 3), "`layers` must be a list of layers",
    class = "imfit_type_error"
  )
  expect_error(layer_residual(model, list(layer_dense(units = 5))), "makes 5 values of 4",
    class = "imfit_value_error"
  )
  expect_length(model$layers, 1)
})
