// One client in Node: node node-client.js LIBRARY. Reads "send NUMBER BODY" and "leave"; prints one line for each event.

const readline = require('node:readline');
const WebSocket = require('ws');
const SockJS = require('sockjs-client');
require('./stomp-libraries.js');

const { DAMSO_URL, DAMSO_PORT, DAMSO_TOKEN, DAMSO_ROOM } = process.env;
const protocols = ['v12.stomp', 'v11.stomp', 'v10.stomp'];
const webSocket = () => new WebSocket(DAMSO_URL, protocols);
const note = (word, detail) => console.log(`${word} ${detail ?? ''}`);
const room = roomOf(DAMSO_ROOM, DAMSO_TOKEN);

const starts = {
  stompjs() {
    globalThis.StompJs = require('@stomp/stompjs');
    return libraries.stompjs({ over: webSocket, room, note });
  },

  // Its own WebSocket, from the package "websocket".
  stomp2() {
    const stompjs = require('stompjs');
    globalThis.Stomp = { over: () => stompjs.overWS(DAMSO_URL) };
    return libraries.stomp2({ over: () => null, room, note });
  },

  webstomp() {
    globalThis.webstomp = require('webstomp-client');
    return libraries.webstomp({ over: webSocket, room, note });
  },

  rxStomp() {
    globalThis.RxStomp = require('@stomp/rx-stomp');
    // The token is in the handshake, not in CONNECT.
    const over = () => new WebSocket(DAMSO_URL, protocols, { headers: room.headers });
    return libraries.rxStomp({ over, room: roomOf(DAMSO_ROOM, null), note });
  },

  sockjs() {
    globalThis.StompJs = require('@stomp/stompjs');
    return libraries.stompjs({ over: () => new SockJS(DAMSO_URL.replace('wss:', 'https:')), room, note });
  },

  stompit() {
    const stompit = require('stompit');
    const connectHeaders = { host: 'localhost', 'heart-beat': '10000,10000', ...room.headers };
    const bodies = (consumer) => (error, message) => {
      if (error) note('closed', error.message);
      else message.readString('utf-8', (broken, body) => (broken ? note('failed', broken.message) : consumer(body)));
    };
    let client;
    const send = (body, onReceipt) => {
      const frame = client.send({ destination: room.destination }, { onReceipt });
      frame.write(body);
      frame.end();
    };
    stompit.connect({ host: '127.0.0.1', port: DAMSO_PORT, connectHeaders }, (error, connected) => {
      if (error) {
        note('failed', error.message);
        return;
      }
      client = connected;
      client.on('error', (failure) => note('closed', failure.message));
      client.subscribe({ destination: room.errors, ack: 'auto' }, bodies((body) => note('failed', body)));
      // It has no receipt for SUBSCRIBE: it is subscribed when it receives its own message.
      let joined = false;
      client.subscribe({ destination: room.topic, ack: 'auto' }, bodies((body) => {
        if (!joined) {
          joined = true;
          note('joined');
        }
        note('received', body);
      }));
      const hello = () => {
        if (joined) return;
        send('{"text":"hello"}', () => {});
        setTimeout(hello, 1000);
      };
      hello();
    });
    return {
      send: (number, body) => send(body, () => note('receipt', number)),
      leave: () => client.disconnect((error) => (error ? note('failed', error.message) : note('left'))),
    };
  },
};

const client = starts[process.argv[2]]();
readline.createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [, word, number, body] = /^(\w+) ?(\d*) ?(.*)$/.exec(line);
    if (word === 'send') client.send(number, body); else client.leave();
  })
  .on('close', () => process.exit());
