#!/usr/bin/env bash
# Shows the product at work without a WeCom account: starts it in Development with the synthetic pilot community, together with a
# simulated WeCom that has three phones to play on. Its data is its own, under artifacts/demo. Ctrl-C ends both.
#   bash infra/demo.sh             go on with the last demo (the phones begin anew)
#   bash infra/demo.sh --fresh     begin anew
#   bash infra/demo.sh --check     on free ports and data of its own, let a resident and a colleague play it through, and end; for tests
# DEMO_URL, DEMO_PHONES_URL  where the product and the phones listen (http://127.0.0.1:5080 and http://127.0.0.1:5090)
# CONFIGURATION=Release      of the build;  BUILT=yes  when everything is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

data=$PWD/artifacts/demo
check=''
started=()

need() { echo "$1" >&2; exit 1; }
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

case "${1:-}" in
  '') ;;
  --fresh) rm -rf "$data" ;;
  --check) check=yes ;;
  *) echo 'Usage: bash infra/demo.sh [--fresh | --check]'; exit 2 ;;
esac
command -v dotnet >/dev/null || need 'The .NET SDK 10 is missing; install it from https://dot.net and run this again.'
command -v node >/dev/null || need 'Node.js 20 with npm is missing; install it from https://nodejs.org and run this again.'

finish() {
  local code=$?
  trap - EXIT
  trap '' INT TERM
  local process
  for process in ${started[@]+"${started[@]}"}; do kill -TERM "$process" 2>/dev/null || true; done
  for process in ${started[@]+"${started[@]}"}; do wait "$process" 2>/dev/null || true; done
  [ -z "$check" ] || rm -rf "$data"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -n "$check" ]; then
  data=$(mktemp -d)
  DEMO_URL=http://127.0.0.1:$(free_port)
  DEMO_PHONES_URL=http://127.0.0.1:$(free_port)
fi
mkdir -p "$data"
product=${DEMO_URL:-http://127.0.0.1:5080}
phones=${DEMO_PHONES_URL:-http://127.0.0.1:5090}
configuration=${CONFIGURATION:-Debug}
bin=$PWD/artifacts/bin
assistant=$bin/ResidentAssistant/${configuration,,}/ResidentAssistant.dll
simulator=$bin/FakeWeCom/${configuration,,}/FakeWeCom.dll
community='示例小区（演示）'
account=wkPilotCommunity0000000000000001

if [ "${BUILT:-}" != yes ]; then
  for project in src/ResidentAssistant tests/FakeWeCom; do dotnet build "$project" -c "$configuration" -v quiet -nologo || need 'The build failed.'; done
fi

# Waits until the address answers, or shows the log when the process has ended.
await() {
  local address=$1 process=$2 log=$3 i
  for ((i = 0; i < 300; i++)); do
    if node -e 'fetch(process.argv[1]).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$address"; then return 0; fi
    kill -0 "$process" 2>/dev/null || { [ ! -f "$log" ] || tail -n 20 "$log" >&2; need "The process behind $address ended; its last lines are above."; }
    sleep 0.2
  done
  [ ! -f "$log" ] || tail -n 20 "$log" >&2
  need "$address did not answer within a minute."
}

FakeWeCom__Apps__0__CallbackUrl=$product/wecom/callback FakeWeCom__KfAccounts__0__OpenKfId=$account FakeWeCom__KfAccounts__0__Name=示例小区居民助手 \
  dotnet "$simulator" --urls "$phones" >"$data/simulator.log" 2>&1 &
started+=($!)
await "$phones/_fake/settings" "${started[0]}" "$data/simulator.log"

export ASPNETCORE_ENVIRONMENT=Development Urls=$product PublicUrl=$product Logging__LogLevel__Default=${Logging__LogLevel__Default:-Warning}
export Storage__Provider=sqlite Storage__ConnectionString="Data Source=$data/resident-assistant.db" Keys__Path="$data/keys"
# What an administrator would copy from the pages of WeCom.
while IFS= read -r line; do [ -z "$line" ] || export "${line?}"; done < <(node -e 'fetch(process.argv[1]).then(async r => console.log(await r.text()))' "$phones/_fake/settings")
export "WeCom__Kf__Accounts__$account=$community"

# Colleagues with accounts in WeCom; their first sign-in follows when the product serves.
newcomers=()
add() {
  local said
  said=$(dotnet "$assistant" staff add --login "$1" --name "$2" --role "$3" --community "$community" --wecom "$1") || need 'The last demo was broken off in its beginning; run: bash infra/demo.sh --fresh'
  newcomers+=("$1:$(sed -n 's/.*一次性密码：\([^（]*\)（.*/\1/p' <<<"$said")")
}
if [ ! -f "$data/colleagues" ]; then
  dotnet "$assistant" generate >/dev/null
  add zhaomin 赵敏 committee
  add qianwei 钱伟 committee
  add sungang 孙刚 contractor
fi

if [ -n "$check" ]; then dotnet "$assistant" >"$data/product.log" 2>&1 & else dotnet "$assistant" & fi
started+=($!)
await "$product/health/ready" "${started[1]}" "$data/product.log"
if [ ${#newcomers[@]} -gt 0 ]; then
  node infra/demo-staff.js "$product" "${newcomers[@]}" >"$data/colleagues.new"
  mv "$data/colleagues.new" "$data/colleagues"
fi

if [ -n "$check" ]; then
  dotnet "$assistant" wecom check || need 'wecom check found something missing; it stands above.'
  timeout 120 node infra/demo-check.js "$phones" || { tail -n 20 "$data/product.log" >&2; need 'The demo did not play through.'; }
  exit 0
fi

cat <<TEXT

  三部手机    $phones/?scene=b3&param=82417730
              居民的微信、工作人员的企业微信、值班群，都是模拟的。
  一起试试    1. 在居民的微信里点“扫码进入”，像 3号楼2单元501 的住户扫了信上的二维码。
              2. 点“说说同不同意换管子”，跟着问题点一点。
              3. 再说一句：我家厨房水管爆了。看值班群和工作人员手机上的卡片。
              4. 在卡片上点“我来处理”，卡片会变。点“打开工作台”，就登录进去了。
              5. 在工作人员手机的群里问一句：3号楼还差几户？
  同事        赵敏、钱伟（居委会）、孙刚（施工）。登录名和密码：$(tr '\n' ' ' <"$data/colleagues" | sed 's/ \([^ ]*\) / \1；/g')
  重新来过    bash infra/demo.sh --fresh

TEXT
wait -n "${started[@]}" && code=0 || code=$?
echo 'One of the two has ended; the other is ended too.' >&2
[ "$code" -ne 0 ] || code=1
exit "$code"
