"""How often logins, codes and re-sends may be tried."""
