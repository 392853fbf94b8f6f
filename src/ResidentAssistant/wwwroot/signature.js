// A name written with a finger, sent with the form as a PNG. Without this script the button stays closed and the page points to paper.
'use strict';

for (const form of document.querySelectorAll('form[data-sign]')) {
  const ground = form.querySelector('canvas');
  const send = form.querySelector('button:not([type])');
  const pen = ground.getContext('2d');
  let last = null;
  let drawn = 0;

  const empty = () => {
    // At most twice as fine as the page, so that the picture stays small.
    const fine = Math.min(window.devicePixelRatio || 1, 2);
    ground.width = ground.clientWidth * fine;
    ground.height = ground.clientHeight * fine;
    pen.scale(fine, fine);
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, ground.clientWidth, ground.clientHeight);
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = 'round';
    drawn = 0;
    send.disabled = true;
  };

  ground.addEventListener('pointerdown', event => {
    ground.setPointerCapture(event.pointerId);
    last = { x: event.offsetX, y: event.offsetY };
  });
  ground.addEventListener('pointermove', event => {
    if (!last) return;
    const here = { x: event.offsetX, y: event.offsetY };
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(here.x, here.y);
    pen.stroke();
    drawn += Math.hypot(here.x - last.x, here.y - last.y);
    last = here;
    // A touch by accident is no name.
    send.disabled = drawn < 60;
  });
  for (const end of ['pointerup', 'pointercancel']) ground.addEventListener(end, () => { last = null; });
  form.querySelector('[data-clear]').addEventListener('click', empty);
  form.addEventListener('submit', () => { form.elements.drawn.value = ground.toDataURL('image/png'); });
  empty();
}
