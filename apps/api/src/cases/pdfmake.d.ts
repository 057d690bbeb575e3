/** The part of pdfmake 0.3 that is used here; the package brings no types of its own. */
declare module 'pdfmake' {
  export type Margins = [number, number, number, number];

  export interface Style {
    font?: string;
    fontSize?: number;
    bold?: boolean;
    color?: string;
    fillColor?: string;
    alignment?: 'left' | 'center' | 'right';
    margin?: Margins;
    lineHeight?: number;
    preserveLeadingSpaces?: boolean;
  }

  export type TableCell = Content & { colSpan?: number };

  export interface Table {
    widths: (number | string)[];
    body: (TableCell | string)[][];
    headerRows?: number;
    dontBreakRows?: boolean;
  }

  export type Content = Style & {
    text?: string;
    stack?: Content[];
    columns?: Content[];
    table?: Table;
    layout?: Record<string, () => number | string>;
  };

  export interface Definition {
    content: Content[];
    pageSize?: string;
    pageOrientation?: 'portrait' | 'landscape';
    pageMargins?: Margins;
    defaultStyle?: Style;
    info?: Record<string, string>;
    watermark?: {
      text: string;
      color: string;
      opacity: number;
      bold: boolean;
      angle: number;
      fontSize: number;
    };
    footer?: (page: number, pages: number) => Content;
  }

  interface Maker {
    setFonts(fonts: Record<string, Record<string, string>>): void;
    setLocalAccessPolicy(policy: (path: string) => boolean): void;
    setUrlAccessPolicy(policy: (url: string) => boolean): void;
    createPdf(definition: Definition): { getBuffer(): Promise<Buffer> };
  }

  const maker: Maker;
  export default maker;
}
