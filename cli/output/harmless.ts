/** Control characters but tab, line end and escape; and escapes that begin anything but a colour. */
const CONTROL = /[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F]|\u001B(?!\[[\d;]*m)/g;

/** A text that cannot steer the terminal: names are given by customers. */
export function harmless(text: string): string {
  return text.replace(CONTROL, '\uFFFD');
}
