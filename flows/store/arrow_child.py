"""Reads one query of a file of SQLite in a process of its own and tells it as a stream of Arrow.

In a process of its own, because the driver brings a second SQLite: two of them in one process would let go of each
other's locks on the file."""

import json
import sys

import adbc_driver_sqlite.dbapi as sqlite
import pyarrow as pa

_ROWS = "16384"  # a part of the stream


def main() -> None:
    """Standard input: the database's address and the statement; standard output: the stream."""
    uri, statement = json.load(sys.stdin.buffer)
    with sqlite.connect(uri) as connection, connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _ROWS})
        cursor.execute(statement)
        reader = cursor.fetch_record_batch()
        with pa.ipc.new_stream(sys.stdout.buffer, reader.schema) as stream:
            for part in reader:
                stream.write_batch(part)


if __name__ == "__main__":
    main()
