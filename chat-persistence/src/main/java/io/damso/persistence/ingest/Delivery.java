package io.damso.persistence.ingest;

import io.damso.persistence.store.Arrival;
import java.util.function.Supplier;
import org.springframework.amqp.core.Message;

/**
 * A readable message of a batch.
 *
 * @param arrival the message to store
 * @param alone creates the message of the broker that contains this one only; for a dead letter
 */
record Delivery(Arrival arrival, Supplier<Message> alone) {}
