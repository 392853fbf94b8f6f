import { fill } from './lines.js';
import { choose } from './resident.js';

const $ = id => document.getElementById(id);
let world, shown = '';

export function showDuty(state) {
  world = state;
  choose($('duty-which'), state.groups.map(g => [g.key, g.group]));
  const group = state.groups.find(g => g.key === $('duty-which').value) ?? state.groups[0];
  const now = JSON.stringify(group);
  if (now === shown || !group) return;
  shown = now;
  $('group-name').textContent = group.group;
  fill($('duty-lines'), group.messages.map(m => ({ ...m, who: group.robot, named: true, note: reminded(m.content) })), {},
    '还没有消息。有险情时，机器人会在这里说话。');
}

function reminded(content) {
  const names = [...(content.mentioned_list ?? []), ...(content.mentioned_mobile_list ?? [])];
  return names.length ? `提醒了 ${names.map(n => (n === '@all' ? '所有人' : world.members.find(m => m.id === n)?.name ?? n)).join('、')}` : null;
}

export function startDuty() {
  $('duty-which').addEventListener('change', () => { shown = ''; showDuty(world); });
}
