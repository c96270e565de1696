"""A kind of job nobody has, in the three files one takes."""
