"""From gap to course: what people lack, which courses of a year close it, how many seats."""
