# Classes as targets, and seeds.

test_that("classes become a table", {
  expected <- diag(3)[c(1, 3, 2), ]
  expect_identical(to_categorical(c(0, 2, 1)), expected)
  expect_identical(to_categorical(c(0L, 2L, 1L)), expected)
  expect_identical(to_categorical(matrix(c(0, 2, 1))), expected)
  expect_identical(to_categorical(factor(c("a", "c", "b"))), expected)
  expect_identical(dim(to_categorical(factor("a", levels = c("a", "b")))), c(1L, 2L))
  expect_identical(dim(to_categorical(0, 4)), c(1L, 4L))
})

test_that("wrong classes are refused", {
  expect_error(to_categorical(c(0, 3), 3), "0 to 2.*3 in row 2", class = "imfit_value_error")
  expect_error(to_categorical(-1), "-1 in row 1", class = "imfit_value_error")
  expect_error(to_categorical(NA), "NaN in row 1", class = "imfit_value_error")
  expect_error(to_categorical(numeric()), "empty", class = "imfit_value_error")
  expect_error(to_categorical(diag(2)), "2 columns", class = "imfit_value_error")
  expect_error(to_categorical(0, 0), "`num_classes`", class = "imfit_value_error")
  expect_error(to_categorical("a"), "`x`", class = "imfit_type_error")
})

test_that("a seed governs the models that follow", {
  set_random_seed(42)
  first <- keras_model_sequential()$seed
  set_random_seed(42)
  expect_identical(keras_model_sequential()$seed, first)
  expect_error(set_random_seed(-1), "`seed`", class = "imfit_value_error")
  expect_error(set_random_seed(2^40), "`seed` must be at most", class = "imfit_value_error")
})
