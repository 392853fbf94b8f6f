// Reads the result files (trx) of infra/test.sh.
//   node test-results.js FILE                 prints "passed failed skipped", then one line per skipped test with its reason
//   node test-results.js --write DOC FILE…    writes what a long run showed into DOC
const fs = require('fs');

const plain = text => text.replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');

function read(file) {
  const text = fs.readFileSync(file, 'utf8');
  const tests = [...text.matchAll(/<UnitTestResult\s([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)].map(([, head, body = '']) => {
    const value = name => plain((head.match(new RegExp(`\\b${name}="([^"]*)"`)) || [])[1] || '');
    const inside = name => plain((body.match(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`)) || [])[1] || '').trim();
    const outcome = { Passed: 'passed', NotExecuted: 'skipped' }[value('outcome')] || 'failed';
    return { name: value('testName'), outcome, took: value('duration').replace(/\.\d+$/, ''), reason: inside('Message'), printed: inside('StdOut') };
  });
  // A crashed host loses the results of the test it was in.
  if (/test run was aborted/i.test(text)) tests.push({ name: 'The test host crashed', outcome: 'failed', took: '', reason: '', printed: '' });
  return tests;
}

const count = (tests, outcome) => tests.filter(t => t.outcome === outcome).length;

if (process.argv[2] !== '--write') {
  const tests = read(process.argv[2]);
  console.log(['passed', 'failed', 'skipped'].map(outcome => count(tests, outcome)).join(' '));
  for (const t of tests) if (t.outcome === 'skipped') console.log(`${t.name}: ${t.reason || 'no reason given'}`);
} else {
  const [document, ...files] = process.argv.slice(3);
  const tests = files.flatMap(read);
  const telling = tests.filter(t => t.printed || /\.Faults\./.test(t.name));
  const lines = ['# The long run', '',
    'Written by `bash infra/test.sh --long`, which runs every test with its full counts. Below, the tests that kill, race or measure.', '',
    `${new Date().toISOString().slice(0, 10)}, commit ${process.env.COMMIT}, ${process.env.MACHINE}: `
    + `${count(tests, 'passed')} passed, ${count(tests, 'failed')} failed, ${count(tests, 'skipped')} skipped.`, '',
    '| test | result | took | what it printed |', '|---|---|---|---|',
    ...telling.map(t => `| ${t.name.split('.').slice(-2).join('.').replace(/_/g, ' ').replace(/\|/g, '\\|')} | ${t.outcome} | ${t.took} | ${t.printed.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, '<br>')} |`)];
  fs.writeFileSync(document, `${lines.join('\n')}\n`);
}
