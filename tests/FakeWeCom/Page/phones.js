import { watch } from './world.js';
import { showResident, startResident } from './resident.js';
import { showStaff, startStaff } from './staff.js';
import { showDuty, startDuty } from './duty.js';
import { icon, make } from './make.js';

const tabs = [...document.querySelectorAll('[data-shows]')];
const labels = new Map(tabs.map(tab => [tab.dataset.shows, tab.textContent]));
const seen = new Map();
let counts = {};

function mark() {
  const shows = document.body.dataset.phone;
  seen.set(shows, counts[shows] ?? 0);
  for (const tab of tabs) {
    const fresh = (counts[tab.dataset.shows] ?? 0) - (seen.get(tab.dataset.shows) ?? 0);
    tab.setAttribute('aria-pressed', String(tab.dataset.shows === shows));
    tab.replaceChildren(labels.get(tab.dataset.shows), ...(fresh > 0 && tab.dataset.shows !== shows ? [make('span', { class: 'badge' }, String(fresh))] : []));
  }
}

function show(phone) {
  document.body.dataset.phone = phone;
  const lines = document.querySelector(`#${phone} .lines`);
  lines.atEnd = true;
  lines.scrollTop = lines.scrollHeight;
  mark();
}

for (const tab of tabs) tab.addEventListener('click', () => { show(tab.dataset.shows); });
for (const place of document.querySelectorAll('[data-icon]')) place.append(icon(place.dataset.icon));
startResident();
startStaff();
startDuty();
watch(state => {
  showResident(state);
  showStaff(state);
  showDuty(state);
  const app = state.apps[0];
  const bot = state.rooms[0];
  document.getElementById('vendor').textContent = [app?.callbackUrl ? `回调 ${app.callbackUrl}` : '还没有填回调地址', bot ? (bot.connected ? `${bot.bot}在线` : `${bot.bot}没有连接`) : ''].filter(Boolean).join(' · ');
  const sum = (list, of) => list.reduce((all, x) => all + of(x), 0);
  counts = {
    resident: sum(state.residents, r => sum(r.chats, c => c.lines.filter(l => l.from !== 'resident').length)),
    staff: sum(state.members, m => m.messages.length) + sum(state.rooms, r => r.lines.filter(l => l.from === null).length),
    duty: sum(state.groups, g => g.messages.length),
  };
  mark();
});
