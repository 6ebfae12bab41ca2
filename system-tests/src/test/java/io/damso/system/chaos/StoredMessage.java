package io.damso.system.chaos;

/** The relevant fields of a message in the history. */
record StoredMessage(long seq, String sender, String clientMessageId) {}
