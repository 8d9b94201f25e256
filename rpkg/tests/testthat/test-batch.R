# Batches one by one, and layers on and off a model.

plain_model <- function(seed = 3) {
  model <- keras_model_sequential(seed = seed) %>%
    layer_dense(4, activation = "tanh", input_shape = 2, name = "first") %>%
    layer_dense(1)
  compile(model, loss = "mse", optimizer = optimizer_sgd(0.5), metrics = "mae")
}

x <- matrix(c(0, 0, 1, 1, 0, 1, 0, 1), ncol = 2)
y <- c(1, 0, 2, 1)

test_that("a batch is one step of a fit", {
  one <- plain_model()
  whole <- plain_model()
  for (step in 1:3) train_on_batch(one, x, y)
  fit(whole, x, y, batch_size = 4, epochs = 3, shuffle = FALSE, verbose = 0)
  expect_identical(get_weights(one), get_weights(whole))
  expect_length(one$history$metrics$loss, 0)
})

test_that("losses run on until they are reset", {
  model <- plain_model()
  first <- train_on_batch(model, x, y)
  expect_named(first, c("loss", "mae"))
  reset_metrics(model)
  second <- train_on_batch(model, x, y)
  model <- plain_model()
  train_on_batch(model, x, y)
  both <- train_on_batch(model, x, y)
  expect_equal(both$loss, (first$loss + second$loss) / 2)
  reset_metrics(model)
  expect_equal(test_on_batch(model, x, y), evaluate(model, x, y))
  expect_identical(predict_on_batch(model, x), predict(model, x))
})

test_that("layers are found, taken off and made once more", {
  model <- plain_model()
  begun <- get_weights(model)
  expect_identical(get_layer(model, "first"), get_layer(model, index = 1))
  expect_error(get_layer(model, "third"), "one of first, dense, not 'third'")
  expect_error(get_layer(model, index = 3), "`index` must be from 1 to 2, not 3")
  expect_error(get_layer(model, index = 0), "`index` must be from 1 to 2, not 0")
  expect_error(get_layer(model), "`name`")
  expect_error(get_layer(model, "first", 1), "`index`")
  train_on_batch(model, x, y)
  twin <- clone_model(model)
  expect_identical(get_weights(twin), begun)
  kept <- get_weights(model)[1:2]
  expect_s3_class(pop_layer(model), "imfit_layer")
  expect_identical(get_weights(model), kept)
  pop_layer(model)
  expect_error(pop_layer(model), "no layers", class = "imfit_value_error")
  short <- "same number of rows"
  expect_error(train_on_batch(plain_model(), x, y[1:3]), short, class = "imfit_value_error")
})
