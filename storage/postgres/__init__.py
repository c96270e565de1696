"""The same tables on a PostgreSQL server, which several bot processes share.

    translate.py    what little of the SQL the two read differently, and the migrations
    functions.sql   the functions SQLite has and PostgreSQL names otherwise; triggers.sql: the triggers
    migrate.py      brings a database up to date, under a lock
    database.py     `PostgresDatabase`, a `storage.database.Database`

The storage functions are written so that both understand them. Nothing here is imported unless ``DATABASE_URL`` is set.

Who may change what at the same time: a transaction that names no part is alone, as every transaction of SQLite is, in
all processes together. One that keeps ``within`` a part runs beside those of other parts. So whatever reads before it
writes is right without looking at it again, and only what was looked at runs side by side.
"""
