"""Triggers, called by Cognito. They are deployed without layers, so they import nothing of VAULT."""
