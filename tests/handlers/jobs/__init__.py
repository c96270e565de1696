"""One file of conversations per kind of job."""
