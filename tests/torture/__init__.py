"""The whole bot under faults, from enrolment to delivery: ``python -m tests.torture`` (`make torture`)."""
