import type { ApolloServer } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { authenticate } from '../../access/authenticate';
import { noteTokenUse } from '../../access/note-token-use';
import type { VerifyToken } from '../../access/sign-in/openid-issuer';
import type { RequestDatabase } from '../../db/requests/request-database';
import type { Context, Deployment } from '../../graphql/context';
import type { Confirmation } from '../../graphql/confirmation';
import type { Viewer } from '../../graphql/viewer';
import type { RequestCharges } from '../../rates/request-charges';
import type { Lifecycle } from '../lifecycle';
import type { Parameters } from '../protocol/parameters';
import type { AskedDocument, PersistedDocuments } from '../protocol/persisted-documents';
import { ResponseType, statusFor } from '../protocol/response-type';
import { runByApollo } from '../requests/by-apollo';
import { contextFor } from '../requests/context-for';
import type { KnownOperation } from './known-operation';
import type { KnownOperations } from './known-operations';
import { Answered, serialize, type shortWay } from './short-way';

/** Who asks, of which deployment. */
export interface Asker {
  deployment: Deployment;
  database: RequestDatabase;
  charges: RequestCharges;
}

/** What is asked, and by whom. */
export interface Asked extends Asker {
  requestId: string;
  /** GET is for queries alone, and HEAD is GET without the body. */
  method: 'GET' | 'POST';
  viewer: Viewer | null;
  /** Of a viewer who is remembered. */
  confirmation?: Confirmation;
  parameters: Parameters;
  document: AskedDocument;
  /** The operation, where it ran before. */
  known: KnownOperation | undefined;
  responseType: ResponseType;
}

export interface Answer extends Answered {
  status: number;
}

export interface AnsweringParts {
  apollo: ApolloServer<Context>;
  known: KnownOperations;
  answerKnown: ReturnType<typeof shortWay>;
  documents: PersistedDocuments;
  lifecycle: Lifecycle;
  verifyToken: VerifyToken | null;
}

/** Who sent a request; that person pays for it from here on. */
export async function signIn(
  { verifyToken }: Pick<AnsweringParts, 'verifyToken'>,
  { deployment, database, charges }: Asker,
  authorization: string | undefined,
): Promise<Viewer | null> {
  const noteUse = (accessTokenId: number) => noteTokenUse(deployment.database.pool, accessTokenId);
  const viewer = await authenticate({ database, verifyToken, noteUse }, authorization);
  if (viewer) charges.signIn(viewer.userId);
  return viewer;
}

/** Runs what is asked, by the short way where it ran before. */
export async function answerRequest(parts: AnsweringParts, asked: Asked): Promise<Answer> {
  return answerOf(parts, asked, (await answerKnown(parts, asked)) ?? (await answerByApollo(parts, asked)));
}

/** As `answerRequest`, for a viewer who is remembered: null where they were not confirmed, and nothing was written. */
export async function answerRemembered(parts: AnsweringParts, asked: Asked): Promise<Answer | null> {
  const answered = await answerKnown(parts, asked);
  return answered && answerOf(parts, asked, answered);
}

async function answerOf(
  parts: AnsweringParts,
  { document, responseType, charges }: Asked,
  answered: Answered & { status?: number },
): Promise<Answer> {
  await charges.chargeRefusal();
  if (answered.result.data !== undefined) parts.documents.keep(document);
  return { ...answered, status: answered.status ?? statusFor(responseType, answered.result) };
}

async function answerKnown(parts: AnsweringParts, asked: Asked): Promise<(Answered & { status?: number }) | null> {
  const { operationName, variables } = asked.parameters;
  const { known, deployment } = asked;
  const kind = known?.operation.operation;
  // By GET there are queries alone, and subscriptions nowhere here, which Apollo's way says.
  const isAnswered =
    kind === OperationTypeNode.QUERY || (kind === OperationTypeNode.MUTATION && asked.method === 'POST');
  if (!known || !isAnswered) return null;
  const { keptAnswers } = parts.lifecycle;
  return parts.answerKnown({ known, operationName, variables, context: contextOf(asked), deployment, keptAnswers });
}

async function answerByApollo({ apollo }: AnsweringParts, asked: Asked): Promise<Answered & { status?: number }> {
  const { operationName, variables } = asked.parameters;
  const operation = { query: asked.document.source, operationName, variables };
  const { http, result } = await runByApollo(apollo, operation, asked.method, contextOf(asked));
  // Apollo's other statuses suit one of the two media types alone.
  return {
    result,
    text: serialize(result),
    headers: Object.fromEntries(http.headers),
    kept: null,
    ...(http.status === 405 && { status: 405 }),
  };
}

function contextOf({ deployment, database, viewer, confirmation, charges, requestId }: Asked): Context {
  return contextFor(deployment, { database, viewer, confirmation, charges, requestId, subscription: null });
}
