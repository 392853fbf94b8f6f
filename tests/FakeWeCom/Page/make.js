// Elements with classes, texts and children; text is never read as HTML.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

const faces = ['#3d7ab8', '#b8693d', '#4b8f5c', '#8a5bab', '#a2485f', '#5c7080'];

/** A face of one character, in a colour of its own. */
export function face(name) {
  const colour = faces[[...name].reduce((sum, c) => sum + c.codePointAt(0), 0) % faces.length];
  return make('span', { class: 'face', style: `background:${colour}`, 'aria-hidden': 'true' }, [...name].slice(-1).join(''));
}

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
export const time = at => clock.format(at);

/** Only addresses of the web become links. */
export const web = url => (/^https?:\/\//i.test(url ?? '') ? url : null);
