import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Kind, parse } from 'graphql';
import type { Starter } from './starters';

/** Shows the tab that holds the starter unchanged, or opens one. */
export function useOpenStarter() {
  const actions = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function openInNewTab({ operation, variables = '' }: Starter) {
    actions.addTab();
    queryEditor?.setValue(operation);
    variableEditor?.setValue(variables);
    actions.updateActiveTabValues({ query: operation, variables });
  }

  return (starter: Starter) => {
    const openTab = tabs.findIndex(({ query }) => query === starter.operation);
    if (openTab === -1) openInNewTab(starter);
    else actions.changeTab(openTab);
    // GraphiQL reads its editor a tenth of a second after a change. Whoever runs the starter sooner would send it under
    // the operation name of the tab before.
    actions.setOperationFacts(operationFacts(starter.operation));
  };
}

function operationFacts(operation: string) {
  const documentAST = parse(operation);
  const operations = documentAST.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return { documentAST, operations, operationName: operations[0]?.name?.value ?? '' };
}
