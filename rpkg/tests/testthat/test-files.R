# Models in files: those of older versions, and those of Keras.

files <- function(...) file.path(repository(), "tests", "files", ...)

as_tensor <- function(tensor) {
  shape <- unlist(tensor$shape)
  matrix(as.double(unlist(tensor$data)), shape[1], shape[2], byrow = TRUE)
}

said <- function(...) jsonlite::read_json(files(...))

expect_close <- function(ours, theirs, allowed, what) {
  expect_identical(dim(ours), dim(theirs), label = what)
  expect_lte(max(abs(ours - theirs)), allowed, label = what)
}

test_that("files of older versions are read and go on", {
  releases <- Filter(function(name) file.exists(files(name, "expected.json")), dir(files()))
  expect_true("0.1.0" %in% releases)
  for (release in releases) {
    expected <- said(release, "expected.json")
    x <- as_tensor(expected$x)
    image <- as_image(array(
      as_tensor(expected$colours), c(expected$picture$width, expected$picture$height, 1, 3)
    ))
    for (name in c("model.safetensors", "model.keras")) {
      model <- load_model(files(release, name))
      expect_close(predict(model, x), as_tensor(expected$predictions), 1e-6, name)
      more <- do.call(fit, c(list(model, image), expected$training))
      losses <- unlist(expected$more$history$loss)
      expect_equal(more$metrics$loss, losses, tolerance = 1e-4, info = name)
      expect_close(predict(model, x), as_tensor(expected$more$predictions), 1e-4, name)
    }
    fresh <- model_from_json(model_to_json(model))
    load_model_weights(fresh, files(release, "model.weights.h5"))
    expect_close(predict(fresh, x), as_tensor(expected$predictions), 1e-6, "weights")
  }
})

test_that("models of Keras predict and go on as there", {
  names <- sub("[.]json$", "", dir(files("keras-3.15.1"), "[.]json$"))
  expect_gte(length(names), 15)
  expect_length(intersect(paste0(names, ".h5"), dir(files("keras-3.15.1"))), 4)
  for (name in names) {
    expected <- said("keras-3.15.1", paste0(name, ".json"))
    x <- as_tensor(expected$x)
    for (ending in c(".keras", ".h5")) {
      path <- files("keras-3.15.1", paste0(name, ending))
      if (ending == ".h5" && !file.exists(path)) next
      model <- load_model(path)
      expect_close(predict(model, x), as_tensor(expected$predictions), 2e-6, basename(path))
      if (is.null(expected$more)) next
      more <- fit(model, x, as_tensor(expected$y),
        batch_size = 4, epochs = 4, initial_epoch = 2, shuffle = FALSE, verbose = 0
      )
      losses <- unlist(expected$more$loss)
      expect_equal(more$metrics$loss, losses, tolerance = 2e-5, info = name)
      expect_close(predict(model, x), as_tensor(expected$more$predictions), 2e-5, basename(path))
    }
  }
})

test_that("a .keras file holds the whole model", {
  path <- tempfile(fileext = ".keras")
  model <- compiled_model()
  quiet_fit(model, epochs = 2)
  expect_identical(withVisible(save_model(model, path)), list(value = path, visible = FALSE))
  expect_identical(readBin(path, "raw", 4), as.raw(c(0x50, 0x4b, 0x03, 0x04)))
  loaded <- load_model(path)
  for (one in list(model, loaded)) quiet_fit(one, epochs = 4, initial_epoch = 2)
  expect_identical(get_weights(loaded), get_weights(model))
  expect_identical(loaded$history, model$history)
  value <- "imfit_value_error"
  expect_error(save_model(model, path, overwrite = FALSE), "overwrite", class = value)
  expect_error(save_model(model, tempfile(fileext = ".h5")), "`filepath`.*[.]keras", class = value)
  expect_error(quiet_fit(load_model(path, compile = FALSE)), class = "imfit_state_error")
})

test_that("weights go into a model with the same layers", {
  path <- tempfile(fileext = ".weights.h5")
  model <- small_model()
  expect_identical(save_model_weights(model, path), path)
  other <- model_from_json(sub('"seed":[0-9]+', '"seed":99', model_to_json(model)))
  expect_false(identical(get_weights(other), get_weights(model)))
  expect_identical(withVisible(load_model_weights(other, path))$visible, FALSE)
  expect_identical(get_weights(other), get_weights(model))
  wrong <- tempfile(fileext = ".h5")
  expect_error(save_model_weights(model, wrong), "weights.h5", class = "imfit_value_error")
  wider <- keras_model_sequential() %>% layer_dense(9, input_shape = 2)
  expect_error(load_model_weights(wider, path), "'dense'", class = "imfit_io_error")
})

test_that("what Keras has not is refused in words", {
  model <- keras_model_sequential() %>%
    layer_dense(3, activation = activation_sin(frequency = 30), input_shape = 2)
  expect_error(
    save_model(model, tempfile(fileext = ".keras")), "'dense'.*'sin'.*safetensors",
    class = "imfit_value_error"
  )
})

test_that("a model is exported", {
  path <- tempfile(fileext = ".onnx")
  model <- small_model()
  expect_identical(withVisible(export_model(model, path)), list(value = path, visible = FALSE))
  expect_true(grepl("imfit", rawToChar(readBin(path, "raw", 10)), fixed = TRUE))
  model$export(path, format = "onnx")
  expect_error(export_model(model, tempfile()), "[.]onnx", class = "imfit_value_error")
  unbuilt <- keras_model_sequential() %>% layer_dense(3)
  expect_error(export_model(unbuilt, path), class = "imfit_state_error")
})
