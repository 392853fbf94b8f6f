// The size of the letters, the emergency sheet, and where the page is scrolled to.
const TOGETHER = 3000;
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

/** Follows what is said without running past it: of several replies in a row the first is read first. */
export class Reading {
  constructor(main, newer) {
    this.main = main;
    this.newer = newer;
    this.first = null;
    this.lastAt = 0;
    newer.addEventListener('click', () => this.toEnd());
    const seen = () => { if (this.atEnd) newer.hidden = true; };
    main.addEventListener('scroll', seen, { passive: true });
    window.addEventListener('scroll', seen, { passive: true });
  }

  /** The element that scrolls: the page itself when there is little height. */
  get scroller() { return getComputedStyle(this.main).overflowY === 'visible' ? document.scrollingElement : this.main; }

  get atEnd() {
    const s = this.scroller;
    return s.scrollHeight - s.scrollTop - s.clientHeight < 40;
  }

  toEnd() {
    this.newer.hidden = true;
    this.first = null;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Brings a reply into view, but never past the first of those that came together. */
  follow(entry, wasFollowing) {
    const now = Date.now();
    if (!this.first || now - this.lastAt > TOGETHER) this.first = wasFollowing ? entry : null;
    this.lastAt = now;
    if (this.first) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
      const top = this.first.getBoundingClientRect().top - (this.scroller === this.main ? this.main.getBoundingClientRect().top : 0);
      if (top < 0) this.scroller.scrollTop += top - 8;
    }
    this.newer.hidden = this.atEnd;
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
