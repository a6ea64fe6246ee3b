/** What of a secret gives it away: of a JWT its signature, since the rest says only who its owner is. */
const SIGNATURE = /^[\w-]+\.[\w-]+\.([\w-]{20,})$/;

/** A secret as it may stand in a text: plain, in hexadecimal, percent-encoded, or somewhere inside of base64. */
export function formsOf(secret: string): Buffer[] {
  const telling = SIGNATURE.exec(secret)?.[1] ?? secret;
  const bytes = Buffer.from(telling);
  const hex = bytes.toString('hex');
  const texts = [
    telling,
    encodeURIComponent(telling),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap(base64After(bytes)),
  ];
  return [...new Set(texts)].map((text) => Buffer.from(text));
}

/** Base64 of the bytes when so many stand before them, without the characters that its neighbours have a part in. */
function base64After(bytes: Buffer): (before: number) => string[] {
  return (before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const firstOwn = Math.ceil((before * 8) / 6);
    const endOfOwn = Math.floor((padded.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((alphabet) => padded.toString(alphabet).slice(firstOwn, endOfOwn));
  };
}
