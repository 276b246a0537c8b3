"""Terms and conditions of operators."""
