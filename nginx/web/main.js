// Ties the parts together: who is signed in, which rooms there are, and which of them is open (the URL says so, as
// #room=<id>, so that a room can be linked to and the browser's back button works).

import { Api, signIn } from './api.js';
import { Connection } from './connection.js';
import { OpenRoom } from './room.js';

const SESSION = 'damso.session';
const ROOMS_EVERY_MS = 15_000;
const TRANSPORTS = ['websocket', 'xhr-streaming', 'xhr-polling'];

const $ = (id) => document.getElementById(id);

let session = null;

class Session {
  constructor({ username, token }) {
    this.username = username;
    this.rooms = [];
    this.api = new Api(token);
    this.connection = new Connection(token, wantedTransport(), {
      onState: showConnection,
      onRefusal: (refusal) => showNotice(refusal.title),
      onSignedOut: (reason) => signOut(reason),
    });
    this.room = null;
  }

  start() {
    this.connection.open();
    this.timer = setInterval(() => this.lookForRooms(), ROOMS_EVERY_MS);
    guard($('rooms-error'), () => this.refreshRooms()).then(() => session === this && this.openRoomOfUrl());
  }

  stop() {
    clearInterval(this.timer);
    this.room?.close();
    this.connection.close();
  }

  async refreshRooms() {
    const rooms = await this.api.rooms();
    if (session === this) {
      this.rooms = rooms;
      showRooms(rooms, this.room?.id);
      showMembers(this.currentRoom());
    }
  }

  // In the background a failure is nobody's question: the next look may work, and a dead session shows elsewhere.
  lookForRooms() {
    if (!document.hidden) {
      this.refreshRooms().catch((failure) => failure.needsSignIn && session === this && signOut(failure.message));
    }
  }

  currentRoom() {
    return this.rooms.find(({ id }) => id === this.room?.id);
  }

  // Rooms that the list does not know yet are asked for: an invitation may be seconds old.
  async openRoomOfUrl() {
    const id = roomOfUrl();
    if (id === (this.room?.id ?? null)) {
      return;
    }
    this.room?.close();
    this.room = null;
    showRoom(null);
    if (!id) {
      showRooms(this.rooms);
      return;
    }
    await guard($('rooms-error'), async () => {
      const room = this.rooms.find((known) => known.id === id) ?? (await this.api.room(id));
      if (session !== this || this.room || roomOfUrl() !== id) {
        return;
      }
      this.room = new OpenRoom(this.api, this.connection, room, this.username, {
        onNotice: showNotice,
        onHistory: (text) => ($('history-state').textContent = text),
        onFailure: handleFailure,
      });
      showRoom(room);
      showRooms(this.rooms, id);
      await this.room.open();
    });
  }
}

function roomOfUrl() {
  return new URLSearchParams(location.hash.slice(1)).get('room');
}

function wantedTransport() {
  const wanted = new URLSearchParams(location.search).get('transport');
  return TRANSPORTS.includes(wanted) ? wanted : null;
}

/** Runs what a person asked for and puts a refusal where they look. */
async function guard(place, action) {
  place.textContent = '';
  try {
    await action();
  } catch (failure) {
    if (failure.needsSignIn && session) {
      signOut(failure.message);
    } else {
      place.textContent = failure.message;
    }
  }
}

function handleFailure(failure) {
  if (failure.needsSignIn) {
    signOut(failure.message);
  } else {
    $('history-state').textContent = '';
    showNotice(failure.message);
  }
}

function enter(credentials) {
  sessionStorage.setItem(SESSION, JSON.stringify(credentials));
  session = new Session(credentials);
  $('me').textContent = credentials.username;
  $('sign-in-form').hidden = true;
  $('sign-out').hidden = false;
  $('chat').hidden = false;
  document.body.dataset.view = 'rooms';
  session.start();
}

function signOut(reason = '') {
  sessionStorage.removeItem(SESSION);
  session?.stop();
  session = null;
  showRoom(null);
  showRooms([]);
  $('me').textContent = '';
  $('sign-in-form').hidden = false;
  $('sign-out').hidden = true;
  $('chat').hidden = true;
  $('sign-in-error').textContent = reason;
  document.body.dataset.view = 'sign-in';
  $('username').focus();
}

function showConnection({ state, node, detail }) {
  const place = $('connection');
  place.dataset.state = state;
  if (node) {
    place.dataset.node = node;
  } else {
    delete place.dataset.node;
  }
  const said = { connecting: 'Connecting', connected: 'Connected', closed: '' }[state];
  place.textContent = [node ? `${said} to ${node}` : said, detail].filter(Boolean).join(' · ');
}

function showRooms(rooms, currentId) {
  const focused = document.activeElement?.dataset?.roomId;
  $('rooms').replaceChildren(...rooms.map(({ id, name }) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.dataset.roomId = id;
    button.setAttribute('aria-current', String(id === currentId));
    button.addEventListener('click', () => (location.hash = `room=${encodeURIComponent(id)}`));
    item.append(button);
    if (id === focused) {
      queueMicrotask(() => button.focus());
    }
    return item;
  }));
  $('no-rooms').hidden = rooms.length > 0;
}

function showRoom(room) {
  $('room').hidden = !room;
  $('no-room').hidden = Boolean(room);
  $('back').hidden = !room;
  $('messages').replaceChildren();
  $('newest').hidden = true;
  $('history-state').textContent = '';
  $('text').value = '';
  showNotice('');
  document.title = room ? `${room.name} · Damso` : 'Damso';
  document.body.dataset.view = room ? 'room' : 'rooms';
  if (room) {
    $('room-title').textContent = room.name;
    showMembers(room);
    $('text').focus({ preventScroll: true });
  }
}

function showMembers(room) {
  if (room) {
    $('members').textContent = room.members.join(', ');
    $('members').title = room.members.join(', ');
  }
}

function showNotice(text) {
  $('room-notice').textContent = text;
}

function submitText() {
  const text = $('text').value.trim();
  if (text && session?.room) {
    session.room.send(text);
    $('text').value = '';
  }
  $('text').focus();
}

$('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const username = $('username').value.trim();
  $('sign-in').disabled = true;
  await guard($('sign-in-error'), async () => enter({ username, token: await signIn(username) }));
  $('sign-in').disabled = false;
});

$('sign-out').addEventListener('click', () => {
  signOut();
  history.replaceState(null, '', location.pathname + location.search);
});

$('create-form').addEventListener('submit', (event) => {
  event.preventDefault();
  guard($('rooms-error'), async () => {
    const room = await session.api.createRoom($('room-name').value.trim());
    $('room-name').value = '';
    await session?.refreshRooms();
    location.hash = `room=${encodeURIComponent(room.id)}`;
  });
});

$('invite-form').addEventListener('submit', (event) => {
  event.preventDefault();
  guard($('room-notice'), async () => {
    const name = $('member-name').value.trim();
    await session.api.invite(session.room.id, name);
    $('member-name').value = '';
    showNotice(`${name} is in the room`);
    await session?.refreshRooms();
  });
});

$('send-form').addEventListener('submit', (event) => {
  event.preventDefault();
  submitText();
});

// Enter sends, with Shift it breaks the line; while an input method composes a syllable it does neither.
$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submitText();
  }
});

$('scroll').addEventListener('scroll', () => {
  if ($('scroll').scrollTop < 80) {
    session?.room?.loadOlder();
  }
  if (session?.room?.isAtEnd()) {
    $('newest').hidden = true;
  }
});

$('newest').addEventListener('click', () => session?.room?.scrollToEnd());
$('back').addEventListener('click', () => (location.hash = ''));
window.addEventListener('hashchange', () => session?.openRoomOfUrl());
document.addEventListener('visibilitychange', () => session?.lookForRooms());

const kept = sessionStorage.getItem(SESSION);
if (kept) {
  enter(JSON.parse(kept));
}
