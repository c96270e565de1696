"""The conversation, said once for every platform. No chat library and no torch is imported here."""
