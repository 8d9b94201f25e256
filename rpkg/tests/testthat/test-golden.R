# The golden cases: what Keras computed, on the same data from the same weights.

as_array <- function(tensor) {
  shape <- unlist(tensor$shape)
  data <- as.double(unlist(tensor$data))
  if (length(shape) < 2) {
    return(data)
  }
  matrix(data, shape[1], shape[2], byrow = TRUE)
}

as_weight <- function(values) {
  if (!is.null(values)) as.double(unlist(values))
}

# Arguments of fit: a schedule is a list of what each epoch's rate is multiplied by.
as_fit_takes_it <- function(arguments) {
  arguments$callbacks <- lapply(arguments$callbacks, function(callback) {
    factors <- unlist(callback$config$schedule)
    if (is.null(factors)) {
      return(callback)
    }
    callback_learning_rate_scheduler(function(epoch, lr) lr * factors[[epoch + 1]])
  })
  arguments
}

distance <- function(ours, theirs, relative = FALSE) {
  ours <- as.double(unlist(ours))
  # An epoch without validation.
  theirs <- as.double(unlist(lapply(theirs, function(value) if (is.null(value)) NaN else value)))
  # NaN is as near as NaN, and as nothing else; NA is near nothing.
  if (!identical(is.nan(ours), is.nan(theirs)) || anyNA(ours[!is.nan(ours)])) {
    return(Inf)
  }
  there <- !is.nan(theirs) & ours != theirs # two zeros are no share of each other
  gap <- abs(ours - theirs)[there]
  if (relative) gap <- gap / abs(theirs)[there]
  max(gap, 0)
}

expect_within <- function(ours, theirs, tolerance, what, relative = FALSE) {
  expect_lte(distance(ours, theirs, relative), tolerance, label = what)
}

expect_logs <- function(ours, theirs, tolerance, what) {
  expect_identical(names(ours), names(theirs), label = what)
  for (name in names(theirs)) {
    exact <- grepl("accuracy$", name)
    limit <- if (exact) tolerance$accuracy else tolerance$loss
    expect_within(ours[[name]], theirs[[name]], limit, paste(what, name), relative = !exact)
  }
}

run_case <- function(case) {
  json <- jsonlite::toJSON(case$model, auto_unbox = TRUE, null = "null", digits = NA)
  model <- model_from_json(as.character(json))
  model %>% compile(
    optimizer = case$compile$optimizer, loss = case$compile$loss, metrics = case$compile$metrics
  )
  model %>% set_weights(lapply(case$initial_weights, as_array))
  x <- as_array(case$x)
  y <- as_array(case$y)
  validation <- if (!is.null(case$validation_data)) {
    list(
      as_array(case$validation_data$x), as_array(case$validation_data$y),
      as_weight(case$validation_data$sample_weight)
    )
  }
  history <- do.call(fit, c(
    list(model, x, y, verbose = 0, validation_data = validation),
    list(sample_weight = as_weight(case$sample_weight)), as_fit_takes_it(case$fit)
  ))
  tolerance <- case$tolerance
  expect_logs(history$metrics, case$history, tolerance, "history")
  expect_logs(evaluate(model, x, y), case$evaluate, tolerance, "evaluate")
  weights <- lapply(case$final_weights, as_array)
  expect_within(get_weights(model), weights, tolerance$weights, "weights")
  predictions <- as_array(case$predictions)
  ours <- predict(model, x)
  expect_identical(dim(ours), dim(predictions))
  expect_within(ours, predictions, tolerance$predictions, "predictions")
}

cases <- tryCatch(
  list.files(vectors("cases"), "[.]json$", full.names = TRUE),
  skip = function(condition) character()
)

for (path in cases) {
  test_that(paste("as Keras:", sub("[.]json$", "", basename(path))), {
    run_case(jsonlite::read_json(path))
  })
}

test_that("nothing but a number is near a number", {
  for (relative in c(FALSE, TRUE)) {
    expect_identical(distance(c(1, NaN), list(1, 2), relative), Inf)
    expect_identical(distance(c(1, NA), list(1, 2), relative), Inf)
    expect_identical(distance(c(1, NA), list(1, NULL), relative), Inf)
    expect_identical(distance(c(1, 2), list(1, NULL), relative), Inf)
    expect_identical(distance(1, list(1, 2), relative), Inf)
    expect_identical(distance(c(1, NaN, 0), list(1, NULL, 0), relative), 0)
    expect_identical(distance(c(1, NaN), list(2, NULL), relative), if (relative) 0.5 else 1)
  }
})

test_that("there are golden cases", {
  expect_gte(length(list.files(vectors("cases"), "[.]json$")), 240)
})
