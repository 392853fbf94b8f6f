// What the page says to the assistant, as Direct Line activities, and how it reads what comes back.

/** An id that stays the same over every attempt to send one thing. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
}

function activity(type, id, more) {
  const now = new Date();
  const { channelData, ...rest } = more;
  return {
    type,
    locale: 'zh-CN',
    localTimestamp: now.toISOString(),
    localTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...rest,
    channelData: { clientActivityID: id, clientTimestamp: now.toISOString(), ...channelData },
  };
}

/** Words typed or spoken into the keyboard. */
export function words(text, id = newId()) {
  return { id, shown: text, activity: activity('message', id, { text, textFormat: 'plain' }) };
}

/** A tap on a button, in the shape its action type asks for; null when the button opens something instead of saying something. */
export function tap(action, id = newId()) {
  const shown = action.title || action.displayText || String(action.value ?? '');
  switch (action.type) {
    case 'messageBack':
      return {
        id,
        shown: action.displayText || shown,
        activity: activity('message', id, {
          ...(action.text ? { text: action.text } : {}),
          ...(action.value !== undefined ? { value: action.value } : {}),
          channelData: { messageBack: { displayText: action.displayText || shown } },
        }),
      };
    case 'postBack':
      return {
        id,
        shown,
        activity: activity('message', id, {
          ...(typeof action.value === 'string' ? { text: action.value } : { value: action.value }),
          channelData: { postBack: true, messageBack: { displayText: shown } },
        }),
      };
    case 'imBack':
      return { id, shown, activity: activity('message', id, { text: String(action.value ?? shown), textFormat: 'plain' }) };
    default:
      return null;
  }
}

/** One photo; its bytes travel beside the activity. */
export function photo(file, id = newId()) {
  return { id, shown: /^video\//.test(file.type) ? '［视频］' : '照片', photo: file, activity: activity('message', id, { attachments: [{ contentType: file.type, name: file.name }] }) };
}

/** Opening the chat: without a letter it counts once in a conversation. The letter's code stays out of the id, which is kept in the open. */
export function joined(conversationId, letterCode) {
  const id = letterCode ? newId() : `join-${conversationId}`;
  return activity('event', id, { name: 'webchat/join', value: { language: 'zh-CN' }, channelData: letterCode ? { letterCode } : {} });
}

/** The code of a printed letter in the page's address, or null; the first letters had it before the #. */
export function letterCode(address) {
  const { hash, searchParams } = new URL(address);
  const code = (new URLSearchParams(hash.slice(1)).get('c') || searchParams.get('c') || '').replace(/[\s-]/g, '');
  return /^\d{8}$/.test(code) ? code : null;
}

/** The address behind a button or a link: only https, telephone and our own pages; anything else is null. */
export function safeAddress(value) {
  let address;
  try { address = new URL(String(value), location.href); } catch { return null; }
  if (address.protocol === 'tel:') return /^tel:\+?[\d-]{3,20}$/.test(address.href) ? address.href : null;
  return address.protocol === 'https:' || address.origin === location.origin ? address.href : null;
}

/** Splits text into words and links, in order. */
export function withLinks(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(/https:\/\/[^\s<>"'（）()，。；！？、《》“”【】]+|tel:\+?\d[\d-]{2,19}/g)) {
    const link = found[0].replace(/[.,;:!?]+$/, '');
    if (!safeAddress(link)) continue;
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    parts.push({ text: link.replace(/^tel:/, ''), link });
    from = found.index + link.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** Buttons of a message: suggested actions and those of hero cards. */
export function buttonsOf(message) {
  const cards = (message.attachments || []).filter(a => a.contentType === 'application/vnd.microsoft.card.hero');
  return [...(message.suggestedActions?.actions || []), ...cards.flatMap(card => card.content?.buttons || [])]
    .filter(button => button && (button.title || button.value !== undefined));
}

/** Words of a message, with those of its hero cards; reference lines of citations are left to sourcesOf. */
export function textOf(message) {
  const cards = (message.attachments || []).filter(a => a.contentType === 'application/vnd.microsoft.card.hero').map(a => a.content || {});
  let text = message.channelData?.messageBack?.displayText || message.text || '';
  if (sourcesOf(message).length) text = text.replace(/^\[\d+\]:\s.*$/gm, '').replace(/\[\d+\]/g, '').trimEnd();
  // Our server writes Markdown only to say plain words exactly: what it escaped is shown as it was.
  if (message.textFormat === 'markdown') text = text.replace(/\\([!-/:-@[-`{-~\n])/g, '$1');
  return [text, ...cards.flatMap(c => [c.title, c.subtitle, c.text])].filter(Boolean).join('\n');
}

/** Where an answer comes from: name and, if safe, address. */
export function sourcesOf(message) {
  return (message.entities || []).flatMap(entity => entity?.citation || []).map(claim => ({
    name: claim.appearance?.name || claim.name || claim['@id'] || '',
    link: safeAddress(claim.appearance?.url || claim['@id'] || 'about:blank'),
  })).filter(source => source.name);
}

/** Photos of a message with an address the page may show. */
export function photosOf(message) {
  return (message.attachments || []).filter(a => /^(image|video)\//.test(a.contentType || '')).map(a => ({ name: a.name || '照片', film: /^video\//.test(a.contentType), link: a.contentUrl ? safeAddress(a.contentUrl) : null }));
}
