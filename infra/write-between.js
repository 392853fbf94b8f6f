// Writes what comes in on stdin between a document's markers: node infra/write-between.js docs/benchmarks.md language
const fs = require('fs');
const [document, name] = process.argv.slice(2);
const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
const whole = fs.readFileSync(document, 'utf8');
const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
if (from < 0 || to < from) throw new Error(`${document} has no ${begin} … ${end} markers`);
fs.writeFileSync(document, `${whole.slice(0, from + begin.length)}\n${fs.readFileSync(0, 'utf8').trim()}\n${whole.slice(to)}`);
