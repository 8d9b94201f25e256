# The structural similarity: a loss and a metric of whole pictures.

test_that("pictures are learnt and measured as a whole", {
  image <- as_image(array(0.5 + 0.4 * sin((1:(20 * 15 * 3)) / 40), c(20, 15, 3)))
  model <- keras_model_sequential(seed = 7) %>%
    layer_dense(12, activation = "tanh", input_shape = 2) %>%
    layer_dense(3)
  model %>% compile(loss = loss_ssim(), optimizer = optimizer_adam(0.02), metrics = "ssim")
  expect_error(fit(model, image, verbose = 0), "`batch_size` must be at least 300")
  history <- fit(model, image, coordinates = "centered", batch_size = 300, epochs = 30, verbose = 0)
  history <- history$metrics
  expect_equal(history$loss + history$ssim, rep(1, 30), tolerance = 1e-6)
  expect_gt(history$ssim[30], history$ssim[1])
  expect_gt(evaluate(model, image, coordinates = "centered")$ssim, history$ssim[1])
})
