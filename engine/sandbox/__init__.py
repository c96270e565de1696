"""What a process that opens strangers' files may still do: limits a process sets on itself and can never lift again.

    `engine.sandbox.landlock`   which files it may read and write (Linux 5.13)
    `engine.sandbox.network`    no connection to anywhere (Linux, by a filter of system calls)
    `engine.sandbox.limits`     memory, core dumps, priority (POSIX)

Each says whether it could be done here; `python -m bot doctor` shows it.
"""
