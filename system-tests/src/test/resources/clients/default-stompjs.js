// Clients of @stomp/stompjs that set nothing but what they must: node default-stompjs.js COUNT. Prints "live CLIENT" when a
// subscription is confirmed and "closed CLIENT CODE" when a socket has ended. Ends with its standard input.

const { Client } = require('@stomp/stompjs');
const WebSocket = require('ws');

const { DAMSO_URL, DAMSO_TOKEN, DAMSO_ROOM } = process.env;
Object.assign(global, { WebSocket });

for (let number = 0; number < Number(process.argv[2]); number += 1) {
  const client = new Client({
    brokerURL: DAMSO_URL,
    connectHeaders: { Authorization: `Bearer ${DAMSO_TOKEN}` },
    onConnect() {
      client.watchForReceipt('subscribed', () => console.log(`live ${number}`));
      client.subscribe(`/topic/rooms.${DAMSO_ROOM}`, () => {}, { receipt: 'subscribed' });
    },
    onWebSocketClose: (event) => console.log(`closed ${number} ${event.code}`),
  });
  client.activate();
}
process.stdin.on('end', () => process.exit()).resume();
