import { describe, expect, it } from '@jest/globals';
import { fileTypeOf, plainFileName } from './file-type.js';

describe('a file', () => {
  it.each([
    ['%PDF-1.7', 'application/pdf'],
    ['\u00ff\u00d8\u00ff\u00e0 JFIF', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
  ])('is told by its first bytes', (text, type) => {
    expect(fileTypeOf(Buffer.from(text, 'latin1'))).toBe(type);
  });

  it.each(['<svg onload=alert(1)>', 'MZ', '', '%PD'])('of another kind is not taken: %p', (text) => {
    expect(fileTypeOf(Buffer.from(text, 'latin1'))).toBeNull();
  });

  it('keeps no path and no control characters in its name', () => {
    expect(plainFileName('..\\..\\etc/合同"\n.pdf')).toBe('合同.pdf');
    expect(plainFileName('')).toBe('file');
  });
});
