// Adapters to the libraries, for browsers and for Node. Each function takes
//   over: creates the connection, or for the first generation the client;
//   room: the token's headers and the destinations;
//   note: records an event with its value: joined, received, receipt, failed, closed, left.
// and returns functions to send and to leave.

globalThis.libraries = {
  // @stomp/stompjs, versions 5 to 7
  stompjs({ over, room, note }) {
    const client = new StompJs.Client({
      webSocketFactory: over,
      connectHeaders: room.headers,
      reconnectDelay: 0,
      onConnect() {
        client.subscribe(room.errors, (message) => note('failed', message.body));
        client.watchForReceipt('joined', () => note('joined'));
        client.subscribe(room.topic, (message) => note('received', message.body), { receipt: 'joined' });
      },
      onStompError: (frame) => note('failed', `ERROR ${frame.headers.message}`),
      onWebSocketError: (event) => note('failed', event.message ?? event.type),
      onWebSocketClose: (event) => note('closed', event.code),
      onUnhandledFrame: (frame) => note('failed', `unhandled ${frame}`),
      onUnhandledMessage: (message) => note('failed', `unhandled ${message}`),
      onUnhandledReceipt: (frame) => note('failed', `unhandled ${frame}`),
    });
    client.activate();
    return {
      send(number, body) {
        client.watchForReceipt(number, () => note('receipt', number));
        client.publish({ destination: room.destination, headers: { receipt: number }, body });
      },
      leave: () => client.deactivate().then(() => note('left')),
    };
  },

  // @stomp/rx-stomp
  rxStomp({ over, room, note }) {
    const client = new RxStomp.RxStomp();
    client.configure({ webSocketFactory: over, connectHeaders: room.headers, reconnectDelay: 0 });
    client.stompErrors$.subscribe((frame) => note('failed', `ERROR ${frame.headers.message}`));
    client.webSocketErrors$.subscribe((event) => note('failed', event.message ?? event.type));
    client.unhandledMessage$.subscribe((message) => note('failed', `unhandled ${message}`));
    client.unhandledReceipts$.subscribe((frame) => note('failed', `unhandled ${frame}`));
    let open = false;
    client.connectionState$.subscribe((state) => {
      if (open && state === RxStomp.RxStompState.CLOSED) note('closed', '');
      open ||= state === RxStomp.RxStompState.OPEN;
    });
    client.watch(room.errors).subscribe((message) => note('failed', message.body));
    client.connected$.subscribe(() => client.watchForReceipt('joined', () => note('joined')));
    client.watch({ destination: room.topic, subHeaders: { receipt: 'joined' } })
      .subscribe((message) => note('received', message.body));
    client.activate();
    return {
      send(number, body) {
        client.watchForReceipt(number, () => note('receipt', number));
        client.publish({ destination: room.destination, headers: { receipt: number }, body });
      },
      leave: () => client.deactivate().then(() => note('left')),
    };
  },

  // stompjs 2.3.3 and stomp-websocket 2.3.4
  stomp2({ over, ...context }) {
    const client = Stomp.over(over());
    client.debug = null;
    return firstGeneration(client, (headers, body) => client.send(context.room.destination, headers, body), context);
  },

  // webstomp-client
  webstomp({ over, ...context }) {
    const client = webstomp.over(over(), { debug: false });
    return firstGeneration(client, (headers, body) => client.send(context.room.destination, body, headers), context);
  },
};

// Common to Jeff Mesnil's library and those with its interface.
globalThis.firstGeneration = (client, send, { room, note }) => {
  client.onreceipt = (frame) => {
    const id = frame.headers['receipt-id'];
    if (id === 'joined') note('joined'); else note('receipt', id);
  };
  client.connect(room.headers, () => {
    client.subscribe(room.errors, (message) => note('failed', message.body));
    client.subscribe(room.topic, (message) => note('received', message.body), { receipt: 'joined' });
  }, (error) => note(error.command ? 'failed' : 'closed', error.headers?.message ?? error.reason ?? error));
  return {
    send: (number, body) => send({ receipt: number }, body),
    leave: () => client.disconnect(() => note('left')),
  };
};

globalThis.roomOf = (id, token) => ({
  headers: token ? { Authorization: `Bearer ${token}` } : {},
  topic: `/topic/rooms.${id}`,
  destination: `/app/rooms.${id}.send`,
  errors: '/user/queue/errors',
});
