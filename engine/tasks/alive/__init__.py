"""Is the person on the photos the one who sends them, now?"""
