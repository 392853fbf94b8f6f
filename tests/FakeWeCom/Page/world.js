// The simulator's state, fetched again whenever it rings; and the hand that moves it.
const toast = document.getElementById('toast');
let quietAgain;

export function say(text) {
  toast.textContent = text;
  clearTimeout(quietAgain);
  quietAgain = setTimeout(() => { toast.textContent = ''; }, 4000);
}

export async function move(path, body, raw) {
  const answer = await fetch(`/_fake/${path}`, raw ? { method: 'POST', body: raw } : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
  if (answer.status === 400) say((await answer.json()).error ?? '没有成功');
  return answer.ok && answer.status !== 204 ? answer.json().catch(() => null) : null;
}

export function watch(show) {
  let again = false, busy = false;
  const look = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      show(await (await fetch('/_fake/state')).json());
    } finally {
      busy = false;
      if (again) { again = false; look(); }
    }
  };
  const bell = new EventSource('/_fake/events');
  bell.onmessage = look;
  // What ends by itself, like a ringing call, makes no sound.
  setInterval(look, 15_000);
  bell.onerror = () => say('模拟器没有回应');
}
