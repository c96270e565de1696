"""Steps several kinds of task take."""
