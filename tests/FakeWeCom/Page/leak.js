/** A drawn photo of a leaking pipe, so that nobody needs one at hand. */
export function pictureOfALeak() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 480 });
  const g = canvas.getContext('2d');
  const wall = g.createLinearGradient(0, 0, 0, 480);
  wall.addColorStop(0, '#cfd6d9');
  wall.addColorStop(1, '#aeb8bc');
  g.fillStyle = wall;
  g.fillRect(0, 0, 480, 480);
  g.strokeStyle = '#9aa5aa';
  for (let i = 60; i < 480; i += 60) g.strokeRect(-10, i, 500, 60);
  const pipe = g.createLinearGradient(190, 0, 290, 0);
  pipe.addColorStop(0, '#6f5a4a');
  pipe.addColorStop(.4, '#b59a84');
  pipe.addColorStop(1, '#5b4739');
  g.fillStyle = pipe;
  g.fillRect(190, 0, 100, 480);
  g.fillStyle = '#7c4a2d';
  g.fillRect(176, 190, 128, 46);
  g.fillStyle = 'rgb(60 130 190 / .75)';
  for (let i = 0; i < 14; i++) {
    const x = 296 + i * 9, y = 222 + i * i * 1.3;
    g.beginPath();
    g.ellipse(x, y, 7, 11, -.5, 0, 7);
    g.fill();
  }
  g.beginPath();
  g.ellipse(400, 462, 90, 20, 0, 0, 7);
  g.fill();
  return new Promise(done => canvas.toBlob(done, 'image/jpeg', .85));
}
