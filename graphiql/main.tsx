import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startMonacoWorkers } from './monaco-workers';

startMonacoWorkers();
createRoot(document.getElementById('root')!).render(<App />);
