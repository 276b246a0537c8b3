"""The AWS deployment: composition of stacks only, no business rules."""
