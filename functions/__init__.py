"""What is deployed: one module is one endpoint or job, which is one Lambda function."""

import gc

# An import makes 100,000 objects that live as long as the process: looking for garbage among them took a fifth of it.
gc.set_threshold(50_000)
