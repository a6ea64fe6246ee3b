import { createServer, RequestListener, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { atomAnswer, AtomPaper, atomEntry } from '../ingestion/readers/atom-answer';

export type Answer = (response: ServerResponse) => void;

export const answering =
  (body: string, status = 200, headers = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/atom+xml', ...headers }).end(body);
export const papers = (...list: AtomPaper[]) => answering(atomAnswer(list.map(atomEntry)));
/** Takes the request and says nothing. */
export const silent: Answer = () => undefined;

/** What speaks as the API of arXiv, and knows what it was asked. */
export class ArxivServer {
  /** The ids in the order in which they were asked for. */
  readonly asked: string[] = [];
  /** How many requests were under way at once at most. */
  mostAtOnce = 0;
  private underWay = 0;
  /** What is answered to an id; by default a paper of today. */
  answerTo: (arxivId: string) => Answer = (arxivId) =>
    papers({ arxivId, publishedAt: new Date().toISOString().slice(0, 19) + 'Z' });

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<ArxivServer> {
    let handle: RequestListener = () => undefined;
    const server = createServer((request, response) => handle(request, response)).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const arxiv = new ArxivServer(server);
    handle = (request, response) => arxiv.take(request.url ?? '', response);
    return arxiv;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/api/query`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(path: string, response: ServerResponse): void {
    const arxivId = new URL(path, this.url).searchParams.get('id_list') ?? path;
    this.asked.push(arxivId);
    this.underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    response.once('close', () => (this.underWay -= 1));
    this.answerTo(arxivId)(response);
  }
}
