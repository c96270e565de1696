"""SQLite and sealed files: one module per table, plain functions of an open transaction.

    database.py, migrate.py, migrations/   the file: one writer, one reader, explicit transactions, versions
    accounts sessions identities selfies media jobs leases inbox outbox ledger audit    tables
    vault.py, copies.py, retention.py      keys and sealed files, copies of the database, what is deleted when
    clock.py, errors.py, files.py, places.py

Functions that change something take ``tx`` (`storage.database.Transaction`), those that only read take ``rx``, which a
``tx`` is too. None of them commits, waits for the network or opens a transaction of its own.
"""
