// The REST side of the contract. One place knows how a token travels and how a problem document (RFC 9457) becomes an
// error, so that no caller ever looks at a status.

const NO_ANSWER = 'The server cannot be reached; try again';
const TIMEOUT_MS = 15_000;

/** What a service refused; `message` is its sentence for people. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.title ?? `The server answered ${status}`);
    this.status = status;
    this.code = problem.code;
  }

  /** Whether only a new token helps. */
  get needsSignIn() {
    return this.status === 401;
  }
}

async function call(method, path, { token, body, signal } = {}) {
  const headers = { Accept: 'application/json, application/problem+json' };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new ApiError(0, { title: NO_ANSWER, code: 'no-answer' });
  }
  // Anything that is not JSON (an old proxy's page, nothing at all) still has a status that tells enough.
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, answer);
  }
  return answer;
}

/** Returns a token for the name; only services that run as a demonstration hand them out. */
export async function signIn(username) {
  try {
    return (await call('POST', '/api/auth/token', { body: { username } })).access_token;
  } catch (failure) {
    if (failure.status === 404) {
      throw new ApiError(404, { title: 'Signing in by name is switched off here' });
    }
    throw failure;
  }
}

/** The calls of one signed-in user. */
export class Api {
  #token;

  constructor(token) {
    this.#token = token;
  }

  async rooms() {
    return (await this.#call('GET', '/api/rooms')).rooms;
  }

  room(id) {
    return this.#call('GET', `/api/rooms/${encodeURIComponent(id)}`);
  }

  createRoom(name) {
    return this.#call('POST', '/api/rooms', { body: { name, members: [] } });
  }

  invite(roomId, userId) {
    return this.#call('PUT', `/api/rooms/${encodeURIComponent(roomId)}/members/${encodeURIComponent(userId)}`);
  }

  /** Returns {messages, hasMore}: newest first, or oldest first if the cursor is {after}. */
  messages(roomId, cursor, signal) {
    const query = new URLSearchParams({ ...cursor, limit: '50' });
    return this.#call('GET', `/api/rooms/${encodeURIComponent(roomId)}/messages?${query}`, { signal });
  }

  #call(method, path, options) {
    return call(method, path, { ...options, token: this.#token });
  }
}
