// Elements with classes, texts and children; text is never read as HTML.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

const faces = ['#3d7ab8', '#b8693d', '#4b8f5c', '#8a5bab', '#a2485f', '#5c7080'];

/** A face of one character, in a colour of its own. */
export function face(name) {
  const colour = faces[[...name].reduce((sum, c) => sum + c.codePointAt(0), 0) % faces.length];
  return make('span', { class: 'face', style: `background:${colour}`, 'aria-hidden': 'true' }, /助手/.test(name) ? '助' : /机器人/.test(name) ? '机' : [...name].at(-1));
}

const icons = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4z M12 10a3.5 3.5 0 1 0 .01 0z',
  picture: 'M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4',
  voice: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z M6 11a6 6 0 0 0 12 0 M12 17v4',
  place: 'M12 21c5-6 7-9 7-12a7 7 0 0 0-14 0c0 3 2 6 7 12z M12 6.5a2.5 2.5 0 1 0 .01 0z',
  back: 'M9 6L4 11l5 5 M4 11h10a6 6 0 0 1 6 6v1',
  mute: 'M6 16v-5a6 6 0 0 1 9.5-4.9 M18 11v5l2 2H8 M10.5 21h3 M4 4l16 16',
  file: 'M6 3h8l4 4v14H6z M14 3v4h4',
};

/** A drawn icon, so that no font is needed. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
export const time = at => clock.format(at);

/** Only addresses of the web become links. */
export const web = url => (/^https?:\/\//i.test(url ?? '') ? url : null);
