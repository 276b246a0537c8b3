"""Estimates of a stage's monthly costs and of the AWS limits it reaches first, from stated assumptions."""
