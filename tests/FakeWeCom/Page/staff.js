import { fill } from './lines.js';
import { make } from './make.js';
import { move } from './world.js';
import { choose } from './resident.js';

const $ = id => document.getElementById(id);
let world, shown = '', room = 'app';
const read = new Map();

const who = () => world.members.find(m => m.id === $('staff-who').value) ?? world.members[0];
const name = id => world.members.find(m => m.id === id)?.name ?? id;
const of = (what, body) => move(`members/${encodeURIComponent(who().id)}/${what}`, body);

// The app, the groups with the bot, and the member's own chat with it.
function rooms() {
  const bots = world.rooms.filter(r => r.group || r.chatId === who().id);
  return [
    { id: 'app', name: world.apps[0]?.name ?? '应用', tag: '应用', count: who().messages.length },
    ...bots.map((r, i) => ({ id: r.chatId, name: r.group ? `工作群${i ? i + 1 : ''}` : r.bot, tag: r.connected ? `${r.bot}在线` : `${r.bot}没有连接`, bot: r, count: r.lines.length })),
  ];
}

export function showStaff(state) {
  world = state;
  choose($('staff-who'), state.members.map(m => [m.id, m.duty ? `${m.name}（${m.duty}）` : m.name]));
  const now = JSON.stringify([room, who(), state.rooms, state.apps]);
  if (now === shown) return;
  shown = now;
  const all = rooms();
  const here = all.find(r => r.id === room) ?? all[0];
  if (room !== here.id || $('staff-lines').dataset.room !== `${who().id} ${here.id}`) $('staff-lines').atEnd = true;
  $('staff-lines').dataset.room = `${who().id} ${here.id}`;
  room = here.id;
  read.set(`${who().id} ${room}`, here.count);
  $('room-name').textContent = here.name;
  $('room-tag').textContent = here.tag;
  $('mention').hidden = !here.bot?.group;
  $('mention').textContent = `@${here.bot?.bot ?? ''}`;
  $('ringing').hidden = !who().ringing;
  $('ringing-who').textContent = who().name;
  $('rooms').replaceChildren(...all.map(tab));
  const lines = here.bot
    ? here.bot.lines.map(l => ({ ...l, own: l.from === who().id, named: here.bot.group, who: l.from === null ? here.bot.bot : name(l.from) }))
    : who().messages.map(l => ({ ...l, own: l.from === 'me', who: l.from === 'me' ? who().name : l.app }));
  fill($('staff-lines'), lines, { tap: (line, button) => (here.bot ? move(`aibot/${encodeURIComponent(room)}/tap`, { msgId: line.msgid, userId: who().id, button }) : of('tap', { msgId: line.msgid, button })) },
    here.bot ? `@${here.bot.bot} 问一问，例如：3号楼还差几户？` : '还没有消息。有急事时，卡片会出现在这里。');
}

function tab(r) {
  const fresh = r.count - (read.get(`${who().id} ${r.id}`) ?? 0);
  return make('button', { type: 'button', 'aria-pressed': String(r.id === room), on: { click: () => { room = r.id; shown = ''; showStaff(world); } } },
    r.name, fresh > 0 && r.id !== room ? make('span', { class: 'badge' }, String(fresh)) : null);
}

export function startStaff() {
  $('staff-who').addEventListener('change', () => { shown = ''; showStaff(world); });
  $('mention').addEventListener('click', event => event.currentTarget.setAttribute('aria-pressed', String(event.currentTarget.getAttribute('aria-pressed') !== 'true')));
  $('take-call').addEventListener('click', () => of('take-call'));
  $('staff-say').addEventListener('submit', async event => {
    event.preventDefault();
    const input = event.currentTarget.text;
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    if (room === 'app') await of('say', { text });
    else await move(`aibot/${encodeURIComponent(room)}/say`, { userId: who().id, text, mention: $('mention').hidden || $('mention').getAttribute('aria-pressed') === 'true' });
  });
}
