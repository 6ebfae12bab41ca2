// The list of messages on the screen. Order is order of id (UUIDv7 sort as text), and an id is shown once, however
// often and by whichever way it comes. What the user has sent stands below, until the room itself says it back.

const TIME = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });
const DAY_AND_TIME = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'short' });
const AT_THE_END_PX = 48;

export class MessageList {
  #list;
  #scroll;
  #newest;
  #me;
  #byId = new Map();
  #drafts = new Map();

  constructor(me) {
    this.#me = me;
    this.#list = document.getElementById('messages');
    this.#scroll = document.getElementById('scroll');
    this.#newest = document.getElementById('newest');
    this.#list.replaceChildren();
    this.#newest.hidden = true;
  }

  /** Id of the first message, for the page before it. */
  get firstId() {
    return this.#list.firstElementChild?.dataset.messageId;
  }

  /** Id of the last message that the room has said. */
  get lastId() {
    return this.#lastShown()?.dataset.messageId;
  }

  /** Adds messages and stays with the reader: at the end if that is where they are, else where they are. */
  add(messages) {
    const following = this.isAtEnd();
    let added = 0;
    for (const message of messages) {
      added += this.#insert(message) ? 1 : 0;
    }
    if (following) {
      this.scrollToEnd();
    } else if (added > 0) {
      this.#newest.hidden = false;
    }
  }

  /** Adds older messages above; what the reader looks at does not move. */
  addOlder(messages) {
    const fromEnd = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    // Old messages are not news for a screen reader.
    this.#list.setAttribute('aria-live', 'off');
    messages.forEach((message) => this.#insert(message));
    this.#scroll.scrollTop = this.#scroll.scrollHeight - fromEnd;
    requestAnimationFrame(() => this.#list.removeAttribute('aria-live'));
  }

  /** Shows what was just sent, waiting; the same clientMessageId replaces it later. */
  addDraft(draft) {
    const item = this.#render({ ...draft, sender: this.#me, sentAt: new Date().toISOString() });
    this.#drafts.set(draft.clientMessageId, item);
    this.#list.append(item);
    this.markDraft(draft.clientMessageId, 'pending');
    this.scrollToEnd();
  }

  /**
   * Shows how a draft is doing.
   *
   * @param state pending, sent or failed
   * @param reason why it failed, for people
   * @param onRetry what the button does, or nothing for no button
   */
  markDraft(clientMessageId, state, reason, onRetry) {
    const item = this.#drafts.get(clientMessageId);
    if (!item) {
      return;
    }
    item.dataset.state = state;
    item.querySelector('.meta .state')?.remove();
    item.querySelector('.failure')?.remove();
    if (state === 'pending') {
      item.querySelector('.meta').append(element('span', 'state', 'sending…'));
    }
    if (state === 'failed') {
      const failure = element('div', 'failure', reason);
      if (onRetry) {
        const button = element('button', 'second', 'Send again');
        button.type = 'button';
        button.addEventListener('click', onRetry);
        failure.append(button);
      }
      item.append(failure);
      this.scrollToEnd();
    }
  }

  /** Whether the room has not said this draft back yet. */
  hasDraft(clientMessageId) {
    return this.#drafts.has(clientMessageId);
  }

  /** Takes away what the room has said; drafts stay. */
  clear() {
    this.#byId.forEach((item) => item.remove());
    this.#byId.clear();
  }

  isAtEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < AT_THE_END_PX;
  }

  scrollToEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#newest.hidden = true;
  }

  #insert(message) {
    if (this.#byId.has(message.id)) {
      return false;
    }
    if (message.sender === this.#me) {
      this.#drafts.get(message.clientMessageId)?.remove();
      this.#drafts.delete(message.clientMessageId);
    }
    const item = this.#render(message);
    item.dataset.messageId = message.id;
    this.#byId.set(message.id, item);
    this.#place(item);
    return true;
  }

  // From the end, where most messages belong; a page of older ones comes newest first and finds its place from the top.
  #place(item) {
    const id = item.dataset.messageId;
    if (this.firstId && id < this.firstId) {
      this.#list.prepend(item);
      return;
    }
    let before = this.#lastShown();
    while (before && before.dataset.messageId > id) {
      before = before.previousElementSibling;
    }
    if (before) {
      before.after(item);
    } else {
      this.#list.prepend(item);
    }
  }

  #lastShown() {
    let item = this.#list.lastElementChild;
    while (item && !item.dataset.messageId) {
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
