# The functions' arguments are those that the core declares, in their order, with their defaults.

# What a formal without a default is.
no_default <- function() formals(function(x) NULL)$x

declared_formals <- function(declaration, without = character()) {
  arguments <- Filter(function(argument) !argument$name %in% without, declaration$arguments)
  formals <- lapply(arguments, function(argument) {
    default <- argument$default
    if (isTRUE(argument$required)) {
      no_default()
    } else if (is.numeric(default)) {
      as.double(default)
    } else {
      default
    }
  })
  stats::setNames(formals, vapply(arguments, function(argument) argument$name, ""))
}

expect_formals <- function(fun, declaration, first = character(), last = character(), ...) {
  given <- as.list(formals(fun))
  declared <- declared_formals(declaration, ...)
  info <- declaration$class_name
  expect_identical(as.character(names(given)), c(first, names(declared), last), info = info)
  for (name in names(declared)) {
    # A negative number is a call in R.
    value <- given[name]
    if (is.call(value[[1]])) value[[1]] <- eval(value[[1]])
    expect_identical(value, declared[name], info = paste(info, name))
  }
}

generator <- function() {
  script <- new.env()
  sys.source(file.path(repository(), "rpkg", "tools", "generate.R"), script)
  script
}

test_that("the native code declares what api.json holds", {
  expect_identical(jsonlite::parse_json(declarations()), read_api())
})

test_that("components have their declared arguments", {
  api <- read_api()
  script <- generator()
  for (kind in names(script$kinds)) {
    for (component in api[[script$kinds[[kind]]]]) {
      fun <- getExportedValue("imfitr", script$function_name(kind, component))
      expect_formals(fun, component, first = if (kind == "layer") "object")
    }
  }
})

test_that("functions have their declared arguments", {
  api <- read_api()
  methods <- stats::setNames(api$methods, vapply(api$methods, function(m) m$class_name, ""))
  expect_formals(keras_model_sequential, methods$Sequential)
  expect_formals(compile.imfit_model, methods$compile, "object", "...")
  expect_formals(fit.imfit_model, methods$fit, "object", "...")
  expect_formals(evaluate.imfit_model, methods$evaluate, "object", "...")
  expect_formals(predict.imfit_model, methods$predict, "object", "...")
  expect_formals(render.imfit_model, methods$render, "object", "...")
  expect_formals(train_on_batch, methods$train_on_batch, "object")
  expect_formals(test_on_batch, methods$test_on_batch, "object")
  expect_formals(predict_on_batch, methods$predict_on_batch, "object")
  expect_formals(summary.imfit_model, methods$summary, "object", "...")
  expect_formals(save_model, methods$save, "object")
  expect_formals(load_model, methods$load_model)
  expect_formals(save_model_weights, methods$save_weights, "object")
  expect_formals(load_model_weights, methods$load_weights, "object")
  expect_formals(export_model, methods$export, "object")
  expect_formals(imfit_threads, methods$set_num_threads)
  expect_formals(load_image, methods$load_image)
  expect_formals(pixels, methods$pixels, "im")
  expect_formals(pixel_coordinates, methods$coordinates)
  expect_formals(resize_image, methods$resize, "im")
  expect_formals(append_images, methods$append)
  expect_formals(adapt, methods$adapt, "object")
  expect_formals(to_categorical, methods$to_categorical)
  expect_formals(set_random_seed, methods$set_random_seed)
  expect_formals(get_layer, methods$get_layer, "object")
  expect_setequal(names(methods), c(
    "Sequential", "compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch",
    "predict_on_batch", "render", "summary", "set_num_threads", "set_random_seed", "load_image",
    "pixels", "coordinates", "resize", "append", "adapt", "to_categorical", "get_layer", "save",
    "load_model", "save_weights", "load_weights", "export"
  ))
})

test_that("components.R is what generate.R writes", {
  file <- file.path(repository(), "rpkg", "R", "components.R")
  expect_identical(readLines(file, encoding = "UTF-8"), generator()$components_code(read_api()))
})

test_that("no exported name hides one of the packages that scripts attach beside this one", {
  exports <- getNamespaceExports("imfitr")
  shared <- c("%>%", "fit", "compile")
  others <- c(
    "base", "stats", "graphics", "grDevices", "utils", "methods", "datasets",
    "ggplot2", "tibble", "tidyr", "readr", "purrr", "dplyr", "stringr", "forcats", "magick"
  )
  for (package in c(others, if (requireNamespace("imager", quietly = TRUE)) "imager")) {
    expect_identical(setdiff(intersect(exports, getNamespaceExports(package)), shared), character(),
      info = package
    )
  }
  expect_identical(imfitr::fit, generics::fit)
  expect_identical(imfitr::compile, generics::compile)
  expect_identical(imfitr::`%>%`, magrittr::`%>%`)
})
