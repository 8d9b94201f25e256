history <- function(epochs = 3, ...) {
  quiet_fit(compiled_model(), epochs = epochs, ...)
}

test_that("fit() returns it invisibly", {
  result <- withVisible(quiet_fit(compiled_model()))
  expect_false(result$visible)
  expect_s3_class(result$value, "keras_training_history")
})

test_that("it prints what was trained, and the final epoch", {
  told <- list(epoch = 1:20, metrics = list(loss = rep(0.0123456, 20), accuracy = rep(0.9, 20)))
  params <- list(samples = 307200, batch_size = 128, epochs = 20, validation_samples = 0)
  expect_identical(capture.output(new_history(params, told)), c(
    "Trained on 307,200 samples (batch_size=128, epochs=20)",
    "Final epoch (plot to see history):",
    "    loss: 0.01235",
    "accuracy: 0.9"
  ))
  validated <- "20 samples, validated on 20 samples (batch_size=32"
  expect_output(print(history(validation_split = 0.5)), validated, fixed = TRUE)
  expect_output(print(small_model()$history), "Trained for 0 epochs")
})

test_that("it is a data frame of epoch, value, metric and data", {
  frame <- as.data.frame(history(3, validation_split = 0.25))
  expect_identical(names(frame), c("epoch", "value", "metric", "data"))
  expect_identical(nrow(frame), 12L)
  expect_identical(frame$epoch[1:4], c(1L, 2L, 3L, 1L))
  expect_identical(levels(frame$metric), c("loss", "accuracy"))
  expect_identical(levels(frame$data), c("training", "validation"))
  expect_identical(levels(as.data.frame(history())$data), "training")
})

test_that("it is tidy", {
  expect_identical(as.data.frame(generics::tidy(history())), as.data.frame(history()))
  row <- generics::glance(history())
  expect_identical(names(row), c("epochs", "loss", "accuracy"))
  expect_identical(row$loss, history()$metrics$loss[3])
})

test_that("its plot has points, and a line from ten epochs on", {
  layers <- function(plot) vapply(plot$layers, function(layer) class(layer$geom)[1], "")
  plot <- plot(history(3))
  expect_s3_class(plot, "ggplot")
  expect_identical(layers(plot), "GeomPoint")
  expect_identical(layers(plot(history(10))), c("GeomPoint", "GeomSmooth"))
  expect_identical(layers(plot(history(10), smooth = FALSE)), "GeomPoint")
  expect_s3_class(ggplot2::autoplot(history()), "ggplot")
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  expect_no_error(print(plot(history(12, validation_split = 0.25))))
  panels <- ggplot2::ggplot_build(plot(history()))$layout$layout
  expect_identical(nrow(panels), 2L)
  one <- ggplot2::ggplot_build(plot(history(), metrics = "loss"))$layout$layout
  expect_identical(nrow(one), 1L)
  expect_error(plot(history(), metrics = "lose"), "there are: loss", class = "imfit_value_error")
  expect_error(plot(small_model()$history), class = "imfit_state_error")
})

test_that("it has a plot without ggplot2", {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  for (epochs in c(1, 12)) {
    result <- withVisible(plot(history(epochs, validation_split = 0.25), method = "base"))
    expect_false(result$visible)
  }
  expect_no_error(plot(history(1), method = "base"))
})
