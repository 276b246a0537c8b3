"""What a month of a stage costs, and which limits of AWS it meets first: estimates, from assumptions that are told."""
