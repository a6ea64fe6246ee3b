import type { Answer, TestServer } from '../support/test-server';

interface UserError {
  code: string;
  message: string;
  path: string[] | null;
}

interface Submission {
  id: string;
  state: string;
  arxivId: string | null;
  note: string | null;
  rejection: string | null;
  submittedAt: string;
  paper: { id: string; title: string } | null;
  submittedBy: { handle: string } | null;
  edition: { date: string; paperCount: number };
}

const SUBMISSION = `submission {
  id state arxivId note rejection submittedAt paper { id title } submittedBy { handle } edition { date paperCount }
}`;
const SUBMIT = `mutation ($input: SubmitPaperInput!) { answer: submitPaper(input: $input) {
  ${SUBMISSION} edition { date paperCount } wasSubmittedBefore userErrors { code message path }
} }`;
const WITHDRAW = `mutation ($input: WithdrawSubmissionInput!) { answer: withdrawSubmission(input: $input) {
  deletedId edition { date paperCount } userErrors { code message path }
} }`;
const REMOVE = `mutation ($input: RemoveSubmissionInput!) { answer: removeSubmission(input: $input) {
  ${SUBMISSION} edition { date paperCount } userErrors { code message path }
} }`;

export interface SubmitAnswer {
  submission: Submission | null;
  edition: { date: string; paperCount: number } | null;
  wasSubmittedBefore: boolean | null;
  userErrors: UserError[];
}

type Api = Pick<TestServer, 'ask' | 'data'>;

export async function submit(api: Api, input: object | string, token: string): Promise<SubmitAnswer> {
  const variables = { input: typeof input === 'string' ? { paper: input } : input };
  return (await api.data<{ answer: SubmitAnswer }>(SUBMIT, variables, token)).answer;
}

export interface TakeOffAnswer {
  answer: { deletedId: string | null; edition: SubmitAnswer['edition']; userErrors: UserError[] } | null;
}

export function withdraw(api: Api, submissionId: string, token: string): Promise<Answer<TakeOffAnswer>> {
  return api.ask(WITHDRAW, { input: { submissionId } }, token);
}

export async function remove(api: Api, submissionId: string, reason: string, token: string): Promise<SubmitAnswer> {
  return (await api.data<{ answer: SubmitAnswer }>(REMOVE, { input: { submissionId, reason } }, token)).answer;
}

/** A submission as a caller sees it; null where there is none. */
export async function look(api: Api, id: string, token?: string): Promise<Submission | null> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Submission ${SUBMISSION.replace(/^submission/, '')} } }`;
  return (await api.data<{ node: Submission | null }>(query, { id }, token)).node;
}

export const dayFromToday = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the change stream says, without what is of the fixtures. */
export async function changeKinds({ database }: Pick<TestServer, 'database'>): Promise<string[]> {
  const { rows } = await database.pool.query<{ kind: string }>('select kind from changes order by id');
  return rows.map(({ kind }) => kind);
}
