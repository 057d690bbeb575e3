import { createRequire } from 'node:module';
import type { Definition, default as Maker } from 'pdfmake';

const require = createRequire(import.meta.url);
const face = (file: string): string => require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`);

let maker: Promise<typeof Maker> | null = null;

/** Made when the first paper is asked for: an API that prints nothing reads no fonts. */
const makerWithFonts = (): Promise<typeof Maker> =>
  (maker ??= import('pdfmake').then(({ default: made }) => {
    const regular = face('400Regular/NotoSansSC_400Regular.ttf');
    const bold = face('700Bold/NotoSansSC_700Bold.ttf');
    made.setFonts({ Sans: { normal: regular, bold, italics: regular, bolditalics: bold } });
    // What is printed is made of our own texts and these two fonts: nothing else is read from disk or net.
    made.setLocalAccessPolicy((path) => path === regular || path === bold);
    made.setUrlAccessPolicy(() => false);
    return made;
  }));

/** Grey words across each page of a paper that is not yet valid. */
export const unfinishedMark = {
  ...{ text: '未办结', color: '#9aa3a6', opacity: 0.2, bold: true, angle: -45, fontSize: 120 },
};

/** A4, one font, page numbers below; a mark is laid across every page. */
export async function renderPdf(definition: Definition): Promise<Buffer> {
  const made = await makerWithFonts();
  const document = made.createPdf({
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 52],
    ...definition,
    defaultStyle: { font: 'Sans', fontSize: 10.5, lineHeight: 1.25, ...definition.defaultStyle },
    info: { producer: 'Bangdai', creator: 'Bangdai', ...definition.info },
  });
  return document.getBuffer();
}
