test_that("methods and functions change the object itself", {
  tally <- new_tally(2)
  alias <- tally
  tally$add(3)
  expect_identical(tally$count(), 5)
  result <- withVisible(tally %>% add(1) %>% add(1))
  expect_false(result$visible)
  expect_identical(result$value, tally)
  expect_identical(alias$total, 7)
  expect_identical(alias[["total"]], 7)
})

test_that("methods keep their arguments, without the object", {
  expect_identical(names(formals(new_tally()$add)), "by")
  expect_identical(formals(new_tally()$spin)$step, 50)
})

test_that("names and completion list methods and properties", {
  tally <- new_tally()
  expect_setequal(names(tally), c("total", "add", "count", "spin"))
  expect_identical(utils::.DollarNames(tally, "^co"), "count")
})

test_that("an unknown name and an assignment are errors", {
  tally <- new_tally()
  expect_error(tally$cuont, "there are: total, add, count, spin", class = "imfit_value_error")
  expect_error(tally$total <- 3, class = "imfit_state_error")
  expect_error(tally[["total"]] <- 3, class = "imfit_state_error")
  expect_identical(tally$total, 0)
})

test_that("an object survives saveRDS() and readRDS() in another process", {
  path <- tempfile(fileext = ".rds")
  tally <- new_tally(40)
  tally$add(1)
  saveRDS(tally, path)
  there <- callr::r(function(path) {
    tally <- readRDS(path)
    empty <- imfitr:::pointer_is_empty(.subset2(tally, "pointer"))
    tally$add(1)
    saveRDS(tally, path)
    list(empty = empty, total = tally$total)
  }, list(path))
  expect_identical(there, list(empty = TRUE, total = 42))
  expect_identical(readRDS(path)$total, 42)
  expect_identical(tally$total, 41)
})

test_that("an object needs no attached package when it is loaded", {
  path <- tempfile(fileext = ".rds")
  saveRDS(new_tally(3), path)
  expect_identical(callr::r(function(path) {
    requireNamespace("imfitr")
    readRDS(path)$total
  }, list(path)), 3)
})

test_that("an object goes to other processes and comes back", {
  tally <- new_tally(1)
  back <- callr::r(function(tally) {
    imfitr:::add(tally, 10)
  }, list(tally))
  expect_identical(back$total, 11)
  expect_identical(tally$total, 1)

  skip_on_os("windows")
  forked <- parallel::mclapply(1:3, function(i) tally$add(i), mc.cores = 2, mc.preschedule = FALSE)
  expect_identical(vapply(forked, count, 0), c(2, 3, 4))
  expect_identical(tally$total, 1)

  cluster <- parallel::makePSOCKcluster(1)
  on.exit(parallel::stopCluster(cluster))
  expect_identical(parallel::clusterApply(cluster, list(tally), count)[[1]], 1)
})

test_that("an object that failed half-way saves what it has", {
  tally <- new_tally(1)
  expect_error(changing(tally, {
    tally_add(pointer(tally), 5)
    stop("half-way")
  }))
  expect_identical(unserialize(serialize(tally, NULL))$total, 6)
})

test_that("a pointer of the wrong kind, and an empty one, are refused", {
  expect_error(tally_count(1), "`tally` must be an object", class = "imfit_type_error")
  expect_error(tally_count(globalenv()), class = "imfit_type_error")
  empty <- unserialize(serialize(.subset2(new_tally(), "pointer"), NULL))
  expect_true(pointer_is_empty(empty))
  expect_error(tally_count(empty), class = "imfit_state_error")
  expect_error(tally_from_bytes(raw(3)), class = "imfit_value_error")
})
