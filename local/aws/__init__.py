"""moto's AWS as a process of its own, its state kept in a file."""
