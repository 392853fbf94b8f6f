import { fill } from './lines.js';
import { move, say } from './world.js';
import { pictureOfALeak } from './leak.js';

const $ = id => document.getElementById(id);
const states = ['等待分配', '助手接待', '排队等人工', '人工接待', '未开始'];
let world, shown = '';

const who = () => world.residents.find(r => r.id === $('resident-who').value) ?? world.residents[0];
const chat = () => who().chats.find(c => c.openKfId === world.kfAccounts[0].openKfId);
const does = (what, body, raw) => move(`residents/${encodeURIComponent(who().id)}/${what}`, body, raw);

export function showResident(state) {
  world = state;
  choose($('resident-who'), state.residents.map(r => [r.id, r.name]));
  const now = JSON.stringify([who(), state.members]);
  if (now === shown) return;
  shown = now;
  const session = chat();
  $('account').textContent = state.kfAccounts[0]?.name ?? '';
  $('refuse-text').textContent = who().refuses ? '恢复接收' : '拒收消息';
  if (!session?.entered && !session?.lines.length) open($('scan'), $('entrance'), true);
  const servicer = id => state.members.find(m => m.id === id)?.name ?? '工作人员';
  fill($('resident-lines'), (session?.lines ?? []).map(l => ({
    ...l, own: l.from === 'resident', named: l.from === 'servicer', who: l.from === 'resident' ? who().name : l.from === 'servicer' ? servicer(session.servicer) : state.kfAccounts[0].name,
  })), { choose: choice => does('tap', { choice }) }, '还没有说过话。扫码或直接打开客服，再说第一句。');
  meter(session);
}

function meter(session) {
  const full = session?.open && session.sent >= session.limit;
  $('meter').classList.toggle('full', Boolean(full));
  $('meter').textContent = !session?.open ? '' : full
    ? `已收到 ${session.limit} 条，这位居民再说一句，助手才能再回`
    : `${states[session.state]} · 这句话之后收到 ${session.sent}/${session.limit} 条`;
}

/** Fills a choice without losing what is chosen. */
export function choose(select, options) {
  const now = JSON.stringify(options);
  if (select.dataset.options === now) return;
  const chosen = select.value;
  select.dataset.options = now;
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}

function open(button, part, is) {
  part.hidden = !is;
  button.setAttribute('aria-expanded', String(is));
}

export function startResident() {
  // ?scene=b3&param=82417730 has the letter at hand.
  const letter = new URLSearchParams(location.search);
  for (const field of ['scene', 'param']) $('entrance')[field].value = letter.get(field) ?? '';
  $('resident-who').addEventListener('change', () => { shown = ''; $('resident-lines').atEnd = true; open($('scan'), $('entrance'), false); showResident(world); });
  $('scan').addEventListener('click', () => open($('scan'), $('entrance'), $('entrance').hidden));
  $('more').addEventListener('click', () => open($('more'), $('panel'), $('panel').hidden));
  $('entrance').addEventListener('submit', async event => {
    event.preventDefault();
    const form = event.currentTarget;
    open($('scan'), form, false);
    await does('enter', form.link.value ? { link: form.link.value } : { scene: form.scene.value, sceneParam: form.param.value });
  });
  $('walk-in').addEventListener('click', async () => { open($('scan'), $('entrance'), false); await does('enter', {}); });
  $('resident-say').addEventListener('submit', async event => {
    event.preventDefault();
    const input = event.currentTarget.text;
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    open($('scan'), $('entrance'), false);
    await does('say', { text });
  });
  $('album').addEventListener('change', async event => { if (event.target.files[0]) await does('photo', null, event.target.files[0]); event.target.value = ''; });
  $('panel').addEventListener('click', event => {
    const what = event.target.closest('button')?.dataset.does;
    if (what) hand[what]();
  });
}

const hand = {
  async sample() { await does('photo', null, await pictureOfALeak()); },
  album() { $('album').click(); },
  voice() { return does('voice', null, new Blob([])); },
  place() { return does('location', { latitude: 39.95, longitude: 116.41, name: '和平里三号楼', address: '北京市东城区和平里' }); },
  recall() {
    const mine = chat()?.lines.filter(l => l.from === 'resident' && !l.recalled).at(-1);
    return mine ? does('recall', { msgId: mine.msgid }) : say('没有可以撤回的消息');
  },
  async refuse() { const refuses = !who().refuses; await does('refuse', { refuses }); who().refuses = refuses; $('refuse-text').textContent = refuses ? '恢复接收' : '拒收消息'; },
};
