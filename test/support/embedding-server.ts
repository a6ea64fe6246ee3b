import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { httpEmbedder } from '../../src/embeddings/http-embedder';
import type { Embedder } from '../../src/lib/embedder';

export interface EmbeddingRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: { model: string; input: string[]; encoding_format: string };
}

export type EmbeddingAnswer = (response: ServerResponse) => void;

export const answering =
  (body: unknown, status = 200, headers = {}): EmbeddingAnswer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

/** What the API of OpenAI answers with these vectors. */
export const vectors = (list: unknown[]) =>
  answering({ object: 'list', data: list.map((embedding, index) => ({ object: 'embedding', index, embedding })) });

/** Takes the request and says nothing. */
export const silent: EmbeddingAnswer = () => undefined;

const DIMENSIONS = 256;

/** A bag of words: a text that shares words with another is near to it, and the same text always has the same vector. */
export function wordVector(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? ['']) {
    const [at = 0] = createHash('sha256').update(word).digest();
    vector[at]! += 1;
  }
  return vector;
}

/** What speaks as an embeddings endpoint, and knows what it was asked. */
export class EmbeddingServer {
  readonly requests: EmbeddingRequest[] = [];
  /** What is answered; by default the words of each text. */
  answerTo: (texts: string[]) => EmbeddingAnswer = (texts) => vectors(texts.map(wordVector));

  private constructor(private readonly server: Server) {}

  static async start(): Promise<EmbeddingServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const embeddings = new EmbeddingServer(server);
    server.on('request', (request, response) => {
      void json(request).then((body) => {
        embeddings.requests.push({ path: request.url ?? '', headers: request.headers, body } as EmbeddingRequest);
        embeddings.answerTo((body as EmbeddingRequest['body']).input)(response);
      });
    });
    return embeddings;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** The texts that it was asked for, request by request. */
  get asked(): string[][] {
    return this.requests.map(({ body }) => body.input);
  }

  embedder(model = 'words', options: Parameters<typeof httpEmbedder>[1] = {}): Embedder {
    return httpEmbedder({ url: this.url, model, apiKey: null }, options);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
