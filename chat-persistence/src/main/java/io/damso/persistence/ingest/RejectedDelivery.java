package io.damso.persistence.ingest;

import org.springframework.amqp.core.Message;

/**
 * A delivery that can never be stored.
 *
 * @param message as the broker delivered it, or an envelope with the refused entry only
 * @param reason the reason, for the dead letter
 */
record RejectedDelivery(Message message, String reason) {}
