import { useGraphiQL } from '@graphiql/react';
import { useOpenStarter } from './open-starter';
import { starters } from './starters';

export const startersPlugin = { title: 'Starters', icon: StartersIcon, content: StartersPanel };

function StartersPanel() {
  const openStarter = useOpenStarter();
  const openQuery = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query);

  return (
    <section className="starters" aria-label="Starters">
      <h2>Starters</h2>
      <p>Operations to run, read and change. Each opens in a tab of its own.</p>
      <ol>
        {starters.map((starter) => (
          <li key={starter.title}>
            <button type="button" aria-current={starter.operation === openQuery} onClick={() => openStarter(starter)}>
              <strong>{starter.title}</strong>
              <span>{starter.sentence}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function StartersIcon() {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round">
      <path d="M3 4.5h6.2a.8.8 0 0 1 .8.8v11a1.5 1.5 0 0 0-1.5-1.3H3zM17 4.5h-6.2a.8.8 0 0 0-.8.8v11a1.5 1.5 0 0 1 1.5-1.3H17z" />
    </svg>
  );
}
