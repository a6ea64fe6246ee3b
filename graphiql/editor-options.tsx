import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Makes room for whole lines: the editors share the window with the starters and the result. */
export function EditorOptions() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);

  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, responseEditor]) {
      editor?.updateOptions({ fontSize: 13, lineHeight: 19, wordWrap: 'on', wrappingIndent: 'same' });
    }
  }, [queryEditor, variableEditor, responseEditor]);

  return null;
}
