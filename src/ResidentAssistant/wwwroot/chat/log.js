// Draws the conversation. Everything said becomes text nodes; nothing a person or a server wrote is ever read as markup.
import { buttonsOf, photosOf, safeAddress, sourcesOf, textOf, withLinks } from './activity.js';

const ASSISTANT = '居民助手';
const dayName = new Intl.DateTimeFormat('zh-CN', { month: 'long', day: 'numeric', weekday: 'long' });
const clock = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export class Log {
  /** `on.tap(button)` for a button that says something, `on.resend(id)` for a message that did not arrive. */
  constructor(root, on) {
    this.root = root;
    this.on = on;
    this.own = new Map();
    this.day = null;
  }

  /** Puts or renews one thing the resident said, with what became of it. */
  mine(item) {
    let entry = this.own.get(item.id);
    if (!entry) {
      entry = this.add(make('div', 'entry entry_own', make('p', 'unseen', '您说：'), this.bubble(item)), new Date(item.activity.localTimestamp));
      entry.append(make('p', 'state'));
      this.own.set(item.id, entry);
    }
    this.drawState(entry, item);
    return entry;
  }

  /** Draws a message that came from the server; an echo of something on the page is only marked as arrived. */
  theirs(message, userId) {
    const id = message.channelData?.clientActivityID;
    const isOwn = message.from?.role === 'user' || (userId && message.from?.id === userId);
    if (isOwn && this.own.has(id)) return this.own.get(id);
    const text = isOwn ? this.ownText(message) : textOf(message);
    const photos = photosOf(message);
    const buttons = isOwn ? [] : buttonsOf(message);
    if (!text && !photos.length && !buttons.length) return null;

    const at = message.timestamp ? new Date(message.timestamp) : new Date();
    const name = message.from?.name || ASSISTANT;
    const entry = this.add(make('div', isOwn ? 'entry entry_own' : 'entry'), at);
    const goesOn = !isOwn && this.goesOn(entry, name, clock.format(at));
    entry.append(isOwn ? make('p', 'unseen', '您说：') : make('p', goesOn ? 'who unseen' : name === ASSISTANT ? 'who' : 'who who_person', name));
    if (text || photos.length) entry.append(this.words(text, photos, sourcesOf(message)));
    if (buttons.length) entry.append(this.choices(buttons));
    entry.append(make('p', 'state', `${clock.format(at)}${isOwn ? ' 已送到' : ''}`));
    if (isOwn && id) this.own.set(id, entry);
    return entry;
  }

  /** True when the same speaker said the entry before in the same minute: name and time then stand once. */
  goesOn(entry, name, minute) {
    entry.dataset.from = name;
    const before = entry.previousElementSibling;
    if (before?.dataset.from !== name || before.querySelector('.state')?.textContent !== minute) return false;
    before.querySelector('.state').remove();
    entry.classList.add('entry_more');
    return true;
  }

  /** A sentence of the page itself. */
  remark(text) { this.root.append(make('p', 'remark', text)); }

  bubble(item) {
    if (!item.photo || /^video\//.test(item.photo.type)) return this.words(item.shown, [], []);
    const image = make('img', 'photo');
    image.alt = '您发的照片';
    image.src = URL.createObjectURL(item.photo);
    return make('div', 'bubble bubble_photo', image);
  }

  words(text, photos, sources) {
    const bubble = make('div', 'bubble');
    for (const part of withLinks(text)) bubble.append(part.link ? this.link(part.text, part.link) : part.text);
    for (const photo of photos) {
      if (photo.film) {
        bubble.append('［视频］');
        continue;
      }
      const image = make('img', 'photo');
      image.alt = photo.name;
      image.onerror = () => image.replaceWith('［照片］');
      if (photo.link) {
        image.src = photo.link;
        bubble.append(image);
      } else bubble.append('［照片］');
    }
    if (sources.length) bubble.append(make('p', 'sources', '依据：', ...sources.map(s => make('span', 'source', s.link ? this.link(s.name, s.link) : s.name))));
    return bubble;
  }

  link(text, address) {
    const link = make('a', null, text);
    link.href = address;
    if (!address.startsWith('tel:')) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
    return link;
  }

  choices(buttons) {
    return make('div', 'choices', ...buttons.map(button => {
      const label = button.title || String(button.value);
      const address = button.type === 'openUrl' || button.type === 'call' ? safeAddress(button.value) : null;
      if (address) {
        const link = this.link(label, address);
        link.className = 'weui-btn weui-btn_default choice';
        return link;
      }
      const choice = make('button', 'weui-btn weui-btn_default choice', label);
      choice.type = 'button';
      choice.answer = button;
      choice.onclick = () => {
        if (!choice.querySelector('.choice__mark')) choice.prepend(make('span', 'choice__mark', '✓ ', make('span', 'unseen', '点过：')));
        this.on.tap(button);
      };
      return choice;
    }));
  }

  /** The words of an own message from an earlier visit; a tap that carried only a value shows its button's label. */
  ownText(message) {
    const text = textOf(message);
    if (text && !message.channelData?.postBack) return text;
    if (message.channelData?.messageBack?.displayText) return message.channelData.messageBack.displayText;
    const value = JSON.stringify(message.value ?? message.text);
    const button = [...this.root.querySelectorAll('button.choice')].reverse().find(b => JSON.stringify(b.answer.value) === value);
    return button?.answer.title || text;
  }

  drawState(entry, item) {
    const line = entry.querySelector('.state');
    entry.classList.toggle('entry_failed', item.state === 'failed' || item.state === 'refused');
    if (item.state === 'failed') {
      const again = make('button', 'resend', '没送到，点这里重发');
      again.type = 'button';
      again.onclick = () => this.on.resend(item.id);
      line.replaceChildren(again);
      return;
    }
    const part = item.photo && item.part < 1 ? ` ${Math.round(item.part * 100)}%` : '';
    line.replaceChildren({ sending: `正在发送${part}`, sent: `${clock.format(new Date(item.activity.localTimestamp))} 已送到`, refused: item.sentence || '这条发不出去，请换个说法再发。' }[item.state]);
  }

  add(entry, at) {
    const day = at.toDateString();
    if (day !== this.day) {
      this.day = day;
      const today = new Date();
      const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
      const name = day === today.toDateString() ? '今天' : day === yesterday.toDateString() ? '昨天' : dayName.format(at);
      this.root.append(make('p', 'day', name));
    }
    this.root.append(entry);
    return entry;
  }
}
