// What the resident said and the server has not yet confirmed: sent in order, kept over a reload, resent under the same id.
import { Refusal } from './connection.js';

const KEPT = 'resident-assistant.unsent';
const AGAIN_AFTER = [1000, 3000];

export class Outbox {
  /** `onChange(item)` after every change of `item.state`: sending, sent, failed, refused. */
  constructor(connection, onChange) {
    this.connection = connection;
    this.onChange = onChange;
    this.items = new Map();
    this.line = Promise.resolve();
  }

  get unsent() { return [...this.items.values()].filter(item => item.state === 'failed'); }

  /** Words left over from an earlier visit, as failed items. */
  leftOver() {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(KEPT)) || []; } catch { /* nothing readable was kept */ }
    return kept.map(item => {
      this.items.set(item.id, item);
      return this.mark(item, 'failed');
    });
  }

  add(item) {
    this.items.set(item.id, item);
    this.send(item);
  }

  resend(id) {
    const item = this.items.get(id);
    if (item && item.state === 'failed') this.send(item);
  }

  resendAll() { this.unsent.forEach(item => this.send(item)); }

  /** The server's echo of something sent: it has arrived, whatever became of the answer to the request. */
  confirm(id) {
    const item = this.items.get(id);
    if (item && item.state !== 'sent') this.mark(item, 'sent');
    return item;
  }

  send(item) {
    this.mark(item, 'sending');
    this.line = this.line.then(() => this.deliver(item));
  }

  async deliver(item) {
    for (let attempt = 0; item.state === 'sending'; attempt += 1) {
      if (await this.connection.settled() !== 'online') return this.mark(item, 'failed');
      try {
        if (item.photo) await this.connection.upload(item.activity, item.photo, part => this.progress(item, part));
        else await this.connection.post(item.activity);
        return this.mark(item, 'sent');
      } catch (fault) {
        if (item.state !== 'sending') return item;
        if (fault instanceof Refusal && fault.final) {
          item.sentence = fault.sentence;
          return this.mark(item, 'refused');
        }
        if (fault instanceof Refusal && fault.lost) this.connection.forget();
        if (attempt >= AGAIN_AFTER.length) {
          this.onFailure?.(fault);
          return this.mark(item, 'failed');
        }
        await new Promise(over => setTimeout(over, AGAIN_AFTER[attempt]));
      }
    }
    return item;
  }

  progress(item, part) {
    item.part = part;
    this.onChange(item);
  }

  mark(item, state) {
    item.state = state;
    if (state === 'sent' || state === 'refused') this.items.delete(item.id);
    this.keep();
    this.onChange(item);
    return item;
  }

  keep() {
    const kept = [...this.items.values()].filter(item => !item.photo).map(({ id, shown, activity }) => ({ id, shown, activity }));
    try {
      if (kept.length) localStorage.setItem(KEPT, JSON.stringify(kept));
      else localStorage.removeItem(KEPT);
    } catch { /* storage is switched off: unsent words last as long as the page */ }
  }
}
