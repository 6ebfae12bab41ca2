// The list of messages on the screen: in the order of arrival, and in the order of `seq` as far as it is known. Only the
// history has `seq`; an id has no order. A message is shown once, even if it arrives several times: a repeated SEND has the
// same id. The user's own unconfirmed messages are at the end until the room delivers them.

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

  /** Adds messages. Keeps the scroll position, or stays at the end if the user is there. */
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

  /** Adds older messages at the top; the visible messages do not move. */
  addOlder(messages) {
    const fromEnd = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    // A screen reader must not announce old messages.
    this.#list.setAttribute('aria-live', 'off');
    messages.forEach((message) => this.#insert(message));
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

  /** Removes the delivered messages; drafts stay. */
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

  #addDraft(draft) {
    const item = this.#render({ ...draft, sender: this.#me });
    this.#drafts.set(draft.clientMessageId, item);
    this.#list.append(item);
    this.scrollToEnd();
    return item;
  }

  #insert(message) {
    const shown = this.#byId.get(message.id);
    if (shown) {
      this.#number(shown, message.seq);
      return false;
    }
    if (message.sender === this.#me) {
      this.#drafts.get(message.clientMessageId)?.remove();
      this.#drafts.delete(message.clientMessageId);
      this.#onKept(message.clientMessageId);
    }
    const item = this.#render(message);
    item.dataset.messageId = message.id;
    this.#byId.set(message.id, item);
    if (message.seq === undefined) {
      this.#append(item);
    } else {
      item.dataset.seq = message.seq;
      this.#place(item);
    }
    return true;
  }

  // The history tells the number of a message that arrived live. It moves only if it stands in the wrong place.
  #number(item, seq) {
    if (seq === undefined || isStored(item)) {
      return;
    }
    item.dataset.seq = seq;
    const before = stored(item, 'previousElementSibling');
    const after = stored(item, 'nextElementSibling');
    if ((before && seqOf(before) > seq) || (after && seqOf(after) < seq)) {
      item.remove();
      this.#place(item);
    }
  }

  // Puts it before the first message with a higher number if there is none with a lower one, else behind the last one with a
  // lower number: messages without a number arrived later than that.
  #place(item) {
    const seq = seqOf(item);
    const first = stored(this.#list, 'firstElementChild');
    if (!first) {
      this.#append(item);
    } else if (seqOf(first) > seq) {
      first.before(item); // a page of older messages, newest first
    } else {
      this.#lastWhere((other) => isStored(other) && seqOf(other) < seq).after(item);
    }
  }

  #append(item) {
    const last = this.#lastWhere(isDelivered);
    if (last) {
      last.after(item);
    } else {
      this.#list.prepend(item);
    }
  }

  // Searches from the end, where most messages belong.
  #lastWhere(condition) {
    let item = this.#list.lastElementChild;
    while (item && !condition(item)) {
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

function isDelivered(item) {
  return item.dataset.messageId !== undefined;
}

function isStored(item) {
  return item.dataset.seq !== undefined;
}

function seqOf(item) {
  return Number(item.dataset.seq);
}

/** Returns the nearest message with a number in that direction, such as `nextElementSibling`. */
function stored(from, direction) {
  let item = from[direction];
  const next = direction === 'firstElementChild' ? 'nextElementSibling' : direction;
  while (item && !isStored(item)) {
    item = item[next];
  }
  return item;
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
