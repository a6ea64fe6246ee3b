import { discover } from '../../access/sign-in/openid-discovery';
import { httpEmbedder } from '../../embeddings/http-embedder';
import { fetchBounded } from '../../lib/fetch-bounded';
import { broken, doubtful, type Finding, sound } from '../finding';
import type { DoctorSettings } from '../settings';

const PATIENCE_MS = 5_000;
/** A model may have to be loaded first. */
const EMBEDDER_PATIENCE_MS = 20_000;
const KEYS_MAX_BYTES = 1_000_000;

/** Asks the issuer what a server asks it at the first sign-in. */
export async function checkIssuer({ openId }: Pick<DoctorSettings, 'openId'>): Promise<Finding[]> {
  if (!openId) return [];
  try {
    const address = await discover(openId.issuer, PATIENCE_MS);
    const answer = await fetchBounded(address, { headers: {} }, { timeoutMs: PATIENCE_MS, maxBytes: KEYS_MAX_BYTES });
    const { keys } = JSON.parse(answer.toString()) as { keys?: unknown[] };
    if (!Array.isArray(keys) || keys.length === 0) throw new Error(`${address.href} has no keys.`);
    return [sound(`The OpenID Connect issuer answers, with ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}.`)];
  } catch (error) {
    return [
      broken(
        `Nobody can sign in by the issuer "${openId.issuer}": ${reasonOf(error)}`,
        'Correct OIDC_ISSUER, or see that this machine reaches the issuer.',
      ),
    ];
  }
}

/** Has a vector made of two words: nothing less shows whether the address, the model and the key are right. */
export async function checkEmbeddings({ embeddings }: Pick<DoctorSettings, 'embeddings'>): Promise<Finding[]> {
  if (!embeddings) return [];
  try {
    const [vector] = await httpEmbedder(embeddings, { timeoutMs: EMBEDDER_PATIENCE_MS }).embed(['Daily Papers']);
    return [sound(`The embedding model "${embeddings.model}" answers, with ${vector?.length} dimensions.`)];
  } catch (error) {
    return [
      doubtful(
        `Search by meaning is not to be had: ${reasonOf(error)}`,
        'Correct EMBEDDINGS_URL, EMBEDDINGS_MODEL and EMBEDDINGS_API_KEY, or see that the endpoint runs.',
      ),
    ];
  }
}

/** What stands behind the one sentence that `fetch` has for everything. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { message?: string } };
  return (cause?.message || message).replace(/\.?$/, '.');
}
