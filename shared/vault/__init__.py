"""VAULT: Wi-Fi authentication, subscriber management and billing."""

import gc

# An import makes 100,000 objects that live as long as the process: looking for garbage among them took a fifth of it.
# It stands here because this package is deployed with every function; the packages of a function's own asset are empty.
gc.set_threshold(50_000)
