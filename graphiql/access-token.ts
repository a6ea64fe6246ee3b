const storageKey = 'daily-papers:access-token';

/** The pasted token, or '' for nobody. It lives in this browser tab's session and is forgotten when the tab closes. */
export function readAccessToken(): string {
  return sessionStorage.getItem(storageKey) ?? '';
}

/** Accepts a token as people copy it: alone, with blanks around it, or with the word `Bearer` before it. */
export function keepAccessToken(pasted: string): string {
  const token = pasted.trim().replace(/^bearer\s+/i, '');
  if (token === '') sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, token);
  return token;
}
