# Penalties on weights, what they are held to, and frozen layers.

x <- matrix(seq(-1, 1, length.out = 60), 30)
y <- sin(3 * x) + 0.5

small_model <- function(...) {
  model <- keras_model_sequential(seed = 3) %>%
    layer_dense(5, "tanh", input_shape = 2, name = "first") %>%
    layer_dense(2, ...)
  model %>% compile(optimizer = optimizer_sgd(0.3), loss = "mse")
  model
}

moved <- function(model) {
  before <- get_weights(model)
  model %>% fit(x, y, epochs = 2, verbose = 0)
  !mapply(identical, before, get_weights(model))
}

test_that("the loss has the penalties in it", {
  plain <- small_model()
  penalized <- small_model(
    kernel_regularizer = regularizer_l1_l2(l1 = 0.5, l2 = 0.25), bias_regularizer = "l1"
  )
  kernel <- get_weights(plain)[[3]]
  loss <- function(model) evaluate(model, x, y, verbose = 0)[["loss"]]
  expected <- 0.5 * sum(abs(kernel)) + 0.25 * sum(kernel^2)
  expect_equal(loss(penalized) - loss(plain), expected, tolerance = 1e-5)
})

test_that("weights are held to their constraints", {
  model <- small_model(
    kernel_constraint = constraint_maxnorm(0.5), bias_constraint = constraint_nonneg()
  )
  model %>% fit(x, y, epochs = 5, verbose = 0)
  expect_true(all(sqrt(colSums(get_weights(model)[[3]]^2)) <= 0.5 + 1e-6))
  expect_true(all(get_weights(model)[[4]] >= 0))
})

test_that("frozen layers stay as they are", {
  model <- small_model(trainable = FALSE)
  expect_identical(moved(model), c(TRUE, TRUE, FALSE, FALSE))
  expect_identical(unfreeze_weights(model), model)
  expect_identical(moved(model), rep(TRUE, 4))
  freeze_weights(model, to = "first")
  expect_identical(moved(model), c(FALSE, FALSE, TRUE, TRUE))
  freeze_weights(model, from = -1)
  expect_error(freeze_weights(model, from = 3), "must be the name of a layer, or a number from 1")
  unfreeze_weights(model, from = 2, to = 2)
  expect_identical(moved(model), c(FALSE, FALSE, TRUE, TRUE))
  freeze_weights(model)
  expect_identical(moved(model), rep(FALSE, 4))
})

test_that("what makes no sense is refused", {
  model <- small_model()
  expect_error(freeze_weights(model, from = "third"), "name of a layer: one of first, dense")
  expect_error(freeze_weights(model, from = 2, to = 1), "isn't before `from`")
  expect_error(freeze_weights(model, from = TRUE), "must be the name of a layer")
  expect_error(layer_dense(units = 1, kernel_regularizer = "l3"), "unknown regularizer")
  expect_error(regularizer_l2(-1), "at least 0")
  expect_error(constraint_unitnorm(axis = 5), "0, 1, -1 or -2")
  expect_error(
    layer_dense(units = 1, bias_constraint = constraint_unitnorm(axis = 1)), "bias_constraint"
  )
})

test_that("optimizers of whole arrays take names of layers", {
  for (optimizer in list(optimizer_adafactor(0.1), optimizer_muon(exclude_layers = "first"))) {
    model <- small_model()
    model %>% compile(optimizer = optimizer, loss = "mse")
    loss <- fit(model, x, y, epochs = 5, verbose = 0)$metrics$loss
    expect_lt(loss[5], loss[1])
  }
})
