// One conversation over Direct Line 3.0: token, what was said before, a stream that comes back, polling where sockets do not work.
const KEPT = 'resident-assistant.conversation';
const ANSWER_WITHIN = 20000;
const ALIVE_EVERY = 20000;
const POLL_EVERY = 2500;
const SOCKET_AGAIN_AFTER = 60000;

/** The server said no; `lost` when this token or conversation is of no more use. */
export class Refusal extends Error {
  constructor(status, error) {
    super(error?.code || `status ${status}`);
    this.status = status;
    this.sentence = /[\u4e00-\u9fff]/.test(error?.message || '') ? error.message : null;
  }

  get lost() { return this.status === 401 || this.status === 403 || this.status === 404; }

  get final() { return this.status >= 400 && this.status < 500 && !this.lost && this.status !== 408 && this.status !== 429; }
}

export class Connection {
  /** `on.opened(isNew, replaced)` gives the activity to post first or null, `on.activity(activity, isOld)`, `on.state('online' | 'down', fault)`. */
  constructor(base, on) {
    this.base = base;
    this.on = on;
    this.seen = new Set();
    this.state = 'connecting';
    this.waiting = [];
    this.replaced = false;
    this.first = null;
    this.failures = 0;
    this.socketTrouble = 0;
    this.wakeUp = () => {};
    this.hangUp = () => {};
  }

  get userId() {
    try {
      const body = this.token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
      return JSON.parse(atob(body)).user || null;
    } catch { return null; }
  }

  /** Keeps the conversation connected as long as the page lives. */
  async run() {
    for (;;) {
      try {
        const opened = await this.join();
        const streamUrl = this.socketTrouble < 2 ? opened || await this.freshStream() : null;
        if (!streamUrl) await this.catchUp(false);
        this.failures = 0;
        this.change('online');
        await (streamUrl ? this.stream(streamUrl) : this.poll());
      } catch (fault) {
        this.failures += 1;
        if (fault instanceof Refusal && fault.lost) this.forget();
        this.change('down', fault);
      }
      const longest = Math.min(1000 * 2 ** this.failures, 15000);
      await this.pause(longest * (0.5 + Math.random() / 2));
    }
  }

  /** Tries again at once, for example when the phone has its network back. */
  wake() { this.wakeUp(); }

  /** Sends one activity; the server counts it once however often it is sent. */
  post(activity) {
    return this.request('POST', `/conversations/${this.path}/activities`, { ...activity, from: this.from });
  }

  /** Sends an activity with its photo and tells how far it got, 0 to 1. */
  upload(activity, photo, progress) {
    const form = new FormData();
    form.append('activity', new Blob([JSON.stringify({ ...activity, from: this.from })], { type: 'application/vnd.microsoft.activity' }), 'blob');
    form.append('file', photo, photo.name);
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${this.base}/conversations/${this.path}/upload?userId=${encodeURIComponent(this.from.id)}`);
      request.setRequestHeader('Authorization', `Bearer ${this.token}`);
      request.timeout = 120000;
      request.upload.onprogress = e => { if (e.lengthComputable) progress(e.loaded / e.total); };
      request.onerror = request.ontimeout = request.onabort = () => failed(new Error('network'));
      request.onload = () => {
        let answer = null;
        try { answer = JSON.parse(request.responseText); } catch { /* an answer without a body */ }
        if (request.status >= 200 && request.status < 300) done(answer);
        else failed(new Refusal(request.status, answer?.error));
      };
      request.send(form);
    });
  }

  /** Leaves a conversation that the server no longer knows; the next round opens a new one. */
  forget() {
    this.replaced = this.replaced || Boolean(this.conversationId || this.kept());
    this.token = this.conversationId = null;
    this.watermark = '';
    this.state = 'connecting';
    this.keep(null);
    this.hangUp();
  }

  get from() { return { id: this.userId || 'resident', role: 'user' }; }

  get path() { return encodeURIComponent(this.conversationId); }

  /** Waits until it is known whether the server can be reached. */
  async settled() {
    while (this.state === 'connecting') await new Promise(over => this.waiting.push(over));
    return this.state;
  }

  /** Makes sure of a conversation; gives its stream address when it is new. */
  async join() {
    const streamUrl = this.conversationId ? await this.refreshWhenOld() : await this.open();
    if (this.first) {
      try {
        await this.post(this.first);
      } catch (fault) {
        if (!(fault instanceof Refusal) || !fault.final) throw fault;
      }
      this.first = null;
    }
    return streamUrl;
  }

  async open() {
    let streamUrl = null;
    const kept = this.kept();
    let isNew = true;
    if (kept) {
      try {
        this.take(await this.request('POST', '/tokens/refresh', null, kept.token));
        await this.catchUp(true);
        isNew = false;
      } catch (fault) {
        if (!(fault instanceof Refusal) || !fault.lost) { this.conversationId = null; throw fault; }
        this.forget();
      }
    }
    if (isNew) {
      const granted = await this.request('POST', '/tokens/generate', {}, null);
      const opened = await this.request('POST', '/conversations', { user: {}, locale: 'zh-CN' }, granted.token);
      this.watermark = '';
      this.take({ ...granted, ...opened });
      streamUrl = opened.streamUrl;
    }
    this.first = this.on.opened(isNew, this.replaced);
    this.replaced = false;
    return streamUrl;
  }

  /** Takes all that was said since the last look. */
  async catchUp(isOld) {
    for (;;) {
      const page = await this.request('GET', `/conversations/${this.path}/activities?watermark=${encodeURIComponent(this.watermark || '')}`);
      const before = this.watermark;
      this.receive(page, isOld);
      if (!page.activities?.length || this.watermark === before) return;
    }
  }

  async freshStream() {
    const answer = await this.request('GET', `/conversations/${this.path}?watermark=${encodeURIComponent(this.watermark || '')}`);
    if (answer.token) this.take(answer);
    return answer.streamUrl;
  }

  /** Listens until the socket ends, or is given up without waiting for the server's goodbye. */
  stream(url) {
    return new Promise(ended => {
      let socket;
      try {
        socket = new WebSocket(url);
      } catch {
        // Older browsers count the same host's sockets as foreign to 'self'.
        this.socketTrouble = 2;
        ended();
        return;
      }
      let isOpen = false;
      const alive = setInterval(() => {
        if (isOpen) socket.send('');
        this.refreshWhenOld().catch(() => {});
      }, ALIVE_EVERY);
      const slow = setTimeout(() => { if (!isOpen) this.hangUp(); }, ANSWER_WITHIN / 2);
      this.hangUp = () => {
        clearInterval(alive);
        clearTimeout(slow);
        if (!isOpen) this.socketTrouble += 1;
        this.hangUp = () => {};
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
        ended();
      };
      socket.onopen = () => {
        isOpen = true;
        this.socketTrouble = 0;
        // Whatever was said between the stream's address and its opening.
        this.catchUp(false).catch(() => this.hangUp());
      };
      socket.onmessage = e => { if (e.data) this.receive(JSON.parse(e.data), false); };
      socket.onclose = () => this.hangUp();
    });
  }

  async poll() {
    for (const until = Date.now() + SOCKET_AGAIN_AFTER; Date.now() < until && this.conversationId;) {
      await this.pause(POLL_EVERY);
      await this.refreshWhenOld();
      await this.catchUp(false);
    }
    this.socketTrouble = 0;
  }

  receive(page, isOld) {
    for (const activity of page.activities || []) {
      if (activity.id && this.seen.has(activity.id)) continue;
      if (activity.id) this.seen.add(activity.id);
      this.on.activity(activity, isOld);
    }
    if (page.watermark !== null && page.watermark !== undefined) this.watermark = String(page.watermark);
  }

  async refreshWhenOld() {
    if (Date.now() >= this.refreshAt) this.take(await this.request('POST', '/tokens/refresh', null));
    return null;
  }

  take({ conversationId, token, expires_in: seconds }) {
    this.conversationId = conversationId;
    this.token = token;
    this.refreshAt = Date.now() + Math.min((seconds || 1800) * 500, 900000);
    this.keep({ conversationId, token });
  }

  async request(method, path, body, token = this.token) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), ANSWER_WITHIN);
    try {
      const response = await fetch(this.base + path, {
        method,
        cache: 'no-store',
        headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}) },
        body: body ? JSON.stringify(body) : undefined,
        signal: patience.signal,
      });
      const answer = await response.json().catch(() => null);
      if (!response.ok) throw new Refusal(response.status, answer?.error);
      return answer || {};
    } finally {
      clearTimeout(timer);
    }
  }

  change(state, fault) {
    this.state = state;
    this.waiting.splice(0).forEach(over => over());
    this.on.state(state, fault);
  }

  pause(milliseconds) {
    return new Promise(over => {
      const timer = setTimeout(over, milliseconds);
      this.wakeUp = () => { clearTimeout(timer); over(); };
    });
  }

  kept() {
    try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; }
  }

  keep(value) {
    try {
      if (value) localStorage.setItem(KEPT, JSON.stringify(value));
      else localStorage.removeItem(KEPT);
    } catch { /* storage is switched off: the conversation lasts as long as the page */ }
  }
}
