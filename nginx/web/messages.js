// The list of messages on the screen, in the order of arrival; what was missed takes its place before what arrived later. A
// message is shown once, even if it arrives several times: a repeated SEND has the same id. The user's own unconfirmed
// messages are at the end until the room delivers them.

const TIME = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });
const DAY_AND_TIME = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short' });
const AT_THE_END_PX = 48;

export class MessageList {
  #list;
  #scroll;
  #newest;
  #me;
  #onKept;
  #byId = new Map();
  #drafts = new Map();
  // Nothing is missing up to this message; null if nothing is known to be complete.
  #complete = null;
  // The next missed message belongs behind this one; null for the beginning.
  #lastMissed = null;
  #firstMissed = null;
  #following = null;

  /** @param onKept called with the clientMessageId of each message of the user that the room delivers */
  constructor(me, onKept) {
    this.#me = me;
    this.#onKept = onKept;
    this.#list = document.getElementById('messages');
    this.#scroll = document.getElementById('scroll');
    this.#newest = document.getElementById('newest');
    this.#list.replaceChildren();
    this.#newest.hidden = true;
  }

  /** Adds a live message. Keeps the scroll position, or stays at the end if the user is there. */
  add(message) {
    if (!this.#byId.has(message.id)) {
      this.#put(this.#take(message), this.#lastDelivered());
    }
  }

  /**
   * Prepares for missed messages.
   *
   * @param all whether they may be the only messages of the room, see keepOnlyMissed; otherwise they follow the last call of
   *     nothingIsMissing
   */
  expectMissed(all) {
    this.#lastMissed = all ? this.#lastDelivered() : this.#complete;
    this.#firstMissed = null;
  }

  /** Adds a missed message, in the order of the room; one that is shown already moves to its place. */
  addMissed(message) {
    const item = this.#byId.get(message.id) ?? this.#take(message);
    if (item !== this.#lastMissed) {
      this.#put(item, this.#lastMissed);
    }
    this.#lastMissed = item;
    this.#firstMissed ??= item;
  }

  /** Removes what is shown before the missed messages, because there may be a gap in between. */
  keepOnlyMissed() {
    this.#complete = null;
    let item = this.#firstMissed?.previousElementSibling;
    while (item) {
      const before = item.previousElementSibling;
      this.#byId.delete(item.dataset.messageId);
      item.remove();
      item = before;
    }
  }

  /** Tells that all messages up to the last one that is shown are shown. */
  nothingIsMissing() {
    this.#complete = this.#lastDelivered();
  }

  /** Returns the id of the first message, or undefined if there is none. */
  oldest() {
    return this.#list.querySelector('[data-message-id]')?.dataset.messageId;
  }

  /** Adds older messages at the top, newest first; the visible messages do not move. */
  addOlder(messages) {
    const fromEnd = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    // A screen reader must not announce old messages.
    this.#list.setAttribute('aria-live', 'off');
    messages.filter(({ id }) => !this.#byId.has(id)).forEach((message) => this.#list.prepend(this.#take(message)));
    this.#scroll.scrollTop = this.#scroll.scrollHeight - fromEnd;
    requestAnimationFrame(() => this.#list.removeAttribute('aria-live'));
  }

  /**
   * Shows the state of a draft; a message with the same clientMessageId replaces it later.
   *
   * @param draft {clientMessageId, text, sentAt, state, reason}: pending, sent or failed for that reason
   * @param onRetry action of the button of a failed draft
   */
  showDraft(draft, onRetry) {
    const { clientMessageId, state, reason } = draft;
    const item = this.#drafts.get(clientMessageId) ?? this.#addDraft(draft);
    item.dataset.state = state;
    item.querySelector('.meta .state')?.remove();
    item.querySelector('.failure')?.remove();
    if (state === 'pending') {
      item.querySelector('.meta').append(element('span', 'state', 'sending…'));
    }
    if (state === 'failed') {
      const failure = element('div', 'failure', reason);
      const button = element('button', 'second', 'Send again');
      button.type = 'button';
      button.addEventListener('click', onRetry);
      failure.append(button);
      item.append(failure);
      this.scrollToEnd();
    }
  }

  isAtEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < AT_THE_END_PX;
  }

  scrollToEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#newest.hidden = true;
  }

  #addDraft(draft) {
    const item = this.#render({ ...draft, sender: this.#me });
    this.#drafts.set(draft.clientMessageId, item);
    this.#list.append(item);
    this.scrollToEnd();
    return item;
  }

  // Renders a message that is not shown yet, in place of its draft if there is one.
  #take(message) {
    if (message.sender === this.#me) {
      this.#drafts.get(message.clientMessageId)?.remove();
      this.#drafts.delete(message.clientMessageId);
      this.#onKept(message.clientMessageId);
    }
    const item = this.#render(message);
    item.dataset.messageId = message.id;
    this.#byId.set(message.id, item);
    return item;
  }

  #put(item, before) {
    if (before?.nextElementSibling === item) {
      return;
    }
    this.#follow(item);
    if (before) {
      before.after(item);
    } else {
      this.#list.prepend(item);
    }
  }

  // Scrolls once a frame, however many messages arrive in it.
  #follow(item) {
    if (this.#following !== null) {
      return;
    }
    this.#following = this.isAtEnd();
    requestAnimationFrame(() => {
      const following = this.#following;
      this.#following = null;
      if (!item.isConnected) {
        return; // another room was opened meanwhile
      }
      if (following) {
        this.scrollToEnd();
      } else {
        this.#newest.hidden = false;
      }
    });
  }

  // Searches from the end, where only drafts follow.
  #lastDelivered() {
    let item = this.#list.lastElementChild;
    while (item && item.dataset.messageId === undefined) {
      item = item.previousElementSibling;
    }
    return item;
  }

  #render({ sender, sentAt, text }) {
    const item = element('li', sender === this.#me ? 'mine' : '');
    const meta = element('div', 'meta');
    const date = new Date(sentAt);
    const time = element('time', '', '');
    if (!Number.isNaN(date.getTime())) {
      const today = date.toDateString() === new Date().toDateString();
      time.dateTime = date.toISOString();
      time.textContent = (today ? TIME : DAY_AND_TIME).format(date);
    }
    meta.append(element('span', 'sender', sender), time);
    item.append(meta, element('div', 'text', text));
    return item;
  }
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
