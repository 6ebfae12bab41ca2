// One open room: what is shown, what waits to be kept, and how a gap is closed. Live messages come by subscription;
// after every (re)connect the history after the last known message is fetched, and what was sent without an answer is
// sent again under the same clientMessageId, which the services keep once.

import { MessageList } from './messages.js';

// A message is live before it is in the history. What was on its way while the subscription was set up is stored by
// then, so one more look finds it.
const SECOND_LOOK_MS = 3_000;
const MOST_PAGES = 10;

export class OpenRoom {
  #api;
  #connection;
  #room;
  #listener;
  #list;
  #unsubscribe;
  #closed = new AbortController();
  #outbox = new Map();
  #ready = false;
  #cursor;
  #hasOlder = false;
  #loadingOlder = false;

  /** @param listener {onNotice(text), onHistory(text), onFailure(error)} */
  constructor(api, connection, room, me, listener) {
    this.#api = api;
    this.#connection = connection;
    this.#room = room;
    this.#listener = listener;
    this.#list = new MessageList(me);
  }

  get id() {
    return this.#room.id;
  }

  async open() {
    this.#listener.onHistory('Loading…');
    await this.#guard(() => this.#loadNewest());
    if (this.#closed.signal.aborted) {
      return;
    }
    this.#unsubscribe = this.#connection.subscribe(`/topic/rooms.${this.id}`, {
      onMessage: (message) => this.#list.add([message]),
      onReady: () => this.#afterReady(),
      onLost: () => this.#afterLost(),
      onRefused: (refusal) => this.#listener.onNotice(refusal.title),
    });
  }

  close() {
    this.#closed.abort();
    this.#unsubscribe?.();
  }

  send(text) {
    const draft = { text, clientMessageId: crypto.randomUUID() };
    this.#list.addDraft(draft);
    this.#submit(draft);
  }

  /** Loads the page above, if there is one and it is not on its way already. */
  async loadOlder() {
    if (this.#loadingOlder || !this.#hasOlder || !this.#list.firstId) {
      return;
    }
    this.#loadingOlder = true;
    this.#listener.onHistory('Loading…');
    await this.#guard(async () => {
      const page = await this.#messages({ before: this.#list.firstId });
      this.#list.addOlder(page.messages);
      this.#showOlder(page.hasMore);
    });
    this.#loadingOlder = false;
  }

  isAtEnd() {
    return this.#list.isAtEnd();
  }

  scrollToEnd() {
    this.#list.scrollToEnd();
  }

  async #loadNewest() {
    const page = await this.#messages({});
    this.#list.add(page.messages);
    this.#list.scrollToEnd();
    this.#showOlder(page.hasMore);
    this.#cursor = this.#list.lastId;
  }

  #showOlder(hasMore) {
    this.#hasOlder = hasMore;
    this.#listener.onHistory(hasMore ? 'Scroll up for older messages' : 'This is the beginning of the room');
  }

  async #afterReady() {
    this.#ready = true;
    this.#listener.onNotice('');
    await this.#guard(() => this.#catchUp(this.#cursor));
    if (!this.#ready || this.#closed.signal.aborted) {
      return;
    }
    this.#outbox.forEach((draft) => this.#submitAgain(draft));
    setTimeout(() => this.#guard(() => this.#catchUp(this.#cursor)), SECOND_LOOK_MS);
  }

  #afterLost() {
    // Lost again before it was ready: the old cursor still marks the beginning of the gap.
    if (this.#ready) {
      this.#cursor = this.#list.lastId;
    }
    this.#ready = false;
  }

  async #catchUp(cursor) {
    if (!cursor) {
      await this.#loadNewest();
      return;
    }
    try {
      await this.#addAllAfter(cursor);
    } catch (failure) {
      // The last live message has not reached the history yet, so it is no cursor there.
      if (failure.code !== 'bad-cursor') {
        throw failure;
      }
      await this.#loadNewest();
    }
  }

  async #addAllAfter(cursor) {
    let after = cursor;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { messages, hasMore } = await this.#messages({ after });
      this.#list.add(messages);
      if (!hasMore || messages.length === 0) {
        return;
      }
      after = messages.at(-1).id;
    }
    // So much was missed that a fresh start is worth more than all of it.
    this.#list.clear();
    await this.#loadNewest();
  }

  // The history may have brought it back already, with only the receipt lost.
  #submitAgain(draft) {
    if (this.#list.hasDraft(draft.clientMessageId)) {
      this.#submit(draft);
    } else {
      this.#outbox.delete(draft.clientMessageId);
    }
  }

  #submit(draft) {
    this.#outbox.set(draft.clientMessageId, draft);
    this.#list.markDraft(draft.clientMessageId, 'pending');
    if (!this.#ready) {
      return;
    }
    this.#connection.send(`/app/rooms.${this.id}.send`, draft, {
      onReceipt: () => {
        this.#outbox.delete(draft.clientMessageId);
        this.#list.markDraft(draft.clientMessageId, 'sent');
      },
      onRefused: (refusal) => {
        this.#outbox.delete(draft.clientMessageId);
        this.#list.markDraft(draft.clientMessageId, 'failed', refusal.title, () => this.#submit(draft));
      },
    });
  }

  #messages(cursor) {
    return this.#api.messages(this.id, cursor, this.#closed.signal);
  }

  async #guard(action) {
    try {
      if (!this.#closed.signal.aborted) {
        await action();
      }
    } catch (failure) {
      if (!this.#closed.signal.aborted) {
        this.#listener.onFailure(failure);
      }
    }
  }
}
