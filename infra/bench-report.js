// Turns the rounds of infra/bench.sh into a table; with a second argument writes it between that document's markers.
const fs = require('fs');
const [file, document] = process.argv.slice(2);
const { COMMAND, COMMIT, MACHINE, ROUNDS } = process.env;

const rounds = { floor: [], peer: [], server: [] };
for (const line of fs.readFileSync(file, 'utf8').trim().split('\n')) {
  const [part, json] = line.split('\t');
  rounds[part].push(JSON.parse(json));
}

const median = (part, key) => {
  const values = rounds[part].map(r => r[key]).filter(Number.isFinite).sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length === 0 ? NaN : values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
};
const range = (part, key) => {
  const values = rounds[part].map(r => r[key]);
  return values.length < 2 ? '' : ` (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;
};
const show = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
const sum = (part, key) => (rounds[part].length ? rounds[part].reduce((all, r) => all + r[key], 0) : '–');

const names = { floor: 'SQL floor, pgbench, 16 clients', peer: 'Bot Framework SDK v4 (Node), state in PostgreSQL', server: 'ResidentAssistant, PostgreSQL' };
const table = [
  '| | turns/s, median (range) | p50 ms | p99 ms | server CPU ms/turn | errors | no reply in 10 s |',
  '|---|---|---|---|---|---|---|',
  ...Object.keys(rounds).filter(part => rounds[part].length).map(part => `| ${names[part]} | ${show(median(part, 'turns_s'), 0)}${range(part, 'turns_s')} `
    + (part === 'floor' ? '| – | – | – | – | – |'
      : `| ${show(median(part, 'p50_ms'), 1)} | ${show(median(part, 'p99_ms'), 1)} | ${show(median(part, 'cpu_ms_turn'), 3)} | ${sum(part, 'errors')} | ${sum(part, 'timeouts')} |`)),
];

const against = [['turns/s against the Bot Framework SDK', median('server', 'turns_s') / median('peer', 'turns_s'), '≥ 4 ×', ' ×', 4, true],
  ['server CPU per turn against it', median('server', 'cpu_ms_turn') / median('peer', 'cpu_ms_turn'), '≤ 0.20 ×', ' ×', 0.2, false],
  ['share of the SQL floor', median('server', 'turns_s') / median('floor', 'turns_s'), '≥ 0.35', '', 0.35, true]];
const ratios = rounds.server.length === 0 || rounds.peer.length + rounds.floor.length === 0 ? [] : ['', '| ratio of the medians | measured | target | held |', '|---|---|---|---|',
  ...against.filter(([, value]) => Number.isFinite(value)).map(([name, value, target, unit, limit, atLeast]) =>
    `| ${name} | ${show(value, 2)}${unit} | ${target} | ${(atLeast ? value >= limit : value <= limit) ? 'yes' : 'no'} |`)];

const text = [`Measured ${new Date().toISOString().slice(0, 10)} at commit ${COMMIT}, ${ROUNDS} alternating rounds.`, '',
  `Machine: ${MACHINE}; load driver and database on the same machine.`, '', `Command: \`${COMMAND}\``, '', ...table, ...ratios].join('\n');
console.log(`\n${text}`);

if (document) {
  const [begin, end] = ['<!-- measured:begin -->', '<!-- measured:end -->'];
  const whole = fs.readFileSync(document, 'utf8');
  const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${document} has no ${begin} … ${end} markers`);
  fs.writeFileSync(document, `${whole.slice(0, from + begin.length)}\n${text}\n${whole.slice(to)}`);
}
