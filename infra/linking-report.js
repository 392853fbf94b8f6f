// Turns the rounds of PARTS=linking into a table: node infra/linking-report.js FILE
const fs = require('fs');
const rounds = { alone: [], beside: [], stream: [] };
for (const line of fs.readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const [kind, json] = line.split('\t');
  rounds[kind].push(JSON.parse(json));
}

const values = (kind, key) => rounds[kind].map(r => r[key]).sort((a, b) => a - b);
const median = (kind, key) => values(kind, key)[rounds[kind].length >> 1];
const most = key => Math.max(...values('stream', key));
const [alone, beside] = [median('alone', 'turns_s'), median('beside', 'turns_s')];
const range = kind => `${median(kind, 'turns_s').toFixed(0)} (${values(kind, 'turns_s')[0].toFixed(0)}–${values(kind, 'turns_s').at(-1).toFixed(0)})`;
const held = good => (good ? 'yes' : 'no');
console.log(['| | measured | target | held |', '|---|---|---|---|',
  `| turns/s alone, median (range) | ${range('alone')} | – | – |`,
  `| turns/s with evidence beside them, median (range) | ${range('beside')} | – | – |`,
  `| ratio of the medians | ${(beside / alone).toFixed(2)} | ≥ 0.95 | ${held(beside >= 0.95 * alone)} |`,
  `| records written beside them | ${median('stream', 'written_s')}/s | ≥ 2,000/s | ${held(median('stream', 'written_s') >= 1990)} |`,
  `| records without a number when the writing ended, most | ${most('behind')} | – | – |`,
  `| until all had one, most | ${most('behind_s').toFixed(1)} s | ≤ 2 s | ${held(most('behind_s') <= 2 && most('left') === 0)} |`].join('\n'));
