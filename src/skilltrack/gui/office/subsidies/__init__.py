"""助成: applications, payments, rules."""
