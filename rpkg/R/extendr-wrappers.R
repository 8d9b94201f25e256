# Written by tools/document.sh. Change src/rust/src instead.

# Checks a component's arguments and fills in the rest. Returns all of them.
component_check <- function(kind, class_name, config) native(wrap__component_check, kind, class_name, config)

# The arguments of a layer after a look at some rows of data.
layer_adapt <- function(class_name, config, data) native(wrap__layer_adapt, class_name, config, data)

# Checks the arguments of a function that are not data, and fills in the rest.
call_check <- function(method, given) native(wrap__call_check, method, given)

# All that the core declares, as in tests/vectors/api.json.
declarations <- function() native(wrap__declarations)

# Reads a picture from a file.
image_open <- function(path, max_pixels) native(wrap__image_open, path, max_pixels)

# Reads a picture from the bytes of a file. The name is for messages.
image_decode <- function(bytes, name, max_pixels) native(wrap__image_decode, bytes, name, max_pixels)

# Writes a picture to a file, in the format that its name ends in.
image_save <- function(image, path) native(wrap__image_save, image, path)

# The picture as the bytes of a PNG file.
image_to_png <- function(image) native(wrap__image_to_png, image)

# Brings a picture to another size: `arguments` are those of `resize`.
image_resize <- function(image, arguments) native(wrap__image_resize, image, arguments)

# Puts pictures beside each other.
image_append <- function(images, axis) native(wrap__image_append, images, axis)

# The peak signal-to-noise ratio of two pictures, in dB.
image_psnr <- function(image, other) native(wrap__image_psnr, image, other)

# The positions of all pixels: `arguments` are those of `coordinates`.
image_coordinates <- function(arguments) native(wrap__image_coordinates, arguments)

# A picture from a table of pixels in any order.
image_from_table <- function(x, y, colours) native(wrap__image_from_table, x, y, colours)

# A picture from its colours, one row a pixel, x running fastest.
image_from_pixels <- function(colours, width, height) native(wrap__image_from_pixels, colours, width, height)

# The version of the native code, which is that of the R package.
native_version <- function() native(wrap__native_version)

# The instruction set that the arithmetic uses.
native_instruction_set <- function() native(wrap__native_instruction_set)

# How many threads train and predict.
native_threads <- function() native(wrap__native_threads)

# Sets how many threads train and predict: `arguments` are those of `set_num_threads`.
set_native_threads <- function(arguments) native(wrap__set_native_threads, arguments)

# A table of zeros and ones of class numbers.
categorical_table <- function(classes, arguments) native(wrap__categorical_table, classes, arguments)

# Whether an external pointer is empty.
pointer_is_empty <- function(pointer) native(wrap__pointer_is_empty, pointer)

# An empty model.
model_new <- function(arguments) native(wrap__model_new, arguments)

# Puts a layer, `list(class_name, config)`, on top.
model_add <- function(model, layer) native(wrap__model_add, model, layer)

# Makes the weights for rows of so many values.
model_build <- function(model, inputs) native(wrap__model_build, model, inputs)

# Says how the model is to be trained.
model_compile <- function(model, arguments) native(wrap__model_compile, model, arguments)

# The weights, a list of matrices and vectors.
model_get_weights <- function(model) native(wrap__model_get_weights, model)

# Replaces all weights.
model_set_weights <- function(model, weights) native(wrap__model_set_weights, model, weights)

# Freezes the layers from one to another, by name, or trains them; others the other way round.
model_set_range_trainable <- function(model, from, to, trainable) native(wrap__model_set_range_trainable, model, from, to, trainable)

# The number of weights.
model_count_params <- function(model) native(wrap__model_count_params, model)

# The model as a table of its layers, so many characters wide.
model_summary <- function(model, width) native(wrap__model_summary, model, width)

# The description of the layers, as a list.
model_config <- function(model) native(wrap__model_config, model)

# The description of the layers, as JSON.
native_model_to_json <- function(model) native(wrap__native_model_to_json, model)

# A model from its description, with new weights.
native_model_from_json <- function(json) native(wrap__native_model_from_json, json)

# The same from what is in the description as a list.
native_model_from_config <- function(config) native(wrap__native_model_from_config, config)

# What `compile` was told, as a list; NULL before.
model_compile_config <- function(model) native(wrap__model_compile_config, model)

# The functions of the user's that the model was compiled with: their keys, and the names they were given.
model_functions <- function(model) native(wrap__model_functions, model)

# Says that the function of a key isn't there.
model_missing_function <- function(model, wanted) native(wrap__model_missing_function, model, wanted)

# Lets the losses and metrics of batches begin anew.
model_reset_metrics <- function(model) native(wrap__model_reset_metrics, model)

# Takes the topmost layer off and returns its description.
model_pop <- function(model) native(wrap__model_pop, model)

# The description of a layer: `arguments` are those of `get_layer`.
model_get_layer <- function(model, arguments) native(wrap__model_get_layer, model, arguments)

# A model of the same layers, with the weights that those begin with.
model_clone <- function(model) native(wrap__model_clone, model)

# The losses and metrics of all epochs that the model was ever trained.
model_history <- function(model) native(wrap__model_history, model)

# The learning rate of the next step.
model_learning_rate <- function(model) native(wrap__model_learning_rate, model)

# What a function of the user's says is the learning rate.
model_set_scheduled_rate <- function(model, rate) native(wrap__model_set_scheduled_rate, model, rate)

# Sets the learning rate: a number or a schedule.
model_set_learning_rate <- function(model, rate) native(wrap__model_set_learning_rate, model, rate)

# Whether a training is to end.
model_stop_training <- function(model) native(wrap__model_stop_training, model)

# Says whether a training is to end.
model_set_stop_training <- function(model, stop) native(wrap__model_set_stop_training, model, stop)

# Writes the model to a file.
model_save <- function(model, filepath, arguments) native(wrap__model_save, model, filepath, arguments)

# Reads a model from a file.
model_load <- function(filepath, arguments) native(wrap__model_load, filepath, arguments)

# Writes the weights to a file.
model_save_weights <- function(model, filepath, arguments) native(wrap__model_save_weights, model, filepath, arguments)

# Reads the weights from a file.
model_load_weights <- function(model, filepath, arguments) native(wrap__model_load_weights, model, filepath, arguments)

# Writes what the model predicts to a file for other programs.
model_export <- function(model, filepath, arguments) native(wrap__model_export, model, filepath, arguments)

# The model as bytes: what would be in its file.
model_to_bytes <- function(model) native(wrap__model_to_bytes, model)

# A model from its bytes.
model_from_bytes <- function(bytes) native(wrap__model_from_bytes, bytes)

# Panics with a message.
probe_panic <- function(message) native(wrap__probe_panic, message)

# Fails with a message, or with a NUL in the middle when `nul` is true.
probe_fail <- function(message, nul) native(wrap__probe_fail, message, nul)

# Returns a value as Rust understood it.
probe_echo <- function(value, kind) native(wrap__probe_echo, value, kind)

# What to show of a training: "silent", "bar" or "lines".
verbosity <- function(verbose, can_redraw) native(wrap__verbosity, verbose, can_redraw)

# Begins a training. `data` and `validation` are as `Samples` reads them; no validation is NULL.
training_begin <- function(model, data, validation, options) native(wrap__training_begin, model, data, validation, options)

# Trains for some milliseconds. Returns `list(event, line, call)`: "progress", "epoch", "message", "call",
# "question" or "done", the line of text that tells of it, and the function that is due: `list(callback, hook,
# index, logs)`, the callback's place counted from 1, or NULL.
training_advance <- function(training, model, milliseconds) native(wrap__training_advance, training, model, milliseconds)

# The losses and metrics of the epochs of this training, and what it was told.
training_history <- function(training) native(wrap__training_history, training)

# Begins an evaluation of `data`, which is as `Samples` reads it.
evaluation_begin <- function(model, data, options) native(wrap__evaluation_begin, model, data, options)

# Works for some milliseconds, or to the next question. Returns loss and metrics by name when all is done,
# else NULL.
evaluation_advance <- function(evaluation, model, milliseconds) native(wrap__evaluation_advance, evaluation, model, milliseconds)

# The function of the user's that an evaluation asks for: see `asked`.
evaluation_question <- function(evaluation) native(wrap__evaluation_question, evaluation)

# Takes what that function has returned.
evaluation_answer <- function(evaluation, values, argument) native(wrap__evaluation_answer, evaluation, values, argument)

# The function of a callback that an evaluation has to wait for: see `due`; NULL where there is none.
evaluation_call <- function(evaluation) native(wrap__evaluation_call, evaluation)

# Batches of an evaluation, as callbacks see them.
evaluation_batches <- function(evaluation) native(wrap__evaluation_batches, evaluation)

# Batches of a prediction, as callbacks see them.
prediction_batches <- function(prediction) native(wrap__prediction_batches, prediction)

# The same of a prediction, with the `outputs` of the batch that has ended.
prediction_call <- function(prediction) native(wrap__prediction_call, prediction)

# Begins a step on the rows of `data`, or, without options, a measurement of them.
on_batch_begin <- function(model, data, options) native(wrap__on_batch_begin, model, data, options)

# The function of the user's that a training asks for: see `asked`.
training_question <- function(training) native(wrap__training_question, training)

# Takes what that function has returned.
training_answer <- function(training, values, argument) native(wrap__training_answer, training, values, argument)

# Begins a prediction.
prediction_begin <- function(model, x, options) native(wrap__prediction_begin, model, x, options)

# Predicts for some milliseconds. Returns the matrix of outputs when all is done, else NULL.
prediction_advance <- function(prediction, model, milliseconds) native(wrap__prediction_advance, prediction, model, milliseconds)

# Begins a rendering: `arguments` are those of `render`.
rendering_begin <- function(model, arguments) native(wrap__rendering_begin, model, arguments)

# Renders for some milliseconds. Returns the picture when all is done, else NULL.
rendering_advance <- function(rendering, model, milliseconds) native(wrap__rendering_advance, rendering, model, milliseconds)
