/** Forms that the platform can print, by county (forms page of the rules). */
const FORMS: readonly string[] = [
  'yubeiAnnex1',
  'yubeiAnnex2',
  'yubeiAnnex3',
  'yubeiAnnex4',
  'yubeiAnnex5',
  'ratingForm',
  'anhuiForm2',
  'horqinForm1',
  'horqinForm2',
  'horqinForm3',
  'horqinMonthly',
];

/**
 * Whether a form key exists. A county may bring forms of its own (policy-pack §5): they carry its own name, as in
 * `minqinForm1` of `minqin-2025`; a county whose forms are listed here has just these.
 */
export function isKnownForm(form: string, schemeKey: string): boolean {
  if (FORMS.includes(form)) return true;
  const county = schemeKey.split('-')[0] ?? '';
  if (county === '' || FORMS.some((known) => known.startsWith(county))) return false;
  return form.toLowerCase().startsWith(county);
}
