// One STOMP session that heals itself: it reconnects with jitter, subscribes again, changes over to SockJS where plain
// WebSockets do not get through, and gives up only when a new token is needed. It says what happened to every frame:
// each SEND and SUBSCRIBE carries a receipt, and ends in a RECEIPT, a refusal or the loss of the session.

const ERRORS = '/user/queue/errors';
const HEART_BEAT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const LONGEST_DELAY_MS = 20_000;
const PLAIN_ATTEMPTS = 2;
const HTTP_TRANSPORTS = ['xhr-streaming', 'xhr-polling'];
const SIGNED_OUT_CODES = ['token-missing', 'token-invalid', 'token-expired', 'session-ended-by-admin'];

export class Connection {
  #client;
  #transport;
  #listener;
  #attempt = 0;
  #nextId = 0;
  #throughSockJs = false;
  #subscriptions = new Set();
  #inFlight = new Map();

  /**
   * @param token bearer token of the user
   * @param transport SockJS transport to insist on, or null for WebSocket with SockJS as the way out
   * @param listener {onState({state, node, detail}), onRefusal(refusal), onSignedOut(reason)}
   */
  constructor(token, transport, listener) {
    this.#transport = transport;
    this.#listener = listener;
    this.#client = new globalThis.StompJs.Client({
      webSocketFactory: () => this.#openSocket(),
      connectHeaders: { Authorization: `Bearer ${token}` },
      heartbeatIncoming: HEART_BEAT_MS,
      heartbeatOutgoing: HEART_BEAT_MS,
      // A hidden tab's timers run once a minute, a worker's do not: heart-beats from there keep the session.
      heartbeatStrategy: 'worker',
      connectionTimeout: CONNECT_TIMEOUT_MS,
      // A closing handshake with a vanished network never ends; the loss is known, so do not wait for it.
      discardWebsocketOnCommFailure: true,
      onConnect: (frame) => this.#afterConnected(frame),
      onStompError: (frame) => this.#handleError(frame),
      onWebSocketClose: (event) => this.#afterConnectionClosed(event),
    });
  }

  open() {
    this.#listener.onState({ state: 'connecting' });
    this.#client.activate();
  }

  close() {
    this.#subscriptions.clear();
    this.#inFlight.clear();
    this.#client.deactivate();
    this.#listener.onState({ state: 'closed' });
  }

  /**
   * Subscribes now and after every reconnect, until the returned function is called.
   *
   * @param handler {onMessage(body), onReady(), onLost(), onRefused(refusal)}; ready and lost take turns
   */
  subscribe(destination, handler) {
    const subscription = { destination, handler, id: `room-${this.#nextId++}`, stomp: null };
    this.#subscriptions.add(subscription);
    if (this.#client.connected) {
      this.#subscribeNow(subscription);
    }
    return () => {
      this.#subscriptions.delete(subscription);
      if (this.#client.connected) {
        subscription.stomp?.unsubscribe();
      }
    };
  }

  /**
   * Sends one frame; returns false if there is no session to send it on, and then calls nothing.
   *
   * @param handler {onReceipt(), onRefused(refusal)}; neither is called if the session is lost first
   */
  send(destination, body, handler) {
    if (!this.#client.connected) {
      return false;
    }
    const receipt = this.#expectReceipt('send', handler);
    this.#client.publish({
      destination,
      headers: { receipt, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return true;
  }

  #openSocket() {
    this.#throughSockJs = Boolean(this.#transport) || this.#attempt % (PLAIN_ATTEMPTS + 1) === PLAIN_ATTEMPTS;
    if (this.#throughSockJs) {
      const transports = this.#transport ? [this.#transport] : HTTP_TRANSPORTS;
      return new globalThis.SockJS('/ws', null, { transports });
    }
    return new WebSocket(`wss://${location.host}/ws`, ['v12.stomp', 'v11.stomp', 'v10.stomp']);
  }

  #afterConnected(frame) {
    this.#attempt = 0;
    this.#client.subscribe(ERRORS, (message) => this.#handleRefusal(JSON.parse(message.body)), { id: 'errors' });
    for (const subscription of this.#subscriptions) {
      this.#subscribeNow(subscription);
    }
    const detail = this.#throughSockJs ? `SockJS ${this.#transport ?? 'over HTTP'}` : 'WebSocket';
    this.#listener.onState({ state: 'connected', node: frame.headers.node, detail });
  }

  #subscribeNow(subscription) {
    const { destination, handler, id } = subscription;
    const receipt = this.#expectReceipt('subscribe', {
      onReceipt: () => handler.onReady(),
      onRefused: (refusal) => handler.onRefused(refusal),
    });
    subscription.stomp = this.#client.subscribe(
      destination,
      (message) => handler.onMessage(JSON.parse(message.body)),
      { id, receipt },
    );
  }

  #expectReceipt(kind, handler) {
    const receipt = `${kind}-${this.#nextId++}`;
    this.#inFlight.set(receipt, handler);
    this.#client.watchForReceipt(receipt, () => {
      this.#inFlight.delete(receipt);
      handler.onReceipt();
    });
    return receipt;
  }

  #handleRefusal(refusal) {
    const handler = this.#inFlight.get(refusal.receipt);
    this.#inFlight.delete(refusal.receipt);
    if (handler) {
      handler.onRefused(refusal);
    } else {
      this.#listener.onRefusal(refusal);
    }
  }

  // The session ends with it (STOMP 1.2 "ERROR"); the socket's close follows and decides about reconnecting.
  #handleError(frame) {
    const code = frame.headers['error-code'];
    const title = frame.headers.message ?? 'The server ended the session';
    if (SIGNED_OUT_CODES.includes(code)) {
      this.close();
      this.#listener.onSignedOut(title);
      return;
    }
    // What the server could not read must not be sent again after the reconnect, or it would end every session.
    const receipt = frame.headers['receipt-id'];
    if (code === 'malformed-frame' || code === 'frame-too-large') {
      for (const id of receipt ? [receipt] : [...this.#inFlight.keys()]) {
        this.#handleRefusal({ code, title, retryable: false, receipt: id });
      }
    }
  }

  #afterConnectionClosed(event) {
    if (!this.#client.active) {
      return;
    }
    this.#inFlight.clear();
    for (const { handler } of this.#subscriptions) {
      handler.onLost();
    }
    // 4500 to 4999: the server asks not to come back.
    if (event.code >= 4500 && event.code <= 4999) {
      this.close();
      this.#listener.onSignedOut(event.reason || `The server closed the connection (${event.code})`);
      return;
    }
    const delay = Math.min(LONGEST_DELAY_MS, 1000 * 2 ** this.#attempt) * (0.5 + Math.random() / 2);
    this.#attempt += 1;
    this.#client.reconnectDelay = Math.round(delay);
    this.#listener.onState({ state: 'connecting', detail: 'connection lost, trying again' });
  }
}
