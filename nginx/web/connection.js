// One STOMP session that reconnects by itself, with jitter: it subscribes again, falls back to SockJS if plain WebSockets
// do not work, and stops only when a new token is needed. It reports the result of every frame: each SEND and SUBSCRIBE has
// a receipt, and ends with a RECEIPT, a refusal or the loss of the session.

const ERRORS = '/user/queue/errors';
const NOTIFICATIONS = '/user/queue/notifications';
const HEART_BEAT_MS = 10_000;
// Interval of heart-beats. A dead connection is detected after two to three of them.
const HEAR_EVERY_MS = 3_000;
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
  #reconnect;
  #network = new AbortController();

  /**
   * @param token bearer token of the user
   * @param transport SockJS transport to use, or null for WebSocket with SockJS as fallback
   * @param listener {onState({state, node, detail}), onConnected(), onLost(), onRefusal(refusal), onSignedOut(reason)};
   *     onConnected and onLost alternate
   */
  constructor(token, transport, listener) {
    this.#transport = transport;
    this.#listener = listener;
    this.#client = new globalThis.StompJs.Client({
      webSocketFactory: () => this.#openSocket(),
      connectHeaders: { Authorization: `Bearer ${token}` },
      heartbeatIncoming: HEAR_EVERY_MS,
      heartbeatOutgoing: HEART_BEAT_MS,
      // The timers of a hidden tab run once a minute, those of a worker do not: so the worker sends the heart-beats.
      heartbeatStrategy: 'worker',
      connectionTimeout: CONNECT_TIMEOUT_MS,
      // 0: no reconnect by the library, because its delay cannot be changed for the next attempt.
      reconnectDelay: 0,
      // Without a network the closing handshake never ends, so do not wait for it.
      discardWebsocketOnCommFailure: true,
      onConnect: (frame) => this.#afterConnected(frame),
      onStompError: (frame) => this.#handleError(frame),
      onWebSocketClose: (event) => this.#afterConnectionClosed(event),
    });
  }

  open() {
    const { signal } = this.#network;
    window.addEventListener('offline', () => this.#afterOffline(), { signal });
    window.addEventListener('online', () => this.#connectNow(), { signal });
    this.#listener.onState({ state: 'connecting' });
    this.#client.activate();
  }

  close() {
    this.#network.abort();
    clearTimeout(this.#reconnect);
    this.#subscriptions.clear();
    this.#inFlight.clear();
    this.#client.deactivate();
    this.#listener.onState({ state: 'closed' });
  }

  /**
   * Subscribes now and after every reconnect, until `end` is called or the server refuses.
   *
   * @param handler {headers(), onMessage({message, position, missed}), onReady(headers), onNotRenewed(), onDelivery(change),
   *     onLost(), onEnded(refusal)}. headers() returns further headers of each SUBSCRIBE. `missed` tells that the RECEIPT,
   *     whose headers onReady gets, has not arrived. onDelivery gets the notifications of the destination. onEnded is the
   *     last call: the subscription was refused or its membership has ended
   * @return {renew(), end()}: renew subscribes once more, with new headers. Live messages arrive by the subscription before
   *     until onReady. If the gateway refuses it, onNotRenewed is called, and the subscription before stays. Without effect
   *     while another one is on its way, or without a session
   */
  subscribe(destination, handler) {
    const subscription = { destination, handler, stomp: null, pending: null };
    this.#subscriptions.add(subscription);
    const renew = () => {
      if (this.#subscriptions.has(subscription) && this.#client.connected && !subscription.pending) {
        this.#subscribeNow(subscription);
      }
    };
    renew();
    const end = () => {
      if (this.#subscriptions.delete(subscription) && this.#client.connected) {
        subscription.stomp?.unsubscribe();
        subscription.pending?.unsubscribe();
      }
    };
    return { renew, end };
  }

  /**
   * Sends one frame. Returns false if there is no session, and then calls no handler.
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

  // The network is lost: no need to wait for missing heart-beats.
  #afterOffline() {
    this.#client.forceDisconnect();
    this.#showLost();
  }

  #showLost() {
    this.#listener.onState(navigator.onLine
      ? { state: 'connecting', detail: 'connection lost, trying again' }
      : { state: 'offline', detail: 'what you write is kept and sent later' });
  }

  #connectNow() {
    clearTimeout(this.#reconnect);
    this.#client.activate();
  }

  #afterConnected(frame) {
    this.#attempt = 0;
    // First of all: a refusal before this subscription ends the session.
    this.#client.subscribe(ERRORS, (message) => this.#handleRefusal(JSON.parse(message.body)), { id: 'errors' });
    this.#client.subscribe(NOTIFICATIONS, (message) => this.#handleNotification(JSON.parse(message.body)), { id: 'notes' });
    for (const subscription of this.#subscriptions) {
      this.#subscribeNow(subscription);
    }
    const detail = this.#throughSockJs ? `SockJS ${this.#transport ?? 'over HTTP'}` : 'WebSocket';
    this.#listener.onState({ state: 'connected', node: frame.headers.node, detail });
    this.#listener.onConnected();
  }

  #subscribeNow(subscription) {
    const { destination, handler } = subscription;
    let missed = true;
    const receipt = this.#expectReceipt('subscribe', {
      onReceipt: (frame) => {
        if (!this.#subscriptions.has(subscription)) {
          return;
        }
        missed = false;
        subscription.stomp?.unsubscribe();
        subscription.stomp = subscription.pending;
        subscription.pending = null;
        handler.onReady(frame.headers);
      },
      onRefused: (refusal) => {
        subscription.pending = null;
        if (subscription.stomp) {
          handler.onNotRenewed();
        } else {
          this.#end(subscription, refusal);
        }
      },
    });
    subscription.pending = this.#client.subscribe(
      destination,
      ({ body, headers }) =>
        handler.onMessage({
          message: JSON.parse(body),
          position: headers.position,
          missed: missed || headers.late === 'true',
        }),
      { ...handler.headers(), id: `room-${this.#nextId++}`, receipt },
    );
  }

  #end(subscription, refusal) {
    if (this.#subscriptions.delete(subscription)) {
      subscription.handler.onEnded(refusal);
    }
  }

  #expectReceipt(kind, handler) {
    const receipt = `${kind}-${this.#nextId++}`;
    this.#inFlight.set(receipt, handler);
    this.#client.watchForReceipt(receipt, (frame) => {
      this.#inFlight.delete(receipt);
      handler.onReceipt(frame);
    });
    return receipt;
  }

  #handleNotification(change) {
    if (change.type.startsWith('delivery-')) {
      this.#subscriptionsTo(change.destination).forEach(({ handler }) => handler.onDelivery(change));
    }
  }

  #subscriptionsTo(wanted) {
    return [...this.#subscriptions].filter(({ destination }) => destination === wanted);
  }

  #handleRefusal(refusal) {
    if (refusal.code === 'membership-ended') {
      this.#subscriptionsTo(refusal.destination).forEach((subscription) => this.#end(subscription, refusal));
      return;
    }
    const handler = this.#inFlight.get(refusal.receipt);
    this.#inFlight.delete(refusal.receipt);
    if (handler) {
      handler.onRefused(refusal);
    } else {
      this.#listener.onRefusal(refusal);
    }
  }

  // ERROR ends the session (STOMP 1.2 "ERROR"); the handler of the close, which follows, decides about reconnecting.
  #handleError(frame) {
    const code = frame.headers['error-code'];
    const title = frame.headers.message ?? 'The server ended the session';
    if (SIGNED_OUT_CODES.includes(code)) {
      this.close();
      this.#listener.onSignedOut(title);
      return;
    }
    // A frame that the server could not read must not be sent again after the reconnect: it would end every session.
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
    for (const subscription of this.#subscriptions) {
      subscription.stomp = null;
      subscription.pending = null;
      subscription.handler.onLost();
    }
    this.#listener.onLost();
    // 4500 to 4999: the client must not reconnect.
    if (event.code >= 4500 && event.code <= 4999) {
      this.close();
      this.#listener.onSignedOut(event.reason || `The server closed the connection (${event.code})`);
      return;
    }
    const delay = Math.min(LONGEST_DELAY_MS, 1000 * 2 ** this.#attempt) * (0.5 + Math.random() / 2);
    this.#attempt += 1;
    this.#client.deactivate();
    this.#reconnect = setTimeout(() => this.#connectNow(), delay);
    this.#showLost();
  }
}
