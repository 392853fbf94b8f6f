import { make, web } from './make.js';

/** A template card; a tap on one of its buttons calls with the button's key. */
export function card(content, replaced, tap) {
  const c = content;
  const source = c.source?.desc && make('p', { class: `source c${c.source.desc_color ?? 0}` }, c.source.desc);
  const facts = c.horizontal_content_list?.length
    ? make('dl', {}, c.horizontal_content_list.flatMap(f => [make('dt', {}, f.keyname ?? ''), make('dd', {}, f.value ?? '')])) : null;
  return make('div', { class: 'card' },
    make('div', { class: 'card-in' },
      source,
      c.main_title?.title && make('h3', {}, c.main_title.title),
      c.main_title?.desc && make('p', { class: 'desc' }, c.main_title.desc),
      c.emphasis_content?.title && make('p', { class: 'emphasis' }, c.emphasis_content.title, make('small', {}, c.emphasis_content.desc ?? '')),
      c.quote_area?.quote_text && make('p', { class: 'quote' }, c.quote_area.quote_text),
      c.sub_title_text && make('p', { class: 'sub' }, c.sub_title_text),
      facts),
    buttons(c, replaced, tap),
    (c.jump_list ?? []).map(j => web(j.url) && make('a', { class: 'jump', href: j.url, target: '_blank', rel: 'noopener' }, `${j.title} ›`)),
    web(c.card_action?.url) && !c.button_list ? make('a', { class: 'jump', href: c.card_action.url, target: '_blank', rel: 'noopener' }, '查看详情 ›') : null);
}

// A tapped button rests until the card changes, or for a moment when it does not.
function rest(button) {
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, 3000);
}

function buttons(c, replaced, tap) {
  if (replaced) return make('div', { class: 'buttons' }, make('span', { class: 'done' }, replaced));
  const all = [...(c.button_list ?? []), ...(c.submit_button ? [c.submit_button] : [])];
  if (!all.length) return null;
  return make('div', { class: 'buttons' }, all.map(b => (b.type === 1
    ? make('a', { href: web(b.url), target: '_blank', rel: 'noopener', class: `s${b.style ?? 1}` }, b.text)
    : make('button', { type: 'button', class: `s${b.style ?? 1}`, on: { click: event => { rest(event.currentTarget); tap(b.key); } } }, b.text))));
}

/** The older card: a title, words, one link. */
export function textCard(c) {
  return make('div', { class: 'card' },
    make('div', { class: 'card-in' }, make('h3', {}, c.title), make('p', { class: 'desc' }, c.description.replace(/<[^>]+>/g, ''))),
    web(c.url) && make('a', { class: 'jump', href: c.url, target: '_blank', rel: 'noopener' }, `${c.btntxt ?? '详情'} ›`));
}
