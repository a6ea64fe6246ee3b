/** An operation as a client sends it by POST. */
export function asPost(operation, token) {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(operation),
    isGraphql: true,
    operation,
  };
}

/** An operation in the address; what is no text in it is sent as JSON. */
export function asGet(operation, token) {
  const { query, variables, extensions } = operation;
  const parameters = {
    ...(query !== undefined && { query: query.toWellFormed() }),
    ...(variables && { variables: JSON.stringify(variables) }),
    ...(extensions && { extensions: JSON.stringify(extensions) }),
  };
  return {
    method: 'GET',
    path: `/graphql?${new URLSearchParams(parameters)}`,
    headers: { ...(token && { authorization: `Bearer ${token}` }) },
    body: null,
    isGraphql: true,
    operation,
  };
}
