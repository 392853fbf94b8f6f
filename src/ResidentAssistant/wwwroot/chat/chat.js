// The resident's chat: ties the page, the conversation and what is still to be sent together.
import { joined, letterCode, photo, tap, textOf, words } from './activity.js';
import { Connection } from './connection.js';
import { Log } from './log.js';
import { Outbox } from './outbox.js';
import { shrink } from './photo.js';
import { Reading, aboveKeyboard, grows, sheet, sizes } from './view.js';

const LOOK_AGAIN_AFTER = 5000;
const TYPING_LASTS = 5000;
const byId = id => document.getElementById(id);
const input = byId('words');
const status = byId('status');
const reading = new Reading(byId('main'), byId('newer'));
const letter = letterCode(location.href);
let isReady = document.documentElement.dataset.service !== 'down';
let isConnected = true;
let hasHistory = false;
let isLeftOverShown = false;
let typingTimer = 0;
let lookTimer = 0;

const log = new Log(byId('log'), {
  tap: button => { const item = tap(button); if (item) say(item); },
  resend: id => { outbox.resend(id); input.focus({ preventScroll: true }); },
});

const connection = new Connection('/v3/directline', {
  opened(isNew, replaced) {
    if (replaced) log.remark('上次的对话已经收起来了。我们接着说，您有什么事，告诉我就行。');
    // A forwarded or photographed address must not carry the household's code.
    if (letter) history.replaceState(null, '', location.pathname);
    return isNew || letter || !hasHistory ? joined(connection.conversationId, letter) : null;
  },
  activity(activity, isOld) {
    if (activity.type === 'typing') return showTyping(activity);
    const id = activity.channelData?.clientActivityID;
    if (id) outbox.confirm(id);
    if (activity.type !== 'message') return undefined;
    hasHistory = true;
    const wasAtEnd = reading.atEnd;
    const before = log.root.childElementCount;
    const entry = log.theirs(activity, connection.userId);
    if (entry && log.root.childElementCount > before) {
      hideTyping();
      if (isOld || entry.classList.contains('entry_own')) reading.toEnd();
      else reading.follow(entry, wasAtEnd);
    }
    return undefined;
  },
  state(state) {
    const cameBack = !isConnected && state === 'online';
    isConnected = state === 'online';
    showLeftOver();
    if (isConnected) {
      byId('log').setAttribute('aria-live', 'polite');
      announce('');
    }
    if (cameBack || !isConnected) lookAtService();
    drawDown();
  },
});

const outbox = new Outbox(connection, item => {
  const wasHere = log.own.has(item.id);
  const entry = log.mine(item);
  if (!wasHere) reading.toEnd();
  // While the card is shown, the words and the card below them are both to be seen.
  if (!byId('down').hidden && (!wasHere || item.state === 'failed')) entry.scrollIntoView({ block: 'start' });
  if (item.state === 'failed') announce('有一条没送到，可以点它重发。');
  drawOffer();
});
outbox.onFailure = () => lookAtService();

/** Unsent words of an earlier visit stand below what was said then. */
function showLeftOver() {
  if (!isLeftOverShown) outbox.leftOver();
  isLeftOverShown = true;
}

function say(item) {
  outbox.add(item);
  drawDown();
}

function announce(text) {
  status.textContent = text;
  status.hidden = !text;
}

/** Asks whether the service stands; a store that does not answer brings the emergency card. */
async function lookAtService() {
  clearTimeout(lookTimer);
  const wasReady = isReady;
  try { isReady = (await fetch('/health/ready', { cache: 'no-store' })).ok; } catch { isReady = false; }
  if (!isReady || !isConnected) lookTimer = setTimeout(lookAtService, LOOK_AGAIN_AFTER);
  if (isReady && !wasReady) connection.wake();
  drawDown();
}

function drawDown() {
  const card = byId('down');
  const isDown = !isReady || !isConnected;
  if (card.hidden !== isDown) { drawOffer(); return; }
  card.hidden = !isDown;
  document.documentElement.dataset.service = isDown ? 'down' : 'up';
  byId('down-title').textContent = navigator.onLine === false ? '手机没有网了' : '助手现在连不上';
  announce(isDown ? '现在连不上。急事请照下面的卡片做。' : '连上了。');
  if (isDown) card.scrollIntoView({ block: 'start' });
  drawOffer();
}

function drawOffer() {
  const count = outbox.unsent.length;
  const isOffered = count > 0 && isReady && isConnected;
  if (byId('offer').hidden === !isOffered) return;
  byId('offer').hidden = !isOffered;
  byId('offer-text').textContent = isOffered ? '连上了。刚才没送到的话还留着，要现在发吗？' : '';
  if (isOffered) reading.toEnd();
}

function showTyping() {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(hideTyping, TYPING_LASTS);
  const wasAtEnd = reading.atEnd;
  byId('typing').hidden = false;
  if (wasAtEnd) reading.toEnd();
}

function hideTyping() {
  clearTimeout(typingTimer);
  byId('typing').hidden = true;
}

// The server takes ten megabytes; a film is not made smaller here.
const LARGEST_FILM = 10 * 1024 * 1024;

async function sendPhotos(files) {
  for (const file of files) {
    if (/^video\//.test(file.type)) {
      if (file.size <= LARGEST_FILM) say(photo(file));
      else announce('这段视频太长了。请拍短一点，十几秒就够。');
      continue;
    }
    const small = await shrink(file);
    if (small) say(photo(small));
    else announce('这张照片打不开，请换一张，或者重新拍一张。');
  }
}

function submit() {
  const text = input.value.trim();
  if (!text) { input.focus(); return; }
  input.value = '';
  fit();
  say(words(text));
  input.focus({ preventScroll: true });
}

const fit = grows(input);
byId('composer').addEventListener('submit', e => { e.preventDefault(); submit(); });
input.addEventListener('keydown', e => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  submit();
});
// The phone's keyboard stays up when the button is touched.
byId('send').addEventListener('mousedown', e => e.preventDefault());
byId('person').addEventListener('click', () => say(words('找人')));
byId('photo').addEventListener('click', () => byId('photo-file').click());
byId('photo-file').addEventListener('change', e => { sendPhotos([...e.target.files]); e.target.value = ''; });
byId('offer-send').addEventListener('click', () => { outbox.resendAll(); drawOffer(); input.focus(); });

const closeSheet = sheet(byId('emergency'), byId('urgent'), byId('emergency-close'));
byId('report').addEventListener('click', () => { closeSheet(); say(words('漏水跑水')); });
sizes(byId('size'), byId('size-name'), announce);
aboveKeyboard();

window.addEventListener('online', () => connection.wake());
window.addEventListener('offline', lookAtService);
document.addEventListener('visibilitychange', () => { if (!document.hidden) connection.wake(); });

// What was said before is not read aloud again.
byId('log').setAttribute('aria-live', 'off');
announce('正在连接……');
lookAtService();
connection.run();
