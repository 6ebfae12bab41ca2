// The user's unconfirmed messages of all rooms. Each draft is sent once in a session, in the order of its room. A draft
// without an answer when the session was lost is sent again with the same clientMessageId, so that it is stored once; in an
// open room only after what was missed has arrived, because it may be there.

export class Outbox {
  #connection;
  #rooms = new Map();

  constructor(connection) {
    this.#connection = connection;
  }

  /** Sends a text as soon as there is a session. */
  send(roomId, text) {
    const draft = {
      text,
      clientMessageId: crypto.randomUUID(),
      sentAt: new Date().toISOString(),
      state: 'pending', // or sent, or failed
      reason: '',
      onItsWay: false,
      maybeKept: false,
    };
    this.#room(roomId).drafts.push(draft);
    this.#changed(roomId, draft);
    this.#flush(roomId);
  }

  /** Sends a refused draft once more. */
  retry(roomId, draft) {
    draft.state = 'pending';
    this.#changed(roomId, draft);
    this.#flush(roomId);
  }

  /** Returns the unconfirmed drafts, oldest first. */
  draftsOf(roomId) {
    return this.#room(roomId).drafts;
  }

  /** Sets the listener for changes of the room's drafts, or removes it. */
  watch(roomId, listener) {
    this.#room(roomId).listener = listener;
  }

  /** Holds back drafts that may be among the missed messages of the room. */
  hold(roomId) {
    this.#room(roomId).held = true;
  }

  release(roomId) {
    this.#room(roomId).held = false;
    this.#flush(roomId);
  }

  /** Removes a draft that the room has delivered. */
  kept(roomId, clientMessageId) {
    const room = this.#room(roomId);
    room.drafts = room.drafts.filter((draft) => draft.clientMessageId !== clientMessageId);
  }

  /** Called when there is a session. */
  connected() {
    [...this.#rooms.keys()].forEach((roomId) => this.#flush(roomId));
  }

  /** Called when the session is lost; no more answers arrive on it. */
  lost() {
    for (const { drafts } of this.#rooms.values()) {
      drafts.forEach((draft) => {
        draft.maybeKept ||= draft.onItsWay;
        draft.onItsWay = false;
      });
    }
  }

  #room(id) {
    let room = this.#rooms.get(id);
    if (!room) {
      room = { drafts: [], listener: null, held: false };
      this.#rooms.set(id, room);
    }
    return room;
  }

  #flush(roomId) {
    const room = this.#room(roomId);
    for (const draft of room.drafts) {
      if (draft.state === 'failed' || draft.onItsWay) {
        continue;
      }
      if ((draft.maybeKept && room.held) || !this.#submit(roomId, draft)) {
        return; // later drafts must not overtake it
      }
    }
  }

  /** Sends a draft; returns whether there is a session. */
  #submit(roomId, draft) {
    const { text, clientMessageId } = draft;
    draft.onItsWay = this.#connection.send(`/app/rooms.${roomId}.send`, { text, clientMessageId }, {
      onReceipt: () => {
        draft.state = 'sent';
        this.#answered(roomId, draft);
        this.kept(roomId, clientMessageId);
      },
      onRefused: (refusal) => {
        draft.onItsWay = false;
        draft.state = 'failed';
        draft.reason = refusal.title;
        this.#answered(roomId, draft);
      },
    });
    return draft.onItsWay;
  }

  // The room may have delivered it before the answer arrived: then it is not a draft any more.
  #answered(roomId, draft) {
    if (this.#room(roomId).drafts.includes(draft)) {
      this.#changed(roomId, draft);
    }
  }

  #changed(roomId, draft) {
    this.#room(roomId).listener?.(draft);
  }
}
