/** One answer of HTTP/1.1 from the bytes that came so far; null while it is not whole. */
export function readAnswer(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [statusLine, ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const headers = new Map(lines.map(headerOf));
  if (!headers.has('content-length')) {
    throw new Error(`an answer without Content-Length: ${statusLine}`);
  }
  const bodyAt = headEnd + 4;
  const end = bodyAt + Number(headers.get('content-length'));
  if (bytes.length < end) return null;
  return { status: Number(statusLine.split(' ')[1]), headers, body: bytes.toString('utf8', bodyAt, end) };
}

function headerOf(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
