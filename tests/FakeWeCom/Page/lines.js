import { make, face, icon, time, web } from './make.js';
import { markdown } from './markdown.js';
import { card, textCard } from './card.js';

const media = id => `/_fake/media/${encodeURIComponent(id)}`;
const bubble = (kind, ...children) => make('div', { class: `bubble ${kind}` }, children);

// An address within a text can be tapped, as in both apps.
const words = text => (text ?? '').split(/(https?:\/\/[^\s，。；）”]+)/).map(part => (web(part) ? make('a', { href: part, target: '_blank', rel: 'noopener' }, part) : part));

/** What stands in the place of a message, by its type. */
function content(line, act) {
  const c = line.content;
  if (line.recalled) return bubble('gone', '这条消息已撤回');
  switch (line.type) {
    case 'text': return bubble('', words(c.content));
    case 'markdown': case 'markdown_v2': return bubble('md', markdown(c.content));
    case 'stream': return bubble(line.finished ? 'md' : 'md growing', markdown(c.content));
    case 'template_card': return card(c, line.replaced, key => act.tap?.(line, key));
    case 'textcard': return textCard(c);
    case 'msgmenu': return menu(c, act);
    case 'image': return bubble('picture', make('img', { src: c.base64 ? `data:image/jpeg;base64,${c.base64}` : media(c.media_id), alt: '照片' }));
    case 'voice': return bubble('voice', icon('voice'), ' 语音 2″');
    case 'location': return bubble('place', make('b', {}, icon('place'), c.name), c.address);
    case 'link': return bubble('', make('a', { href: web(c.url), target: '_blank', rel: 'noopener' }, c.title), '\n', c.desc ?? '');
    case 'news': return bubble('', (c.articles ?? []).flatMap(a => [make('a', { href: web(a.url), target: '_blank', rel: 'noopener' }, a.title), '\n']));
    case 'file': return bubble('', make('a', { href: media(c.media_id), target: '_blank' }, icon('file'), '文件'));
    default: return bubble('', line.text || `（${line.type}）`);
  }
}

function menu(c, act) {
  const item = i => {
    if (i.type === 'click') return make('button', { type: 'button', on: { click: () => act.choose?.(i.click.id || i.click.content) } }, i.click.content);
    if (i.type === 'view') return make('a', { href: web(i.view.url), target: '_blank', rel: 'noopener' }, i.view.content);
    return make('div', { class: 'words' }, i.text?.content ?? i.miniprogram?.content ?? '');
  };
  return bubble('menu', c.head_content && make('div', { class: 'words' }, words(c.head_content)), (c.list ?? []).map(item),
    c.tail_content && make('div', { class: 'words tail' }, c.tail_content));
}

// Who reads at the end stays there, whatever grows or shrinks around it.
const kept = new WeakSet();
function keepAtEnd(list) {
  if (kept.has(list)) return;
  kept.add(list);
  list.atEnd = true;
  list.addEventListener('scroll', () => { list.atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60; });
  new ResizeObserver(() => { if (list.atEnd) list.scrollTop = list.scrollHeight; }).observe(list);
}

const standing = new WeakMap();

/** Fills a list; the end stays in sight, and comes into sight with one's own words. */
export function fill(list, lines, act, empty) {
  keepAtEnd(list);
  const mine = `${lines.length} ${lines.at(-1)?.own}`;
  const spoke = lines.at(-1)?.own && list.dataset.mine !== mine;
  list.dataset.mine = mine;
  const atEnd = list.atEnd;
  const rows = [];
  let last = 0;
  // What stands already stays the same element, so that a tap is not lost when something else arrives.
  const before = standing.get(list) ?? new Map(), now = new Map();
  const row = (key, build) => {
    const element = before.get(key) ?? build();
    now.set(key, element);
    rows.push(element);
  };
  for (const [index, line] of lines.entries()) {
    if (line.at - last > 5 * 60_000) row(`when ${line.at}`, () => make('div', { class: 'when' }, time(line.at)));
    last = line.at;
    row(`${index} ${JSON.stringify(line)}`, () => make('div', { class: line.own ? 'said own' : 'said' }, face(line.who),
      make('div', { class: 'body' }, !line.own && line.named ? make('div', { class: 'name' }, line.who) : null, content(line, act))));
    if (line.note) row(`${index} ${line.note}`, () => make('div', { class: 'note' }, line.note));
  }
  if (!rows.length) row(empty, () => make('div', { class: 'empty' }, empty));
  standing.set(list, now);
  const still = new Set(rows);
  for (const old of [...list.children]) if (!still.has(old)) old.remove();
  rows.forEach((element, place) => { if (list.children[place] !== element) list.insertBefore(element, list.children[place] ?? null); });
  if (atEnd || spoke) list.scrollTop = list.scrollHeight;
}
