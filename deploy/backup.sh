#!/bin/sh
# Usage: backup.sh DATABASE FOLDER [DAYS]
# Copies an SQLite database into FOLDER as kyhan-YYYYMMDD-HHMMSS.sqlite3, checks the copy, and only
# then removes copies older than DAYS (default 30).
set -eu
database=$1 folder=$2 days=${3:-30}
python=${PYTHON:-$(dirname "$0")/../.venv/bin/python}
mkdir -p "$folder"
copy=$folder/kyhan-$(date -u +%Y%m%d-%H%M%S).sqlite3
"$python" - "$database" "$copy.part" <<'PYTHON'
import sqlite3, sys
from urllib.parse import quote

database, copy = sys.argv[1:]
source = sqlite3.connect(f"file:{quote(database)}?mode=rw", uri=True, timeout=30)
target = sqlite3.connect(copy)
source.backup(target)  # the online backup: pages as of one moment, writers go on
target.execute("PRAGMA journal_mode = DELETE")
(result,) = target.execute("PRAGMA integrity_check").fetchone()
target.close()
sys.exit(None if result == "ok" else f"the copy is damaged: {result}")
PYTHON
mv "$copy.part" "$copy"
find "$folder" -name 'kyhan-*.sqlite3' -mtime "+$days" -delete
echo "$copy"
