// The REST client. It adds the token to requests and converts problem documents (RFC 9457) to errors, so that callers need
// not check the status.

const NO_ANSWER = 'The server cannot be reached; try again';
const TIMEOUT_MS = 15_000;
const MOST_ROOM_PAGES = 50;

/** A refusal by a service; `message` is the text for users. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}`);
    this.status = status;
    this.code = problem.code;
    this.retryable = problem.retryable === true;
  }

  /** Whether the user must sign in again. */
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
    throw new ApiError(0, { title: NO_ANSWER, code: 'no-answer', retryable: true });
  }
  // The answer may not be JSON, such as a proxy's error page; then only the status is used.
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, answer);
  }
  return answer;
}

/** Returns a token for the name; works only if the demo sign-in is enabled. */
export async function signIn(username) {
  try {
    return (await call('POST', '/api/auth/token', { body: { username } })).access_token;
  } catch (failure) {
    if (failure.status === 404) {
      throw new ApiError(404, { title: 'Signing in by name is disabled on this server' });
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

  /** Returns all rooms of the user, newest first. */
  async rooms() {
    const rooms = [];
    for (let page = 0; page < MOST_ROOM_PAGES; page++) {
      const query = new URLSearchParams({ limit: '200' });
      if (rooms.length > 0) {
        query.set('before', rooms.at(-1).id);
      }
      const answer = await this.#call('GET', `/api/rooms?${query}`);
      rooms.push(...answer.rooms);
      if (!answer.hasMore || answer.rooms.length === 0) {
        break;
      }
    }
    return rooms;
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

  /** Returns {messages, hasMore}: what is before a message, newest first. */
  messages(roomId, before, signal) {
    const query = new URLSearchParams({ limit: '50', before });
    return this.#call('GET', `/api/rooms/${encodeURIComponent(roomId)}/messages?${query}`, { signal });
  }

  #call(method, path, options) {
    return call(method, path, { ...options, token: this.#token });
  }
}
