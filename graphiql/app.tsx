import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { EditorOptions } from './editor-options';
import { sendOperation } from './send-operation';
import { starters } from './starters';
import { startersPlugin } from './starters-panel';
import { TopBar } from './top-bar';

const plugins = [startersPlugin, HISTORY_PLUGIN];
const firstTab = starters.slice(0, 1).map(({ operation }) => ({ query: operation }));

export function App() {
  return (
    <>
      <TopBar />
      <main className="workbench">
        <GraphiQL
          fetcher={sendOperation}
          plugins={plugins}
          visiblePlugin={startersPlugin}
          defaultTabs={firstTab}
          defaultQuery=""
          defaultEditorToolsVisibility="variables"
          inputValueDeprecation
          schemaDescription
        >
          <EditorOptions />
          <GraphiQL.Logo>
            <span />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
