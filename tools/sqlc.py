#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""sqlc: turn folders of .sql files into one C table of named statements and one of migrations.

     0001_name.sql           a migration, run once, in order, each in a transaction
     anything else           statements, each under a line  -- name: case_list_page

$1 is the first parameter (SQLite numbers ?1 but not $1, so it is rewritten); @ID@, @BYTES@ and
@STRICT@ are the three words in which SQLite and PostgreSQL differ.

usage: sqlc.py OUT.h OUT.c PREFIX FOLDER..."""
import pathlib
import re
import sys

WORDS = {
    "sqlite": {"@ID@": "INTEGER PRIMARY KEY", "@BYTES@": "BLOB", "@STRICT@": "STRICT"},
    "postgres": {"@ID@": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "@BYTES@": "BYTEA",
                 "@STRICT@": ""},
}


def c_text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def in_dialect(sql, dialect):
    for word, replacement in WORDS[dialect].items():
        sql = sql.replace(word, replacement)
    return re.sub(r"[$](?=[0-9])", "?", sql) if dialect == "sqlite" else sql


def read_folders(folders):
    """Files in the order of their names, whatever folder they stand in."""
    queries, migrations = {}, []
    found = (f for folder in folders for f in pathlib.Path(folder).glob("*.sql"))
    for f in sorted(found, key=lambda path: path.name):
        text = f.read_text(encoding="utf-8")
        if re.match(r"\d{4}_", f.name):
            plain = "\n".join(re.sub(r"--.*", "", l).rstrip() for l in text.split("\n"))
            migrations.append((f.stem, plain.strip() + "\n"))
            continue
        for part in re.split(r"^-- name: ", text, flags=re.M)[1:]:
            name, _, sql = part.partition("\n")
            if name.strip() in queries:
                sys.exit(f"{f}: {name} is there twice")
            queries[name.strip()] = " ".join(re.sub(r"--.*", "", sql).split())
    return queries, migrations


def write_header(path, prefix, queries):
    upper = prefix.upper()
    with open(path, "w", encoding="utf-8") as h:
        h.write('#pragma once\n#include "db/db.h"\nenum {\n')
        h.write("".join(f"    {upper}_{q.upper()},\n" for q in queries))
        h.write(f"    {upper}_N_QUERIES\n}};\n")
        h.write("".join(f"extern const struct db_texts {prefix}_{d};\n" for d in WORDS))


def write_tables(path, header, prefix, queries, migrations):
    upper = prefix.upper()
    with open(path, "w", encoding="utf-8") as c:
        c.write(f'#include "{header}"\n')
        for d in WORDS:
            c.write(f"static const char *const {d}_queries[] = {{\n")
            for name, sql in queries.items():
                c.write(f"    [{upper}_{name.upper()}] = {c_text(in_dialect(sql, d))},\n")
            c.write(f"}};\nstatic const struct db_migration {d}_migrations[] = {{\n")
            for name, sql in migrations:
                c.write(f"    {{ {c_text(name)}, {c_text(in_dialect(sql, d))} }},\n")
            c.write("    { 0 }\n};\n")
        for d in WORDS:
            c.write(f"const struct db_texts {prefix}_{d} = {{ {d}_queries, {len(queries)}, "
                    f"{d}_migrations }};\n")


if __name__ == "__main__":
    out_h, out_c, prefix, *sql_folders = sys.argv[1:]
    found_queries, found_migrations = read_folders(sql_folders)
    write_header(out_h, prefix, found_queries)
    write_tables(out_c, pathlib.Path(out_h).name, prefix, found_queries, found_migrations)
