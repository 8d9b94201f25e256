# Bad input: each a classed condition with a clear message, and nothing lost.

refused <- function(code, message, kind = "value") {
  error <- tryCatch(
    {
      code
      NULL
    },
    error = identity
  )
  expect_s3_class(error, paste0("imfit_", kind, "_error"))
  expect_match(conditionMessage(error), message)
}

test_that("a picture that is none is refused", {
  folder <- tempfile("pictures")
  dir.create(folder)
  at <- function(name) file.path(folder, name)
  save_image(resize_image(small_image(), 50, 40), at("good.png"))
  bytes <- readBin(at("good.png"), "raw", 1e6)
  writeBin(bytes[seq_len(length(bytes) %/% 2)], at("half.png"))
  writeBin(raw(0), at("empty.png"))
  broken <- bytes
  broken[60:200] <- as.raw(255)
  writeBin(broken, at("broken.png"))
  writeLines("This is a text.", at("text.png"))
  refused(load_image(at("missing.png")), "missing.png.*No such file", "io")
  refused(load_image(folder), "folder, not a picture", "io")
  for (name in c("half.png", "empty.png", "broken.png", "text.png")) {
    refused(load_image(at(name)), name, "io")
  }
  refused(load_image(at("good.png"), max_pixels = 1999), "2000|1999", "io")
  refused(load_image(at("good.png"), max_pixels = 0), "max_pixels")
  refused(load_image(3), "`path` must be a single string", "type")
  refused(load_image(NA_character_), "missing value", "type")
  refused(load_image(c("a", "b")), "length 2", "type")
  refused(save_image(small_image(), at("im.xyz")), "xyz")
  refused(save_image(small_image(), at("none/im.png")), "none", "io")
})

test_that("a path may hold what a format string would trip over, and any letters", {
  folder <- file.path(tempfile(), "100 %s %n \u00fcml\u00e4ut \u9d2b")
  dir.create(folder, recursive = TRUE)
  picture <- file.path(folder, "%d schn\u00e4ppi.png")
  save_image(small_image(), picture)
  expect_equal(load_image(picture), small_image(), tolerance = 0.01)
  file <- file.path(folder, "%s m\u00f6del.imfit")
  model <- small_model()
  save_model(model, file)
  expect_identical(get_weights(load_model(file)), get_weights(model))
  refused(load_image(file.path(folder, "%s%s%n.png")), "%s%s%n.png", "io")
  refused(load_model(file.path(folder, "%s%s%n")), "%s%s%n", "io")
})

test_that("data that does not fit is refused", {
  model <- compiled_model()
  x <- small_x()
  y <- small_y()
  before <- get_weights(model)
  refused(fit(model, x, y[-1, ]), "same number of rows, but have 40 and 39")
  refused(fit(model, x[0, ], y[0, ]), "at least one row")
  refused(fit(model, cbind(x, 1), y), "`x` has 3 columns, but the model takes 2")
  refused(fit(model, x, y[, 1:2]), "`y` has 2 columns, but the model has 3 outputs")
  for (bad in c(NaN, NA, Inf, -Inf)) {
    refused(fit(model, replace(x, 45, bad), y), "`x` must hold finite .* row 5, column 2 is")
    refused(fit(model, x, replace(y, 3, bad)), "`y` must hold finite .* row 3, column 1 is")
  }
  refused(fit(model, replace(x, 1, 1e300), y), "finite")
  refused(fit(model, "x", y), "`x` must be a numeric matrix", "type")
  refused(fit(model, NULL, y), "`x` must be a numeric matrix, not NULL", "type")
  refused(fit(model, list(1, 2), y), "`x`", "type")
  refused(fit(model, array(0, c(2, 2, 2)), y), "2 x 2 x 2", "type")
  refused(fit(model, data.frame(x = 1:40, y = "a"), y), "column `y` is of class character", "type")
  refused(fit(model, data.frame(x = 1:40, y = factor("a")), y), "of class factor", "type")
  refused(fit(model, x, y, sample_weight = 1:3), "sample_weight")
  refused(fit(model, x, y, sample_weight = "a"), "sample_weight", "type")
  refused(fit(model, x, y, sample_weight = rep(NaN, 40)), "sample_weight")
  refused(fit(model, x, y, validation_data = x), "validation_data", "type")
  refused(fit(model, x, y, validation_data = list(x)), "validation_data", "type")
  refused(fit(model, x, y, validation_data = list(x, y[-1, ])), "validation_data")
  refused(predict(model, x[0, ]), "at least one row")
  refused(predict(model, cbind(x, x)), "4 columns")
  refused(predict(model, replace(x, 1, NaN)), "finite")
  refused(evaluate(model, x, y[-1, ]), "same number of rows")
  expect_identical(get_weights(model), before)
  expect_length(model$history$epoch, 0)
})

test_that("unknown names say which there are", {
  refused(layer_dense(units = 3, activation = "sigmiod"), "'sigmiod'; known are: linear, sigmoid")
  refused(small_model() %>% layer_activation("softmux"), "known are: linear")
  refused(compile(small_model(), loss = "entropy"), "known are: mean_squared_error")
  refused(compile(small_model(), optimizer = "sdg"), "known are: sgd, rmsprop, adam")
  refused(compile(small_model(), metrics = "auc"), "known are: accuracy")
  refused(compile(small_model(), metrics = c("accuracy", "auc")), "'auc'")
  refused(compile(small_model(), precision = "f16"), "`precision` must be one of f32, bf16")
  refused(layer_dense(units = 3, kernel_initializer = "he"), "glorot_uniform, ")
  refused(compile(small_model(), optimizer = loss_mean_squared_error()), "optimizer")
})

test_that("bf16 reaches the core, or the error says why not", {
  model <- small_model()
  told <- tryCatch(compile(model, precision = "bf16"), error = identity)
  if (inherits(told, "imfit_value_error")) {
    expect_match(conditionMessage(told), "must be 'f32' here, not 'bf16': .*no bf16 dot products")
  } else {
    expect_identical(model_compile_config(pointer(model))$precision, "bf16")
  }
  compile(model)
  expect_identical(model_compile_config(pointer(model))$precision, "f32")
})

test_that("numbers outside of their range are refused", {
  refused(layer_dense(units = -3), "`units` must be a whole number from 1")
  refused(layer_dense(units = 0), "not 0")
  refused(layer_dense(units = 2.5), "not 2.5")
  refused(layer_dense(units = "3"), "not '3'", "type")
  refused(layer_dense(units = NA), "units", "type")
  refused(layer_dense(units = NaN), "units", "type")
  refused(layer_dense(units = c(1, 2)), "units", "type")
  refused(layer_dense(), "Dense needs the argument `units`")
  refused(layer_dense(units = 3, input_shape = c(2, 3)), "input_shape")
  refused(layer_dense(units = 3, use_bias = 1), "true or false", "type")
  refused(layer_dense(units = 3, name = 5), "name", "type")
  refused(layer_activation_relu(max_value = -1), "max_value")
  refused(optimizer_adam(learning_rate = 0), "`learning_rate` must be a number above 0, or a")
  refused(optimizer_adam(clipnorm = 1, clipvalue = 2), "left out where `clipnorm` is given")
  refused(optimizer_sgd(momentum = 2), "of at most 1, not 2")
  refused(learning_rate_schedule_piecewise_constant_decay(10, 0.1), "one more than `boundaries`")
  refused(optimizer_adam(beta_1 = 1), "below 1")
  refused(initializer_constant(Inf), "value", "type")
  model <- compiled_model()
  for (bad in list(0, -1, 1.5)) {
    refused(quiet_fit(model, batch_size = bad), "`batch_size` must be a whole number of at least 1")
    refused(quiet_fit(model, epochs = bad), "`epochs` must be a whole number of at least 1")
    refused(predict(model, small_x(), batch_size = bad), "batch_size")
  }
  refused(quiet_fit(model, validation_split = 1), "below 1")
  refused(quiet_fit(model, class_weight = list(1, 2)), "map from classes", "type")
  refused(quiet_fit(model, class_weight = list(a = 1)), "map from classes")
  refused(quiet_fit(model, validation_freq = 0), "at least 1")
  refused(quiet_fit(model, validation_freq = c(2, 0.5)), "list of epochs")
  refused(quiet_fit(model, validation_split = 0.999), "leaves rows on both sides")
  refused(quiet_fit(model, initial_epoch = -1), "initial_epoch")
  refused(quiet_fit(model, shuffle = "yes"), "shuffle", "type")
  refused(keras_model_sequential(seed = -1), "seed")
  refused(keras_model_sequential(seed = 2^53), "seed")
  refused(keras_model_sequential(seed = "a"), "seed", "type")
  expect_length(model$history$epoch, 0)
})

test_that("calls that come too early are refused", {
  refused(fit(small_model(), small_x(), small_y()), "must be compiled first", "state")
  refused(evaluate(small_model(), small_x(), small_y()), "must be compiled first", "state")
  unshaped <- keras_model_sequential() %>% layer_dense(3)
  refused(predict(unshaped, small_x()), "input shape is not known", "state")
  refused(set_weights(unshaped, list()), "input shape is not known", "state")
  refused(count_params(keras_model_sequential()), "input shape is not known", "state")
  refused(fit(compile(keras_model_sequential(), "adam", "mse"), small_x(), small_y()), "no layers")
})

test_that("weights of the wrong shape are refused, and none is changed", {
  model <- small_model()
  before <- get_weights(model)
  refused(set_weights(model, before[1:3]), "must hold 4 arrays, but holds 3")
  wrong <- before
  wrong[[3]] <- t(before[[3]])
  refused(set_weights(model, wrong), "layer 'dense_1', must have shape \\(4, 3\\), not \\(3, 4\\)")
  refused(set_weights(model, 3), "`weights` must be a list", "type")
  refused(set_weights(model, replace(before, 1, list("a"))), "`weights`", "type")
  expect_identical(get_weights(model), before)
})

test_that("a layer that does not fit is refused, and the model stays as it was", {
  model <- small_model()
  refused(layer_dense(model, 3, input_shape = 5), "input_shape")
  refused(layer_dense(model, 3, name = "dense"), "name")
  expect_length(model$layers, 2)
})

test_that("a file that is no model is refused", {
  folder <- tempfile()
  dir.create(folder)
  at <- function(name) file.path(folder, name)
  model <- compiled_model()
  quiet_fit(model)
  save_model(model, at("good"))
  bytes <- readBin(at("good"), "raw", 1e6)
  for (size in c(0, 4, 100, length(bytes) %/% 2, length(bytes) - 1)) {
    writeBin(bytes[seq_len(size)], at("short"))
    refused(load_model(at("short")), "short", "io")
  }
  writeLines("text, not a model", at("text"))
  refused(load_model(at("text")), "text is not a model", "io")
  save_image(small_image(), at("im.png"))
  refused(load_model(at("im.png")), "im.png is not a model", "io")
  refused(load_model(at("none")), "none", "io")
  refused(load_model(3), "`filepath`", "type")
  refused(save_model(model, at("none/model")), "none", "io")
  refused(save_model(model, folder), basename(folder), "io")
  refused(unserialize(serialize(1, NULL)) |> get_weights(), "must be a model", "type")
})

test_that("a full disk leaves the old file, and the model", {
  skip_on_os("windows")
  path <- tempfile(fileext = ".imfit")
  code <- c(
    "library(imfitr)",
    "path <- commandArgs(TRUE)[1]",
    "model <- keras_model_sequential(seed = 2) %>% layer_dense(90, input_shape = 90)",
    "error <- tryCatch(save_model(model, path), error = identity)",
    "cat(class(error)[1], conditionMessage(error), count_params(model), sep = '|')",
    "im <- as_image(array(runif(3e5), c(500, 200, 3)))",
    "error <- tryCatch(save_image(im, paste0(path, '.png')), error = identity)",
    "cat('|', class(error)[1], file.exists(paste0(path, '.png')), sep = '|')"
  )
  old <- keras_model_sequential(seed = 1) %>% layer_dense(2, input_shape = 2)
  save_model(old, path)
  # No file may grow beyond 16 blocks; without the signal that would end the process.
  command <- sprintf(
    "trap '' XFSZ; ulimit -f 16; exec %s %s %s",
    shQuote(file.path(R.home("bin"), "Rscript")), shQuote(write_script(code)), shQuote(path)
  )
  output <- system2("sh", c("-c", shQuote(command)),
    stdout = TRUE, stderr = TRUE,
    env = paste0("R_LIBS=", shQuote(paste(.libPaths(), collapse = .Platform$path.sep)))
  )
  parts <- strsplit(paste(output, collapse = "\n"), "|", fixed = TRUE)[[1]]
  expect_identical(parts[1], "imfit_io_error")
  expect_match(parts[2], "can't write .*: .*")
  expect_identical(parts[3], "8190")
  expect_identical(parts[5:6], c("imfit_io_error", "FALSE"))
  expect_identical(get_weights(load_model(path)), get_weights(old))
  expect_length(list.files(dirname(path), basename(path)), 1)
})

test_that("classes that are none are named with their row", {
  model <- keras_model_sequential() %>%
    layer_dense(3, activation = "softmax", input_shape = 2) %>%
    compile(loss = "sparse_categorical_crossentropy", metrics = "accuracy")
  x <- matrix(c(0, 0, 1, 1, 0, 1, 0, 1), ncol = 2)
  for (wrong in c(3, -1, 0.5)) {
    words <- paste0("whole numbers from 0 to 2.*not ", wrong, " in row 3")
    refused(fit(model, x, c(0, 1, wrong, 2), verbose = 0), words)
  }
  fit(model, x, c(0L, 1L, 2L, 2L), verbose = 0)
  refused(evaluate(model, x, matrix(0, 4, 3)), "takes 1, the number of each row's class")
})

test_that("a loss that leaves the numbers says so, and the last weights stay", {
  model <- keras_model_sequential(seed = 3) %>%
    layer_dense(3, input_shape = 2) %>%
    compile(optimizer_adam(1e30), "mse")
  error <- tryCatch(quiet_fit(model, epochs = 3, batch_size = 8), error = identity)
  expect_s3_class(error, "imfit_value_error")
  expect_match(conditionMessage(error), "the loss became (inf|NaN|-inf) in epoch 1, batch [0-9]+")
  expect_true(all(is.finite(unlist(get_weights(model)))))
  expect_identical(get_weights(model), get_weights(keras_model_sequential(seed = 3) %>%
    layer_dense(3, input_shape = 2)))
})
