# Read by backup.sh and restore.sh: where the installation keeps its database and its keys. The names are the program's own settings.
provider=${Storage__Provider:-sqlite}
connection=${Storage__ConnectionString:-}
keys=${Keys__Path:-data/keys}

need() { echo "$1" >&2; exit 1; }

# One value of an ADO.NET connection string; names are compared without case and blanks.
part_of() {
  local wanted=$1 pair name pairs
  IFS=';' read -r -a pairs <<<"$connection"
  for pair in "${pairs[@]}"; do
    name=$(tr -d ' ' <<<"${pair%%=*}" | tr '[:upper:]' '[:lower:]')
    if [ "$name" = "$wanted" ]; then printf '%s' "${pair#*=}"; return; fi
  done
}

case "$provider" in
  sqlite)
    database=$(part_of datasource)
    database=${database:-data/resident-assistant.db}
    command -v sqlite3 >/dev/null || need 'sqlite3 is missing; on Debian run: apt-get install sqlite3'
    ;;
  postgres)
    [ -n "$connection" ] || need 'Storage__ConnectionString is empty; set it as the program has it.'
    PGHOST=$(part_of host) PGPORT=$(part_of port) PGUSER=$(part_of username) PGPASSWORD=$(part_of password) PGDATABASE=$(part_of database)
    export PGHOST PGPORT=${PGPORT:-5432} PGUSER PGPASSWORD PGDATABASE
    command -v pg_dump >/dev/null || need 'pg_dump is missing; on Debian run: apt-get install postgresql-client'
    ;;
  *) need "Storage__Provider must be sqlite or postgres, not \"$provider\"." ;;
esac
