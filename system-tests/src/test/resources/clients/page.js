// Many clients on one page, each with its user's name. Their events wait in a list until they are read.

(() => {
  const clients = {};
  let notes = [];

  window.takeNotes = () => {
    const taken = notes;
    notes = [];
    return taken;
  };

  const protocols = ['v12.stomp', 'v11.stomp', 'v10.stomp'];
  const connections = {
    raw: () => new WebSocket(`wss://${location.host}/ws`, protocols),
    subprotocol: (token) => new WebSocket(`wss://${location.host}/ws`, [...protocols, `bearer.${token}`]),
  };

  window.joinRoom = (user, library, transport, token, room) => {
    const connect = connections[transport] ?? (() => new SockJS('/ws', null, { transports: [transport] }));
    clients[user] = libraries[library]({
      over: () => connect(token),
      room: roomOf(room, transport === 'subprotocol' ? null : token),
      note: (word, detail) => notes.push([user, word, String(detail ?? '')]),
    });
  };

  window.sendAs = (user, number, body) => clients[user].send(number, body);
  window.leaveAs = (user) => { clients[user].leave(); };
})();
