// Subscribes to a room with a common STOMP client, and records what it receives.

window.listen = (library, transport, token, room) => {
  const notes = { ready: false, texts: [], messages: 0 };
  window.notes = notes;
  const socket = transport === 'websocket'
    ? new WebSocket(`wss://${location.host}/ws`, ['v12.stomp', 'v11.stomp', 'v10.stomp'])
    : new SockJS('/ws', null, { transports: [transport.replace('sockjs-', '')] });
  socket.addEventListener('message', (event) => {
    if (event.data !== '\n') {
      notes.messages += 1;
    }
  });
  const headers = { Authorization: `Bearer ${token}` };
  const subscribe = (client) => client.subscribe(
    `/topic/rooms.${room}`, (message) => notes.texts.push(JSON.parse(message.body).text), { receipt: 'subscribed' });
  if (library === 'stompjs') {
    const client = new StompJs.Client({
      webSocketFactory: () => socket,
      connectHeaders: headers,
      onConnect: () => {
        client.watchForReceipt('subscribed', () => { notes.ready = true; });
        subscribe(client);
      },
    });
    client.activate();
  } else {
    const client = Stomp.over(socket);
    client.debug = null;
    client.onreceipt = () => { notes.ready = true; };
    client.connect(headers, () => subscribe(client));
  }
};
