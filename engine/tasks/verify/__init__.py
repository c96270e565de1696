"""Was a picture made here, and by which job?"""
