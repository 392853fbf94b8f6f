// Writes the table of Chinese characters that the understanding hears with: for each syllable (without tone) its characters,
// and for each traditional character its simplified one. Run by the build; the npm packages are needed only then.
import { pinyin } from 'pinyin-pro';
import { Converter } from 'opencc-js';

const simplified = Converter({ from: 't', to: 'cn' });
const syllables = new Map();
const pairs = [];
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const character = String.fromCodePoint(code);
  const plain = simplified(character);
  if (plain !== character && plain.length === 1) pairs.push(character + plain);
  const sound = pinyin(character, { toneType: 'none' }).replaceAll('ü', 'v');
  if (!/^[a-z]+$/.test(sound)) continue;
  if (!syllables.has(sound)) syllables.set(sound, []);
  syllables.get(sound).push(character);
}

const lines = [...syllables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([sound, characters]) => `${sound} ${characters.join('')}`);
process.stdout.write([`= ${pairs.join('')}`, ...lines].join('\n') + '\n');
