-- When a photo was last taken for another person's: its day begins then, not when it was sent.
ALTER TABLE selfies ADD COLUMN judged REAL;
