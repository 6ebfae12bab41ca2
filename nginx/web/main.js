// The main program: the signed-in user, the list of rooms, and the open room (in the URL as #room=<id>, so that links to
// rooms and the browser's back button work).

import { Api, signIn } from './api.js';
import { Connection } from './connection.js';
import { faultOf } from './limits.js';
import { Outbox } from './outbox.js';
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
      onConnected: () => this.outbox.connected(),
      onLost: () => this.outbox.lost(),
      onRefusal: (refusal) => showNotice(refusal.title),
      onSignedOut: (reason) => signOut(reason),
    });
    this.outbox = new Outbox(this.connection);
    this.typed = new Map(); // unsent texts by room
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

  // Failures in the background are not shown: the next refresh may succeed, and a lost session is shown elsewhere.
  lookForRooms() {
    if (!document.hidden) {
      this.refreshRooms().catch((failure) => failure.needsSignIn && session === this && signOut(failure.message));
    }
  }

  currentRoom() {
    return this.rooms.find(({ id }) => id === this.room?.id);
  }

  // A room that is not in the list is requested: the invitation may be new.
  async openRoomOfUrl() {
    const id = roomOfUrl();
    if (id === (this.room?.id ?? null)) {
      return;
    }
    if (this.room) {
      this.typed.set(this.room.id, $('text').value);
      this.room.close();
      this.room = null;
    }
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
      this.room = new OpenRoom(this, room, {
        onNotice: showNotice,
        onHistory: (text) => ($('history-state').textContent = text),
        onMembership: () => this.lookForRooms(),
        onFailure: handleFailure,
      });
      showRoom(room, this.typed.get(id));
      showRooms(this.rooms, id);
      this.room.open();
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

/** Runs an action of the user and shows a refusal beside it. */
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
  const said = { connecting: 'Connecting', connected: 'Connected', offline: 'Offline', closed: '' }[state];
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

function showRoom(room, typed = '') {
  $('room').hidden = !room;
  $('no-room').hidden = Boolean(room);
  $('back').hidden = !room;
  $('messages').replaceChildren();
  $('newest').hidden = true;
  $('history-state').textContent = '';
  $('text').value = typed;
  showNotice('');
  showFault(typed.trim());
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
  if (text && session?.room && !showFault(text)) {
    session.outbox.send(session.room.id, text);
    $('text').value = '';
  }
  $('text').focus();
}

/** Shows or clears the reason why the text cannot be sent; returns whether it cannot be sent. */
function showFault(text) {
  const fault = faultOf(text);
  if (fault || $('text').ariaInvalid === 'true') {
    showNotice(fault);
  }
  $('text').ariaInvalid = String(Boolean(fault));
  return Boolean(fault);
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

// Enter sends, Shift+Enter inserts a line break. During the composition of an input method, Enter does neither.
$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submitText();
  }
});

$('text').addEventListener('input', () => showFault($('text').value.trim()));

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
