"""One package per chat platform; each implements `base.FrontEnd` and is the only place that imports its library."""
