// The size of the letters, the emergency sheet, and where the page is scrolled to.
const SIZES = { standard: '标准', large: '大', huge: '特大' };

/** The size switch: three sizes, remembered on this phone. */
export function sizes(button, name, announce) {
  const root = document.documentElement;
  const draw = () => { name.textContent = SIZES[root.dataset.size]; };
  draw();
  button.addEventListener('click', () => {
    const all = Object.keys(SIZES);
    root.dataset.size = all[(all.indexOf(root.dataset.size) + 1) % all.length];
    try { localStorage.setItem('resident-assistant.size', root.dataset.size); } catch { /* not remembered, still larger */ }
    draw();
    announce(`字号：${SIZES[root.dataset.size]}`);
  });
}

/** Opens the sheet from its button; gives the focus back when it closes. */
export function sheet(dialog, opener, closer) {
  const title = dialog.querySelector('h2');
  opener.addEventListener('click', () => {
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute('open', '');
    dialog.querySelector('.sheet__body').scrollTop = 0;
    title.focus();
  });
  const close = () => {
    if (dialog.close) dialog.close();
    else dialog.removeAttribute('open');
    opener.focus();
  };
  closer.addEventListener('click', close);
  dialog.addEventListener('click', e => { if (e.target === dialog) close(); });
  return close;
}

/** Follows the newest message, unless the reader has gone back to older ones. */
export class Reading {
  constructor(main, newer) {
    this.main = main;
    this.newer = newer;
    newer.addEventListener('click', () => this.toEnd());
    this.scroller.addEventListener('scroll', () => { if (this.atEnd) newer.hidden = true; }, { passive: true });
    window.addEventListener('scroll', () => { if (this.atEnd) newer.hidden = true; }, { passive: true });
  }

  get isFlowing() { return getComputedStyle(this.main).overflowY === 'visible'; }

  get scroller() { return this.isFlowing ? document.scrollingElement : this.main; }

  get atEnd() {
    const s = this.scroller;
    return s.scrollHeight - s.scrollTop - s.clientHeight < 120;
  }

  toEnd() {
    this.newer.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Brings a new entry into view: its beginning, when it is longer than the page. */
  show(entry, wasAtEnd, always) {
    if (!wasAtEnd && !always) {
      this.newer.hidden = false;
      return;
    }
    this.toEnd();
    if (entry && entry.offsetHeight > this.scroller.clientHeight) entry.scrollIntoView({ block: 'start' });
  }
}

/** Keeps the composer above the phone's keyboard where the keyboard covers the page. */
export function aboveKeyboard() {
  const seen = window.visualViewport;
  if (!seen) return;
  const fit = () => {
    // Zooming in also shrinks what is seen, and there the page must stay as it is.
    if (seen.scale > 1.01) return;
    document.documentElement.style.setProperty('--seen', `${seen.height}px`);
  };
  seen.addEventListener('resize', fit);
  fit();
}

/** The input grows with its words, up to five lines. */
export function grows(input) {
  const fit = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + input.offsetHeight - input.clientHeight, parseFloat(getComputedStyle(input).lineHeight) * 5)}px`;
  };
  input.addEventListener('input', fit);
  return fit;
}
