#!/usr/bin/env bash
# Starts the product in Development with the synthetic pilot community, on data of its own under artifacts/demo.
#   bash infra/demo.sh           go on with the last demo
#   bash infra/demo.sh --fresh   begin anew
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=$PWD/artifacts/demo
case "${1:-}" in
  '') ;;
  --fresh) rm -rf "$data" ;;
  *) echo 'Usage: bash infra/demo.sh [--fresh]'; exit 2 ;;
esac
mkdir -p "$data"
export ASPNETCORE_ENVIRONMENT=Development Storage__Provider=sqlite Storage__ConnectionString="Data Source=$data/resident-assistant.db" Keys__Path="$data/keys"
exec dotnet run --project src/ResidentAssistant
