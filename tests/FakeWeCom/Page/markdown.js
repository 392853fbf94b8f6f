import { make, web } from './make.js';

// The little markdown that WeCom shows: headings, bold, links, code, quotes, lists, three colours, mentions.
const inline = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|<font color="(info|comment|warning)">(.*?)<\/font>|<@([^>]+)>/;

function spans(text) {
  const parts = [];
  for (let found; (found = inline.exec(text)); text = text.slice(found.index + found[0].length)) {
    parts.push(text.slice(0, found.index));
    const [, bold, code, label, url, colour, coloured, mention] = found;
    if (bold) parts.push(make('b', {}, spans(bold)));
    else if (code) parts.push(make('code', {}, code));
    else if (label) parts.push(web(url) ? make('a', { href: url, target: '_blank', rel: 'noopener' }, label) : label);
    else if (colour) parts.push(make('span', { class: colour }, spans(coloured)));
    else parts.push(make('span', { class: 'at' }, `@${mention}`));
  }
  return [...parts, text];
}

export function markdown(text) {
  const blocks = [];
  for (const line of (text ?? '').split('\n')) {
    if (/^#{1,6} /.test(line)) blocks.push(make('h4', {}, spans(line.replace(/^#+ /, ''))));
    else if (/^> ?/.test(line)) blocks.push(make('blockquote', {}, spans(line.replace(/^> ?/, ''))));
    else if (/^[-*] /.test(line)) {
      if (blocks.at(-1)?.tagName !== 'UL') blocks.push(make('ul'));
      blocks.at(-1).append(make('li', {}, spans(line.slice(2))));
    } else if (line.trim()) blocks.push(make('p', {}, spans(line)));
  }
  return blocks;
}
