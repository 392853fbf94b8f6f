#!/usr/bin/env bash
# Builds ResidentAssistant once and runs every test project. Needs nothing running, leaves nothing running.
#   bash infra/test.sh           short rounds, fixed seeds
#   bash infra/test.sh --long    full counts; writes docs/long-run.md, and docs/benchmarks.md where the bench files are at hand
# The last line is always: N passed, N failed, N skipped
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

configuration=${CONFIGURATION:-Release}
results=$PWD/artifacts/test-results
long=''
passed=0 failed=0 skipped=0
running=''
scratch=''

case "${1:-}" in
  '') ;;
  --long) long=1 ;;
  *) echo "Usage: bash infra/test.sh [--long]"; exit 2 ;;
esac

export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

step() { printf '\n== %s (%s)\n' "$*" "$(date +%T)"; }

# A fault outside the tests counts as one failure, so that the last line never looks green by accident.
fault() { echo "$*"; failed=$((failed + 1)); }

# Each long command runs in its own process group: what it leaves behind can be ended without touching anything else.
run() {
  setsid "$@" &
  running=$!
  local code=0
  wait "$running" || code=$?
  end_group
  return "$code"
}

end_group() {
  [ -z "$running" ] || kill -TERM -- "-$running" 2>/dev/null || true
  running=''
}

# PostgreSQL leaves its starter's process group; a cluster of a crashed test host is found by its pid file in our own folder.
end_clusters() {
  [ -n "$scratch" ] && [ -d "$scratch" ] || return 0
  local file
  while read -r file; do kill -QUIT "$(head -n 1 "$file")" 2>/dev/null || true; done < <(find "$scratch" -name postmaster.pid 2>/dev/null)
}

finish() {
  local code=$?
  trap - EXIT
  end_group
  end_clusters
  [ -z "$scratch" ] || rm -rf "$scratch" 2>/dev/null || true
  if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  if [ $((passed + failed)) -eq 0 ]; then echo 'No test ran.'; failed=1; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  exit $((failed > 0))
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need() { echo "$1"; exit 1; }

# Hundreds of small databases are made and thrown away: in memory where there is plenty, else in the usual place.
roomy() {
  local usual=${TMPDIR:-/tmp} free=0 memory=0
  free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1) || free=0
  memory=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null) || memory=0
  if [ "${free:-0}" -gt 4000000 ] && [ "${memory:-0}" -gt 8000000 ] && [ -w /dev/shm ]; then echo /dev/shm; else echo "$usual"; fi
}

install_packages() {
  local missing=()
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  command -v chromium >/dev/null || missing+=(chromium)
  dpkg -s fonts-noto-cjk >/dev/null 2>&1 || missing+=(fonts-noto-cjk)
  [ ${#missing[@]} -gt 0 ] || return 0

  local as=()
  command -v apt-get >/dev/null || need "The tests need ${missing[*]}; this system has no apt-get, so please install them in its own way."
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || need "The tests need ${missing[*]}; please run: sudo apt-get install ${missing[*]}"
    as=(sudo -n)
  fi
  step "Installing ${missing[*]}"
  "${as[@]}" apt-get update -q
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
  # Debian's package starts a server of its own; the tests bring theirs.
  if [[ " ${missing[*]} " == *' postgresql '* ]] && command -v pg_lsclusters >/dev/null; then
    pg_lsclusters -h | while read -r version name _; do "${as[@]}" pg_ctlcluster "$version" "$name" stop 2>/dev/null || true; done
  fi
}

check_tools() {
  command -v dotnet >/dev/null && dotnet --version >/dev/null 2>&1 || need 'The .NET SDK 10 is missing; install it from https://dot.net and run this again.'
  [ "$(dotnet --version | cut -d. -f1)" -ge 10 ] || need "The .NET SDK 10 is needed, this is $(dotnet --version); install it from https://dot.net and run this again."
  command -v node >/dev/null && command -v npm >/dev/null || need 'Node.js 20 with npm is missing; install it from https://nodejs.org and run this again.'
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || need "Node.js 20 or newer is needed, this is $(node --version); install it from https://nodejs.org and run this again."
}

test_project() {
  local project=$1 name code=0 counts p=0 f=0 s=0
  name=$(basename "$(dirname "$project")")
  step "Testing $name"
  run dotnet test "$project" --no-build -c "$configuration" --results-directory "$results/$name" --logger 'trx;LogFileName=results.trx' \
    --logger 'console;verbosity=normal' --blame-hang --blame-hang-timeout "${long:+60}${long:-8}m" --blame-hang-dump-type none || code=$?
  if counts=$(node infra/test-results.js "$results/$name/results.trx" 2>/dev/null); then
    read -r p f s <<<"$(head -n 1 <<<"$counts")"
    tail -n +2 <<<"$counts" >>"$results/skipped"
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then fault "$name ended with code $code without naming a failed test: its host crashed, hung or never started."; fi
  if [ $((p + f + s)) -eq 0 ] && [ "$code" -eq 0 ]; then fault "$name ran no test."; fi
}

step 'Checking tools'
install_packages
check_tools

rm -rf "$results"
mkdir -p "$results"
: >"$results/skipped"
scratch=$(mktemp -d -p "$(roomy)")
chmod 1777 "$scratch" # the tests' PostgreSQL runs as another user when this script runs as root
export TMPDIR=$scratch
if [ -n "$long" ]; then export RESIDENT_LONG=1; fi

step "Building ($configuration)"
if ! run dotnet build ResidentAssistant.sln -c "$configuration" -v quiet -nodeReuse:false --disable-build-servers; then
  fault 'The build failed.'
  exit 1
fi

step 'Checking the dialogs'
app=artifacts/bin/ResidentAssistant/${configuration,,}/ResidentAssistant.dll
run dotnet "$app" dialogs check || fault 'The dialogs have faults.'

for project in tests/*/*.csproj; do
  if grep -q 'Microsoft.NET.Test.Sdk' "$project"; then test_project "$project"; fi
done

if [ -n "$long" ]; then
  step 'Writing results'
  COMMIT=$(git rev-parse --short HEAD 2>/dev/null || echo unknown) MACHINE="$(nproc) cores" node infra/test-results.js --write docs/long-run.md "$results"/*/results.trx ||
    fault 'The results could not be written.'
  if [ -d "${BENCH_DIR:-../shared/bench}" ]; then run bash infra/bench.sh || fault 'The benchmark did not finish.'; fi
fi

if [ -s "$results/skipped" ]; then
  printf '\nSkipped:\n'
  cat "$results/skipped"
fi
step 'Done'
