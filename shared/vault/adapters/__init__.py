"""One module for each outside system; the only home of their SDKs."""
