// The open room. The first SUBSCRIBE asks for the last messages; every later one, after a reconnect, for what follows the
// newest position. If that cannot be delivered at once, live messages go on, and the room is subscribed again later: what was
// missed then arrives in its place. A subscription that the server ended is made again when the user is a member again.

import { MessageList } from './messages.js';

const PAGE = 50;
const RECOVER_AFTER_MS = 2_000;
const LONGEST_RECOVER_MS = 30_000;
const KNOCK_AFTER_MS = 2_000;
const LONGEST_KNOCK_MS = 15_000;

export class OpenRoom {
  #api;
  #connection;
  #outbox;
  #room;
  #listener;
  #list;
  #subscription;
  #closed = new AbortController();
  #knockAfter = KNOCK_AFTER_MS;
  #recoverAfter = RECOVER_AFTER_MS;
  #recovery;
  // Everything up to this position is shown, or among the older messages.
  #position;
  // While something may be missing, the positions of live messages cover what is not shown.
  #missing = true;
  #interrupted = false;
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

  open() {
    this.#outbox.hold(this.id);
    this.#outbox.watch(this.id, (draft) => this.#showDraft(draft));
    this.#outbox.draftsOf(this.id).forEach((draft) => this.#showDraft(draft));
    this.#listener.onHistory('Loading…');
    this.#subscribe();
  }

  close() {
    this.#closed.abort();
    clearTimeout(this.#recovery);
    this.#subscription?.end();
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
    const oldest = this.#list.oldest();
    const { signal } = this.#closed;
    try {
      const page = await this.#api.messages(this.id, oldest, signal);
      if (!signal.aborted && oldest === this.#list.oldest()) { // not if the list was replaced meanwhile
        this.#list.addOlder(page.messages);
        this.#showOlder(page.hasMore);
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.#listener.onFailure(failure);
      }
    }
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
    this.#subscription = this.#connection.subscribe(`/topic/rooms.${this.id}`, {
      headers: () => this.#joinHeaders(),
      onMessage: (delivery) => this.#show(delivery),
      onReady: (headers) => this.#afterReady(headers),
      onNotRenewed: () => this.#recoverLater(),
      onDelivery: (change) => this.#afterDeliveryChanged(change),
      onLost: () => this.#afterLost(),
      onEnded: (refusal) => this.#afterEnded(refusal),
    });
  }

  // The gateway does not take both: with a position, everything after it is wanted, however much it is.
  #joinHeaders() {
    this.#missing = true;
    this.#list.expectMissed(!this.#position);
    return this.#position ? { 'resume-after': this.#position } : { history: String(PAGE) };
  }

  #show({ message, position, missed }) {
    if (missed) {
      this.#list.addMissed(message);
      return;
    }
    this.#list.add(message);
    if (position && !this.#missing && !this.#interrupted) {
      this.#reached(position);
    }
  }

  #reached(position) {
    this.#position = position;
    this.#list.nothingIsMissing();
  }

  #showOlder(hasMore) {
    this.#hasOlder = hasMore;
    this.#listener.onHistory(hasMore ? 'Scroll up for older messages' : 'This is the beginning of the room');
  }

  #afterReady({ recovered, replayed, position, code }) {
    if (this.#closed.signal.aborted) {
      return;
    }
    this.#knockAfter = KNOCK_AFTER_MS;
    this.#listener.onNotice('');
    if (recovered === 'true') {
      this.#afterRecovered(Number(replayed), position);
    } else if (code === 'history-unavailable' || !this.#position) {
      this.#listener.onHistory('Some messages cannot be read at the moment; they follow later');
      this.#recoverLater();
    } else {
      this.#position = undefined; // too old, or too much was missed: show the last messages instead
      this.#subscription.renew();
    }
    this.#outbox.release(this.id);
  }

  #afterRecovered(replayed, position) {
    this.#missing = false;
    this.#interrupted = false;
    this.#recoverAfter = RECOVER_AFTER_MS;
    if (this.#position) {
      this.#showOlder(this.#hasOlder);
    } else {
      this.#list.keepOnlyMissed();
      this.#list.scrollToEnd();
      this.#showOlder(replayed >= PAGE);
    }
    if (position) {
      this.#reached(position);
    }
  }

  #recoverLater() {
    clearTimeout(this.#recovery);
    this.#recovery = setTimeout(() => this.#subscription.renew(), this.#recoverAfter * (0.5 + Math.random() / 2));
    this.#recoverAfter = Math.min(LONGEST_RECOVER_MS, this.#recoverAfter * 2);
  }

  // What was missed is delivered before the end of the interruption, follows later, or must be asked for.
  #afterDeliveryChanged({ type, complete, follows }) {
    if (!this.#interrupted) {
      this.#list.expectMissed(false);
    }
    this.#interrupted = !complete;
    if (type === 'delivery-resumed' && !complete && !follows) {
      this.#subscription.renew();
    }
  }

  #afterLost() {
    clearTimeout(this.#recovery);
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
}
