# Regression on a table, as a user of R's keras writes it.

library(keras)

set.seed(1)
x <- cbind(rnorm(600), rnorm(600, 5, 10), rnorm(600, -20, 100), rnorm(600))
y <- 2 * x[, 1] - 0.3 * x[, 2] + sin(x[, 4])
train <- 1:500

model <- keras_model_sequential()
model %>%
  layer_batch_normalization(input_shape = 4) %>%
  layer_dense(32, activation = "relu", kernel_regularizer = regularizer_l2(1e-4)) %>%
  layer_dropout(0.1) %>%
  layer_dense(32, kernel_initializer = "he_normal") %>%
  layer_activation_leaky_relu() %>%
  layer_dense(1)
summary(model)
model %>% compile(
  optimizer = optimizer_adam(learning_rate = 0.01),
  loss = "mse",
  metrics = list("mae")
)
history <- model %>% fit(
  x[train, ], y[train],
  epochs = 40, batch_size = 32, validation_split = 0.2, verbose = 0,
  callbacks = list(
    callback_early_stopping(monitor = "val_loss", patience = 8, restore_best_weights = TRUE),
    callback_reduce_lr_on_plateau(patience = 4, factor = 0.5)
  )
)
stopifnot(c("loss", "mae", "val_loss", "val_mae") %in% names(history$metrics))
measured <- model %>% evaluate(x[-train, ], y[-train], verbose = 0)
print(measured)
stopifnot(measured[["mae"]] < 1)

epochs <- 0
counting <- callback_lambda(on_epoch_end = function(epoch, logs) epochs <<- epochs + 1)
model %>% fit(x[train, ], y[train], epochs = 3, verbose = 0, callbacks = list(counting))
stopifnot(epochs == 3)
