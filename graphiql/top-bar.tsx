import { useState } from 'react';
import { keepAccessToken, readAccessToken } from './access-token';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1>
        Daily Papers <span aria-hidden="true">·</span> <small>GraphiQL</small>
      </h1>
      <a href="schema.graphql" target="_blank" rel="noreferrer">
        schema.graphql
      </a>
      <AccessTokenField />
    </header>
  );
}

function AccessTokenField() {
  const [token, setToken] = useState(readAccessToken);
  const keep = (pasted: string) => setToken(keepAccessToken(pasted));

  return (
    <form className="access-token" autoComplete="off" onSubmit={(event) => event.preventDefault()}>
      <label htmlFor="access-token">Access token</label>
      <input
        id="access-token"
        type="password"
        value={token}
        placeholder="dp_…  (reading needs none)"
        title="Sent as “Authorization: Bearer …” with what you run. Kept for this browser tab only."
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => keep(event.target.value)}
      />
      <button type="button" disabled={token === ''} onClick={() => keep('')}>
        Clear
      </button>
    </form>
  );
}
