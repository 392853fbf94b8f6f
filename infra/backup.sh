#!/usr/bin/env bash
# Backs up the database and the keys while the program runs. Reads Storage__Provider, Storage__ConnectionString and Keys__Path
# from the environment, like the program.
#   bash infra/backup.sh FOLDER               both below FOLDER/<time>/
#   bash infra/backup.sh FOLDER KEYS_FOLDER   the keys apart from the data, as they should be
set -euo pipefail
umask 077
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
[ $# -ge 1 ] || need 'Usage: bash infra/backup.sh FOLDER [KEYS_FOLDER]'

stamp=$(date -u +%Y%m%dT%H%M%SZ)
into=$1/$stamp
keys_into=${2:-$1}/$stamp
[ -d "$keys" ] || need "The key folder $keys does not exist; is Keys__Path right?"
[ ! -e "$into" ] && [ ! -e "$keys_into" ] || need "A backup of this very second is already in $into."
mkdir -p "$into" "$keys_into"
done=''
trap '[ -n "$done" ] || rm -rf "$into" "$keys_into"' EXIT

# The database first: a key made in between is then in the copy of the keys.
if [ "$provider" = sqlite ]; then
  [ -f "$database" ] || need "The database file $database does not exist; is Storage__ConnectionString right?"
  sqlite3 "$database" ".timeout 30000" ".backup '$into/database.sqlite'"
  [ "$(sqlite3 "$into/database.sqlite" 'pragma integrity_check')" = ok ] || need 'The copy of the database is not whole.'
else
  pg_dump --format=custom --no-owner --no-privileges --file="$into/database.dump"
fi
tar -C "$keys" -cf "$keys_into/keys.tar" .
(cd "$into" && sha256sum database.*) >"$into/sha256"
(cd "$keys_into" && sha256sum keys.tar) >>"$keys_into/sha256"
done=1
echo "Database: $into"
echo "Keys:     $keys_into/keys.tar"
