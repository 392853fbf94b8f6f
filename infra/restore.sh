#!/usr/bin/env bash
# Restores what infra/backup.sh wrote into an empty database and an empty key folder; anything else is refused. Stop the program first.
#   bash infra/restore.sh BACKUP              e.g. /backup/20261122T010000Z
#   bash infra/restore.sh BACKUP KEYS_BACKUP  when the keys were kept apart
set -euo pipefail
umask 077
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
[ $# -ge 1 ] || need 'Usage: bash infra/restore.sh BACKUP [KEYS_BACKUP]'
from=$1
keys_from=${2:-$1}

for folder in "$from" "$keys_from"; do
  [ -f "$folder/sha256" ] || need "$folder is not a backup: the file sha256 is missing."
  (cd "$folder" && sha256sum --quiet --check sha256) || need "The backup in $folder is damaged."
done
[ -f "$keys_from/keys.tar" ] || need "No keys.tar in $keys_from; give the folder of the keys as second argument."
[ ! -d "$keys" ] || [ -z "$(ls -A "$keys")" ] || need "The key folder $keys is not empty; nothing was restored."

if [ "$provider" = sqlite ]; then
  [ -f "$from/database.sqlite" ] || need "No database.sqlite in $from; it is a backup of PostgreSQL."
  for file in "$database" "$database-wal" "$database-shm"; do [ ! -e "$file" ] || need "$file exists; nothing was restored."; done
  mkdir -p "$(dirname "$database")"
  cp "$from/database.sqlite" "$database"
else
  [ -f "$from/database.dump" ] || need "No database.dump in $from; it is a backup of SQLite."
  tables=$(psql -X -A -t -v ON_ERROR_STOP=1 -c "select count(*) from pg_catalog.pg_tables where schemaname not in ('pg_catalog', 'information_schema')")
  [ "$tables" = 0 ] || need "The database $PGDATABASE has $tables tables; nothing was restored."
  pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$PGDATABASE" "$from/database.dump"
fi
mkdir -p "$keys"
tar -C "$keys" -xf "$keys_from/keys.tar"
chmod 700 "$keys"
echo 'Restored. The files belong to the user who ran this; give them to the user of the program before starting it.'
