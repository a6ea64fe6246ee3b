/** A request as a line for a shell, with the address of the server as $URL and the bearer as $TOKEN. */
export function reproduction({ raw, method, path, headers, body }) {
  if (raw) return `printf ${bytesOf(raw)} | nc $HOST $PORT`;
  const { authorization, ...others } = headers;
  const isIssued = /^Bearer dp_[0-9A-Za-z]{36}$/.test(authorization ?? '');
  const shown = { ...others, ...(authorization !== undefined && !isIssued && { authorization }) };
  const parts = [
    `curl -X ${method} "$URL"${quoted(path)}`,
    ...(isIssued ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...Object.entries(shown).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ];
  if (body === null) return parts.join(' ');
  if (typeof body === 'string' && !/[^\t\n -~]/.test(body))
    return [...parts, `--data-binary ${quoted(body)}`].join(' ');
  return `printf ${bytesOf(Buffer.from(body))} | ${[...parts, '--data-binary @-'].join(' ')}`;
}

function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Bytes as printf of any shell takes them. */
function bytesOf(bytes) {
  const text = bytes
    .toString('latin1')
    .replace(/[^ !#-$&-[\]-~]|'/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `'${text}'`;
}
