"""What a person does on the own terminal: identify, answer, see the result, send."""
