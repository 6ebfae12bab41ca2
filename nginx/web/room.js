// The open room. Live messages arrive by subscription; after every (re)connect the history after the last message that
// the history has returned is read, to close the gap. Live messages are no cursors: they may not be stored yet, and a missed
// message may be stored before them. A subscription that the server ended is made again when the user is a member again.

import { MessageList } from './messages.js';

// A message is delivered before it is in the history. Messages published while the subscription was set up are stored after
// this time, so the history is read once more.
const SECOND_LOOK_MS = 3_000;
const LONGEST_LOOK_MS = 30_000;
const MOST_PAGES = 10;
const GAP_PAGE = 200; // it has the live messages since the last read, too
const KNOCK_AFTER_MS = 2_000;
const LONGEST_KNOCK_MS = 15_000;

export class OpenRoom {
  #api;
  #connection;
  #outbox;
  #room;
  #listener;
  #list;
  #unsubscribe;
  #closed = new AbortController();
  #ready = false;
  #knockAfter = KNOCK_AFTER_MS;
  #newestRead;
  #oldestRead;
  #nextLook;
  #hasOlder = false;
  #loadingOlder = false;

  /** @param listener {onNotice(text), onHistory(text), onMembership(), onFailure(error)} */
  constructor({ api, connection, outbox, username }, room, listener) {
    this.#api = api;
    this.#connection = connection;
    this.#outbox = outbox;
    this.#room = room;
    this.#listener = listener;
    this.#list = new MessageList(username, (clientMessageId) => outbox.kept(room.id, clientMessageId));
  }

  get id() {
    return this.#room.id;
  }

  async open() {
    this.#outbox.hold(this.id);
    this.#outbox.watch(this.id, (draft) => this.#showDraft(draft));
    this.#outbox.draftsOf(this.id).forEach((draft) => this.#showDraft(draft));
    this.#listener.onHistory('Loading…');
    await this.#guard(() => this.#loadNewest());
    this.#subscribe();
  }

  close() {
    this.#closed.abort();
    this.#unsubscribe?.();
    this.#outbox.watch(this.id, null);
    this.#outbox.release(this.id);
  }

  /** Loads the previous page, if there is one and it is not being loaded. */
  async loadOlder() {
    if (this.#loadingOlder || !this.#hasOlder) {
      return;
    }
    this.#loadingOlder = true;
    this.#listener.onHistory('Loading…');
    await this.#guard(async () => {
      const page = await this.#messages({ before: this.#oldestRead });
      this.#list.addOlder(page.messages);
      this.#oldestRead = page.messages.at(-1)?.id ?? this.#oldestRead;
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

  #showDraft(draft) {
    this.#list.showDraft(draft, () => this.#outbox.retry(this.id, draft));
  }

  #subscribe() {
    if (this.#closed.signal.aborted) {
      return;
    }
    this.#unsubscribe = this.#connection.subscribe(`/topic/rooms.${this.id}`, {
      onMessage: (message) => this.#list.add([message]),
      onReady: () => this.#afterReady(),
      onLost: () => this.#afterLost(),
      onEnded: (refusal) => this.#afterEnded(refusal),
    });
  }

  async #loadNewest() {
    const page = await this.#messages({});
    if (page.hasMore) {
      this.#list.clear(); // there may be a gap between what is shown and this page
    }
    this.#list.add(page.messages);
    this.#list.scrollToEnd();
    this.#showOlder(page.hasMore);
    this.#newestRead = page.messages.at(0)?.id;
    this.#oldestRead = page.messages.at(-1)?.id;
  }

  #showOlder(hasMore) {
    this.#hasOlder = hasMore;
    this.#listener.onHistory(hasMore ? 'Scroll up for older messages' : 'This is the beginning of the room');
  }

  async #afterReady() {
    this.#ready = true;
    this.#knockAfter = KNOCK_AFTER_MS;
    this.#listener.onNotice('');
    await this.#guard(() => this.#catchUp());
    if (!this.#ready || this.#closed.signal.aborted) {
      return;
    }
    this.#outbox.release(this.id);
    this.#lookAgain(SECOND_LOOK_MS);
  }

  // A failure that may pass leaves the gap open, so the history is read until it answers.
  #lookAgain(pause) {
    clearTimeout(this.#nextLook);
    this.#nextLook = setTimeout(() => this.#guard(async () => {
      try {
        await this.#catchUp();
      } catch (failure) {
        if (!failure.retryable) {
          throw failure;
        }
        if (this.#ready) {
          this.#lookAgain(Math.min(LONGEST_LOOK_MS, 2 * pause));
        }
      }
    }), pause);
  }

  #afterLost() {
    this.#ready = false;
    this.#outbox.hold(this.id);
  }

  #afterEnded(refusal) {
    this.#afterLost();
    this.#outbox.release(this.id); // there is a session, and refusals are shown
    this.#listener.onNotice(refusal.title);
    this.#listener.onMembership();
    this.#knockLater();
  }

  #knockLater() {
    setTimeout(() => this.#knock(), this.#knockAfter * (0.5 + Math.random() / 2));
    this.#knockAfter = Math.min(LONGEST_KNOCK_MS, this.#knockAfter * 1.5);
  }

  async #knock() {
    try {
      await this.#api.room(this.id);
    } catch (failure) {
      if (failure.needsSignIn && !this.#closed.signal.aborted) {
        this.#listener.onFailure(failure);
      } else if (!this.#closed.signal.aborted) {
        this.#knockLater();
      }
      return;
    }
    this.#subscribe();
    this.#listener.onMembership();
  }

  async #catchUp() {
    for (let page = 0; this.#newestRead && page < MOST_PAGES; page++) {
      const { messages, hasMore } = await this.#messages({ after: this.#newestRead, limit: GAP_PAGE });
      this.#list.add(messages);
      this.#newestRead = messages.at(-1)?.id ?? this.#newestRead;
      if (!hasMore) {
        return;
      }
    }
    await this.#loadNewest(); // the history was empty, or too many messages were missed
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
