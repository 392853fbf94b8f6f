// Plays the demo through on the simulator's phones: a letter's link, a burst pipe, the duty group, the card that changes.
const phones = process.argv[2];
const resident = 'wmWangGuifen0000000000000000001';
const started = Date.now();

async function move(path, body) {
  const answer = await fetch(`${phones}/_fake/${path}`, body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const said = await answer.text();
  return said ? JSON.parse(said) : null;
}

async function until(what, look) {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const found = await look();
    if (found) {
      console.log(`${((Date.now() - started) / 1000).toFixed(1)} s  ${what}`);
      return found;
    }
    await new Promise(done => { setTimeout(done, 100); });
  }
  throw new Error(`not within 30 s: ${what}; ${JSON.stringify(await move(`residents/${resident}/messages`))}`);
}

const told = async words => (await move(`residents/${resident}/messages`)).find(line => line.from !== 'resident' && line.text.includes(words));
const card = async () => (await move('members/zhaomin/messages')).find(m => m.type === 'template_card');

(async () => {
  await move(`residents/${resident}/enter`, { scene: 'b3', sceneParam: '82417730' });
  await until('the link of a letter opens the chat as its household', () => told('3号楼2单元501'));
  await move(`residents/${resident}/say`, { text: '我家厨房水管爆了' });
  await until('the resident has the advice', () => told('总阀'));
  await until('the duty group has the page', async () => (await move('state')).groups[0].messages.length > 0);
  const page = await until('a colleague has the card', card);
  await move('members/zhaomin/tap', { msgId: page.msgid, button: '我来处理' });
  await until('the card has changed', async () => (await card()).replaced?.includes('赵敏'));
})().catch(fault => { console.error(fault.message); process.exit(1); });
