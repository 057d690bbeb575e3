import { normaliseName } from '@bangdai/domain';
import { pinyin } from 'pinyin-pro';

/** Longer beginnings say nothing new, and a long minority name would make hundreds. */
const LONGEST = 24;
const MOST = 200;

/** How a text is compared: without width, case, blanks, marks and interpuncts; `ü` as typed on a keyboard. */
export function searchForm(text: string): string {
  return normaliseName(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v')
    .replace(/[\s'·.\-—–]/g, '');
}

/** Beginnings of at least `shortest` characters, the whole included. */
function beginnings(text: string, shortest: number): string[] {
  const chars = [...text];
  const last = Math.min(chars.length, LONGEST);
  return Array.from({ length: Math.max(0, last - shortest + 1) }, (_, at) =>
    chars.slice(0, shortest + at).join(''),
  );
}

/** Syllables of a text, one for each Chinese character. */
const readingOf = (text: string, surname: 'head' | 'off'): string[] =>
  pinyin(text, { toneType: 'none', type: 'array', surname, nonZh: 'consecutive', v: true })
    .map(searchForm)
    .filter((syllable) => syllable !== '');

interface Piece {
  text: string;
  syllables: string[];
}

/** Where somebody may begin to type: at the name, at the given name, after each interpunct. */
function piecesOf(name: string, reading: string | null | undefined): Piece[] {
  const parts = normaliseName(name).split('·');
  const own = (reading ?? '').trim().split(/\s+/).map(searchForm).filter(Boolean);
  const all = own.length > 0 ? own : readingOf(name, 'head');
  const whole = { text: name, syllables: all };
  if (parts.length === 1) {
    const given = [...name].slice(1).join('');
    return [...given].length < 2 ? [whole] : [whole, { text: given, syllables: all.slice(1) }];
  }
  let at = 0;
  const later = parts.map((text): Piece => {
    const { length } = readingOf(text, 'off');
    at += length;
    return { text, syllables: all.slice(at - length, at) };
  });
  return [whole, ...later.slice(1)];
}

/**
 * Everything by which a name is found: its beginnings, those of its pinyin and of the initials, from the name's start and
 * from its parts' starts. One letter of pinyin would match half a county, so two are the least.
 * @param reading pinyin that a person set right, syllables apart: `shan xiao ming`; the library's where absent, which
 *   reads a surname of several readings (单, 曾, 仇) as a surname
 */
export function nameTokens(name: string, reading?: string | null): string[] {
  const tokens = new Set<string>();
  const add = (texts: string[]) => texts.forEach((text) => tokens.add(text));
  piecesOf(normaliseName(name), reading).forEach(({ text, syllables }, at) => {
    add(beginnings(searchForm(text), at === 0 ? 1 : 2));
    add(beginnings(syllables.join(''), 2));
    add(beginnings(syllables.map((syllable) => syllable[0] ?? '').join(''), 2));
  });
  return [...tokens].slice(0, MOST);
}
