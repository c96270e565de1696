"""The application between the conversation and the engine: jobs, inbox, outbox and what lies on their way."""
