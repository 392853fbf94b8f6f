// Reads and answers callbacks with Tencent's own package: one JSON request a line, one JSON answer a line.
const { getSignature, decrypt, encrypt } = require('@wecom/crypto');
const lines = require('node:readline').createInterface({ input: process.stdin });
lines.on('line', line => {
  const q = JSON.parse(line);
  const answer = q.encrypted
    ? { signature: getSignature(q.token, q.timestamp, q.nonce, q.encrypted), ...decrypt(q.key, q.encrypted), random: undefined }
    : (encrypted => ({ encrypted, signature: getSignature(q.token, q.timestamp, q.nonce, encrypted) }))(encrypt(q.key, q.message, q.id));
  process.stdout.write(JSON.stringify(answer) + '\n');
});
