package io.damso.persistence.ingest;

import io.damso.protocol.ChatMessage;
import java.util.function.Supplier;
import org.springframework.amqp.core.Message;

/**
 * A readable message of a batch.
 *
 * @param content the message to store
 * @param alone creates the message of the broker that contains this one only; for a dead letter
 */
record Delivery(ChatMessage content, Supplier<Message> alone) {}
