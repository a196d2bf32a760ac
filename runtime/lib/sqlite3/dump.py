"""Connection.iterdump(): a database as the SQL that makes it anew."""


def _quote_name(name):
    return name.replace('"', '""')


def _quote_text(text):
    return text.replace("'", "''")


def _rows(cursor, table):
    """One INSERT for each row, put together by SQLite itself, which knows how its values are written."""
    columns = [column[1] for column in cursor.execute(f'PRAGMA table_info("{_quote_name(table)}")').fetchall()]
    values = ','.join("""'||quote("{}")||'""".format(_quote_name(column)) for column in columns)
    query = """SELECT 'INSERT INTO "{0}" VALUES({1})' FROM "{2}";""".format(
        _quote_text(_quote_name(table)), values, _quote_name(table))
    for row in cursor.execute(query):
        yield f'{row[0]};'


def _iterdump(connection):
    cursor = connection.cursor()
    cursor.row_factory = None
    yield 'BEGIN TRANSACTION;'

    tables = cursor.execute("""SELECT name, type, sql FROM sqlite_master
                               WHERE sql NOT NULL AND type = 'table' ORDER BY name""").fetchall()
    edits_schema = False
    sequences = []
    for name, _, sql in tables:
        if name == 'sqlite_sequence':
            # It exists as soon as a table counts by itself; its contents come last.
            sequences.append('DELETE FROM "sqlite_sequence";')
            sequences.extend(_rows(cursor, name))
            continue
        if name == 'sqlite_stat1':
            yield 'ANALYZE "sqlite_master";'
        elif name.startswith('sqlite_'):
            continue
        elif sql.startswith('CREATE VIRTUAL TABLE'):
            if not edits_schema:
                edits_schema = True
                yield 'PRAGMA writable_schema=ON;'
            yield ("INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)"
                   f"VALUES('table','{_quote_text(name)}','{_quote_text(name)}',0,'{_quote_text(sql)}');")
        else:
            yield f'{sql};'
        yield from _rows(cursor, name)

    others = cursor.execute("""SELECT name, type, sql FROM sqlite_master
                               WHERE sql NOT NULL AND type IN ('index', 'trigger', 'view')""").fetchall()
    for _, _, sql in others:
        yield f'{sql};'
    if edits_schema:
        yield 'PRAGMA writable_schema=OFF;'
    yield from sequences
    yield 'COMMIT;'
