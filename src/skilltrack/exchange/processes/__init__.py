"""Work in a process of its own: started, asked and ended here, served there."""
