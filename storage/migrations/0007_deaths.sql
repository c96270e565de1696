-- How often the bot died while a job ran: not the job's fault, unless it happens again and again.
ALTER TABLE jobs ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
