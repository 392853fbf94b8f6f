// Makes a photo small enough for a slow network; drawing it anew leaves place, time and camera behind.
const LONGEST_SIDE = 1600;

/** A JPEG of at most 1600 pixels a side, or null when the phone cannot read the picture. */
export async function shrink(file) {
  try {
    const picture = await read(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.82));
    return blob && new File([blob], '照片.jpg', { type: 'image/jpeg' });
  } catch {
    return null;
  }
}

async function read(file) {
  if (window.createImageBitmap) {
    try { return await createImageBitmap(file, { imageOrientation: 'from-image' }); } catch { /* older browsers know no options */ }
  }
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
