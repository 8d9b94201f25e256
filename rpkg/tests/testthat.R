library(testthat)
library(imfitr)

test_check("imfitr")
