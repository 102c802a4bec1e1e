"""The numbered changes of the store's tables, from an empty database to what `bot/store/tables.py` says.

A new one: change `tables.py`, then a file `versions/NNNN_what.py` after the pattern of the last, and HEAD in
`bot/store/upgrade.py`. It must leave a running bot of the version before able to go on: add nullable columns
and tables, and drop what nothing uses any more one version later. `tests/store/test_migrations.py` holds it
to the tables and carries data through every step.
"""
