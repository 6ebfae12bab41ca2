// Limits of the services. The services check them; the page checks them before it sends.

/** Maximum length of a text in bytes of UTF-8 as JSON: the default of damso.gateway.send.max-text-size. */
export const MAX_TEXT_BYTES = 4096;

const UTF_8 = new TextEncoder();

/** Returns why a text cannot be sent, as text for users, or nothing. */
export function faultOf(text) {
  const bytes = UTF_8.encode(text).length;
  return bytes <= MAX_TEXT_BYTES
    ? ''
    : `Too long to send: ${bytes.toLocaleString('en')} bytes of at most ${MAX_TEXT_BYTES.toLocaleString('en')}`
      + ' (a letter takes 1 to 4). Shorten it, or send it in parts.';
}
