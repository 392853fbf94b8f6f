#!/usr/bin/env bash
# Measures durable turns side by side in one run: the bare SQL floor (pgbench), the same dialog on Microsoft's
# Bot Framework SDK, and this server; each on a database of its own in one throw-away PostgreSQL. Prints a table
# and writes it into docs/benchmarks.md between its markers.
#   bash infra/bench.sh                                      all three
#   PARTS="floor peer" WRITE=no bash infra/bench.sh          a part of it, document untouched
#   PARTS=language bash infra/bench.sh                       how quickly messages are understood; needs nothing but the SDK and Node, has its own table
#   PARTS=start bash infra/bench.sh                          how long a start takes and what memory it keeps; needs curl too, has its own table
#   PARTS=board bash infra/bench.sh                          how long the pages of the board of 1,000 households take on both databases; needs PostgreSQL, has its own table
#   PARTS=linking bash infra/bench.sh                        what 2,000 evidence records a second cost the turns while they are linked; alone, has its own table
# BENCH_DIR  folder with load.js, botbuilder-consent.js and floor/ (default ../shared/bench beside the repository)
# PEER_DIR   where the peer's npm packages live, outside the repository (made when missing)
# ROUNDS=5  LENGTH=10 (seconds counted)  WARM=30 (seconds before counting, for peer and server alike)  CONVERSATIONS=64
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

bench=${BENCH_DIR:-../shared/bench}
peer_dir=${PEER_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/resident-assistant/bench-peer}
rounds=${ROUNDS:-5}
length=${LENGTH:-10}
# Both runtimes compile while they run; on two loaded cores that takes half a minute.
export WARM=${WARM:-30}
conversations=${CONVERSATIONS:-64}
parts=${PARTS:-floor peer server}
document=docs/benchmarks.md

export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

work=''
started=()
as_owner=()

need() { echo "$1" >&2; exit 1; }
measures() { [[ " $parts " == *" $1 "* ]]; }
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

finish() {
  trap - EXIT
  local process
  for process in ${started[@]+"${started[@]}"}; do kill -TERM "$process" 2>/dev/null || true; done
  for process in ${started[@]+"${started[@]}"}; do wait "$process" 2>/dev/null || true; done
  [ -z "$work" ] || [ ! -f "$work/pg/data/postmaster.pid" ] || "${as_owner[@]}" "$pg_bin/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null 2>&1 || true
  [ -z "$work" ] || rm -rf "$work"
}

# Waits until the address answers 200, or names the log when the process has ended.
await() {
  local address=$1 process=$2 log=$3 i
  for ((i = 0; i < 600; i++)); do
    if [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 2 "$address" || true)" = "$4" ]; then return 0; fi
    kill -0 "$process" 2>/dev/null || { tail -n 20 "$log" >&2; need "The process behind $address ended; its last lines are above."; }
    sleep 0.1
  done
  tail -n 20 "$log" >&2
  need "$address did not answer within a minute."
}

start_postgres() {
  pg_bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)") || true
  [ -x "$pg_bin/pgbench" ] || need 'PostgreSQL with pgbench is missing; on Debian run: apt-get install postgresql postgresql-contrib'
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" -eq 0 ]; then as_owner=(runuser -u "$(getent passwd postgres nobody | head -n 1 | cut -d: -f1)" --); else as_owner=(env); fi
  mkdir "$work/pg"
  chmod 0777 "$work/pg"
  port=$(free_port)
  "${as_owner[@]}" "$pg_bin/initdb" -D "$work/pg/data" -U bench --auth=trust -E UTF8 --locale=C.UTF-8 >"$work/pg.log" 2>&1 || { cat "$work/pg.log" >&2; need 'initdb failed.'; }
  "${as_owner[@]}" "$pg_bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/server.log" -w -t 60 \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/pg -c max_connections=200 -c fsync=on -c synchronous_commit=on" start >/dev/null
  local name
  for name in floor peer server; do "$pg_bin/createdb" -h 127.0.0.1 -p "$port" -U bench "$name"; done
  pg_version=$("$pg_bin/postgres" --version | awk '{ print $3 }')
}

start_floor() { "$pg_bin/psql" -q -h 127.0.0.1 -p "$port" -U bench -d floor -v ON_ERROR_STOP=1 -f "$bench/floor/schema.sql" >/dev/null; }

measure_floor() {
  "$pg_bin/pgbench" -n -M prepared -c 16 -j 2 -T "$length" -h 127.0.0.1 -p "$port" -U bench -f "$bench/floor/turn.sql" floor 2>"$work/floor.log" |
    awk '/^tps/ { printf "{\"turns_s\":%.1f}\n", $3 }'
}

start_peer() {
  [ ! -d "$peer_dir/node_modules/botbuilder-dialogs" ] || [ ! -d "$peer_dir/node_modules/pg" ] || [ ! -d "$peer_dir/node_modules/express" ] || local ready=1
  if [ -z "${ready:-}" ]; then
    mkdir -p "$peer_dir"
    (cd "$peer_dir" && npm init -y >/dev/null && npm i --ignore-scripts --no-audit --no-fund botbuilder@4.23.3 botbuilder-dialogs@4.23.3 express@4 pg >"$work/npm.log" 2>&1) ||
      { tail -n 20 "$work/npm.log" >&2; need "The peer's npm packages could not be installed in $peer_dir."; }
  fi
  cp "$bench/botbuilder-consent.js" "$peer_dir/"
  peer_port=$(free_port)
  STORE=pg PGURL="postgres://bench@127.0.0.1:$port/peer" PORT=$peer_port NODE_ENV=production node "$peer_dir/botbuilder-consent.js" >"$work/peer.log" 2>&1 &
  peer=$!
  started+=("$peer")
  await "http://127.0.0.1:$peer_port/" "$peer" "$work/peer.log" 404
}

start_server() {
  dotnet build src/ResidentAssistant -c Release -v quiet -nodeReuse:false --disable-build-servers || need 'The build failed.'
  server_port=$(free_port)
  ASPNETCORE_ENVIRONMENT=Development Urls="http://127.0.0.1:$server_port" Keys__Path="$work/keys" Logging__LogLevel__Default=Warning \
    Storage__Provider=postgres Storage__ConnectionString="Host=127.0.0.1;Port=$port;Username=bench;Database=server" \
    Dialogs__Also="$root/tests/ResidentAssistant.Bench/dialogs" \
    dotnet artifacts/bin/ResidentAssistant/release/ResidentAssistant.dll >"$work/server.log" 2>&1 &
  server=$!
  started+=("$server")
  await "http://127.0.0.1:$server_port/health/ready" "$server" "$work/server.log" 200
}

measure_peer() { node "$bench/load.js" "http://127.0.0.1:$peer_port/api/messages" "$conversations" "$length" "$peer"; }
measure_server() { node "$bench/load.js" "http://127.0.0.1:$server_port/api/messages" "$conversations" "$length" "$server"; }

measure_language() {
  local text
  dotnet build tests/ResidentAssistant.Bench -c Release -v quiet -nodeReuse:false --disable-build-servers || need 'The build failed.'
  text=$(dotnet artifacts/bin/ResidentAssistant.Bench/release/ResidentAssistant.Bench.dll) || need 'The benchmark of the language did not finish.'
  text=$(printf 'Measured %s at commit %s.\n\nMachine: %s\n\nCommand: `PARTS=language bash infra/bench.sh`\n\n%s\n' \
    "$(date -u +%F)" "$commit" "$(nproc) cores,$(awk -F: '/model name/ { print $2; exit }' /proc/cpuinfo), .NET SDK $(dotnet --version)" "$text")
  printf '%s\n' "$text"
  [ "${WRITE:-yes}" != yes ] || node infra/write-between.js "$document" language <<<"$text"
}

measure_board() {
  local text
  work=$(mktemp -d)
  dotnet build tests/ResidentAssistant.Tests -c Release -v quiet -nodeReuse:false --disable-build-servers || need 'The build failed.'
  RESIDENT_LONG=1 RESIDENT_BENCH="$work/board" dotnet test --no-build -c Release tests/ResidentAssistant.Tests --filter FullyQualifiedName~BoardSpeedTests >"$work/board.log" 2>&1 || [ -s "$work/board" ] ||
    { tail -n 20 "$work/board.log" >&2; need 'The benchmark of the board did not finish.'; }
  text=$(printf 'Measured %s at commit %s, as a browser on the same machine gets the whole page.\n\nMachine: %s\n\nCommand: `PARTS=board bash infra/bench.sh`\n\n%s\n' \
    "$(date -u +%F)" "$commit" "$(nproc) cores,$(awk -F: '/model name/ { print $2; exit }' /proc/cpuinfo), .NET SDK $(dotnet --version)" "$(cat "$work/board")")
  printf '%s\n' "$text"
  [ "${WRITE:-yes}" != yes ] || node infra/write-between.js "$document" board <<<"$text"
  rm -rf "$work"
  work=''
}

# On SQLite, six times on one database: the first start makes the pilot community and is not counted.
measure_start() {
  local i began server port text
  dotnet build src/ResidentAssistant -c Release -v quiet -nodeReuse:false --disable-build-servers || need 'The build failed.'
  work=$(mktemp -d)
  for ((i = 0; i < 6; i++)); do
    port=$(free_port)
    began=$(date +%s%N)
    ASPNETCORE_ENVIRONMENT=Development Urls="http://127.0.0.1:$port" Keys__Path="$work/keys" Logging__LogLevel__Default=Warning \
      Storage__ConnectionString="Data Source=$work/start.db" dotnet artifacts/bin/ResidentAssistant/release/ResidentAssistant.dll >"$work/start.log" 2>&1 &
    server=$!
    started=("$server")
    until [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 2 "http://127.0.0.1:$port/health/ready" || true)" = 200 ]; do
      kill -0 "$server" 2>/dev/null || { tail -n 20 "$work/start.log" >&2; need 'The program ended; its last lines are above.'; }
      sleep 0.02
    done
    printf '%s %s %s ' $((($(date +%s%N) - began) / 1000000)) "$(awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / hz }' "/proc/$server/stat")" "$(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$server/status")" >>"$work/starts"
    # At rest: what was compiled at first is compiled once more by then.
    if ((i == 5)); then sleep 30; fi
    awk '/^VmRSS/ { all = $2 } /^RssFile/ { files = $2 } END { print int(all / 1024), int(files / 1024) }' "/proc/$server/status" >>"$work/starts"
    kill -TERM "$server"
    wait "$server" 2>/dev/null || true
    started=()
  done
  text=$(tail -n +2 "$work/starts" | sort -n | awk '{ wall[NR] = $1; cpu[NR] = $2; if ($3 > most) most = $3 } END { print wall[3], wall[1], wall[5], cpu[3], most }')
  read -r median least most cpu peak <<<"$text"
  read -r rest files <<<"$(tail -n 1 "$work/starts" | awk '{ print $4, $5 }')"
  text=$(printf 'Measured %s at commit %s, five starts, %s other processes running or waiting before.\n\nMachine: %s\n\nCommand: `PARTS=start bash infra/bench.sh`\n\n' "$(date -u +%F)" "$commit" "$(awk '{ print int($1 + 0.5) }' /proc/loadavg)" \
    "$(nproc) cores,$(awk -F: '/model name/ { print $2; exit }' /proc/cpuinfo), .NET SDK $(dotnet --version)"
    printf '| | measured | target | held |\n|---|---|---|---|\n'
    printf '| start to ready, median (range) | %s ms (%s–%s) | ≤ 2000 ms | %s |\n' "$median" "$least" "$most" "$([ "$median" -le 2000 ] && echo yes || echo no)"
    printf '| processor time until then, median | %s ms | – | – |\n' "$cpu"
    printf '| resident memory 30 s later | %s MB, %s of them pages of program files | ≤ 150 MB | %s |\n' "$rest" "$files" "$([ "$rest" -le 150 ] && echo yes || echo no)"
    printf '| most resident memory while starting | %s MB | – | – |' "$peak")
  printf '%s\n' "$text"
  [ "${WRITE:-yes}" != yes ] || node infra/write-between.js "$document" start <<<"$text"
  rm -rf "$work"
  work=''
}

# Turns while 2,000 records a second are written for a community of their own, once with the server's linker numbering them and once
# with their tree's lease held by nobody's node, so that only the linking differs. Rounds go to and fro.
measure_linking() {
  local psql round kind kinds line feed lag worst=0 rate='' text on off ratio
  work=$(mktemp -d)
  chmod 0711 "$work"
  start_postgres
  start_server
  psql=("$pg_bin/psql" -qtA -h 127.0.0.1 -p "$port" -U bench -d server -v ON_ERROR_STOP=1)
  # The nil community is linked like any other. Ids rise with time as the server's do; a body is as long as that of an ended dialog.
  "${psql[@]}" >/dev/null <<'SQL'
create function bench_records() returns void language sql as $$
insert into evidence_unlinked (community_id, id, kind, at, body)
select '00000000-0000-0000-0000-000000000000', r.id, 'dialog.ended', now(),
       '{"at":"2026-11-02T02:00:00.000Z","community":"00000000-0000-0000-0000-000000000000","fields":{"channel":"kf","conversation":"' || r.id || '","dialog":"consent.intend","from":1,"proven":true,"result":"recorded","to":9,"transcript":"' || md5(random()::text) || md5(random()::text) || '","version":"5d3f1c9a7b2e4d60"},"id":"' || r.id || '","kind":"dialog.ended","v":1}'
  from (select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || 'a' || substr(md5(random()::text), 1, 15))::uuid as id
          from generate_series(1, 100)) r
$$
SQL
  echo 'select bench_records();' >"$work/records.sql"
  node "$bench/load.js" "http://127.0.0.1:$server_port/api/messages" "$conversations" "$length" "$server" >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    kinds='off on'
    if ((round % 2 == 0)); then kinds='on off'; fi
    for kind in $kinds; do
      # What a round without linking left is taken away, and the tree's lease is given to nobody or free.
      "${psql[@]}" -c "delete from evidence_unlinked where community_id = '00000000-0000-0000-0000-000000000000'" \
        -c "insert into evidence_trees (community_id, size, root, frontier, fence) values ('00000000-0000-0000-0000-000000000000', 0, sha256(''), '', 1) on conflict do nothing" \
        -c "update evidence_trees set fence = fence + 1, leased_by = $([ "$kind" = off ] && echo "'bench', leased_until = now() + interval '1 hour'" || echo 'null, leased_until = null') where community_id = '00000000-0000-0000-0000-000000000000'"
      # The load warms up for WARM seconds before it counts; the records come all the while.
      "$pg_bin/pgbench" -n -M prepared -c 2 -R 20 -T $((length + ${WARM%.*} + 2)) -h 127.0.0.1 -p "$port" -U bench -f "$work/records.sql" server >"$work/feed.log" 2>&1 &
      feed=$!
      line=$(node "$bench/load.js" "http://127.0.0.1:$server_port/api/messages" "$conversations" "$length" "$server")
      lag=$("${psql[@]}" -c "select count(*) from evidence_unlinked where community_id = '00000000-0000-0000-0000-000000000000'")
      wait "$feed" || { tail -n 5 "$work/feed.log" >&2; need 'Writing records failed.'; }
      rate="$rate $(awk '/^tps/ { printf "%d", $3 * 100 }' "$work/feed.log")"
      if [ "$kind" = on ] && [ "$lag" -gt "$worst" ]; then worst=$lag; fi
      printf 'round %d  linking %-3s  %s  waiting %s\n' "$round" "$kind" "$line" "$lag"
      printf '%s %s\n' "$kind" "$(node -e 'console.log(JSON.parse(process.argv[1]).turns_s)' "$line")" >>"$work/rounds"
    done
  done
  on=$(awk '$1 == "on" { print $2 }' "$work/rounds" | sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }')
  off=$(awk '$1 == "off" { print $2 }' "$work/rounds" | sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }')
  ratio=$(awk -v a="$on" -v b="$off" 'BEGIN { printf "%.1f", (1 - a / b) * 100 }')
  text=$(printf 'Measured %s at commit %s, %s rounds to and fro, %s other processes running or waiting before.\n\nMachine: %s\n\nCommand: `ROUNDS=%s LENGTH=%s WARM=%s PARTS=linking bash infra/bench.sh`\n\n' \
    "$(date -u +%F)" "$commit" "$rounds" "$busy" "$(nproc) cores,$(awk -F: '/model name/ { print $2; exit }' /proc/cpuinfo), PostgreSQL $pg_version, .NET SDK $(dotnet --version)" "$rounds" "$length" "$WARM"
    printf '| | measured | target | held |\n|---|---|---|---|\n'
    printf '| turns/s while records are written and linked, median | %s | – | – |\n' "$on"
    printf '| turns/s while records are written and not linked, median | %s | – | – |\n' "$off"
    printf '| turns lost to linking | %s %% | ≤ 5 %% | %s |\n' "$ratio" "$(awk -v r="$ratio" 'BEGIN { print r <= 5 ? "yes" : "no" }')"
    printf '| records written a second, each round |%s | 2000 | – |\n' "$rate"
    printf '| most records waiting at the end of a round with linking | %s | ≤ 10,000 (5 s) | %s |' "$worst" "$([ "$worst" -le 10000 ] && echo yes || echo no)")
  printf '%s\n' "$text"
  [ "${WRITE:-yes}" != yes ] || node infra/write-between.js "$document" linking <<<"$text"
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

command -v node >/dev/null || need 'Node.js 20 is missing; install it from https://nodejs.org and run this again.'
changed=$(git status --porcelain 2>/dev/null | grep -qv "$document" && echo ' with uncommitted changes' || true)
busy=$(awk '{ print int($1 + 0.5) }' /proc/loadavg)
commit="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)$changed"
if measures language; then
  measure_language
  parts=$(printf '%s\n' $parts | grep -vx language | tr '\n' ' ' || true)
  [ -n "${parts// /}" ] || exit 0
fi
if measures start; then
  measure_start
  parts=$(printf '%s\n' $parts | grep -vx start | tr '\n' ' ' || true)
  [ -n "${parts// /}" ] || exit 0
fi
if measures board; then
  measure_board
  parts=$(printf '%s\n' $parts | grep -vx board | tr '\n' ' ' || true)
  [ -n "${parts// /}" ] || exit 0
fi
command -v curl >/dev/null || need 'curl is missing; on Debian run: apt-get install curl'
[ -f "$bench/load.js" ] || need "The load driver is not at $bench/load.js; set BENCH_DIR to the folder that holds it."
if measures linking; then
  measure_linking
  exit 0
fi
work=$(mktemp -d)
chmod 0711 "$work"
start_postgres
for part in $parts; do "start_$part"; done

# Rounds go to and fro, so that no part always runs after the same other one.
backwards=$(printf '%s\n' $parts | tac | tr '\n' ' ')
for ((round = 1; round <= rounds; round++)); do
  order=$parts
  if ((round % 2 == 0)); then order=$backwards; fi
  for part in $order; do
    line=$("measure_$part")
    [ -n "$line" ] || need "Round $round of $part gave no result."
    printf 'round %d  %-6s  %s\n' "$round" "$part" "$line"
    printf '%s\t%s\n' "$part" "$line" >>"$work/rounds"
  done
done

COMMAND="ROUNDS=$rounds LENGTH=$length WARM=$WARM CONVERSATIONS=$conversations bash infra/bench.sh" \
COMMIT=$commit \
MACHINE="$(nproc) cores, $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), PostgreSQL $pg_version, .NET SDK $(dotnet --version), Node $(node --version | tr -d v)" \
ROUNDS=$rounds node infra/bench-report.js "$work/rounds" "$([ "${WRITE:-yes}" = yes ] && echo "$document" || true)"
