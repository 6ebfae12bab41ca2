package io.damso.simulation;

import com.rabbitmq.client.Channel;
import io.damso.protocol.feeds.BarrierQuestion;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * A model of RabbitMQ: the durable queue of one partition with its single active consumer, and the exchange, the bindings
 * and the queue of each run of a gateway.
 */
final class Broker {

    /** Policy {@code gateways}. */
    private static final long LIVE_TTL = TimeUnit.SECONDS.toNanos(60);

    private static final String REPLY_TO = "amq.rabbitmq.reply-to.";

    /** What becomes of an envelope. */
    enum Outcome {
        KEPT,
        REFUSED,
        RETURNED
    }

    private record Item(
            byte[] body,
            String contentType,
            @Nullable String asker,
            @Nullable String question) {}

    private final World world;
    private final Deque<Item> ready = new ArrayDeque<>();
    private final Map<String, Set<String>> exchanges = new HashMap<>();
    private long tags;
    private int consumers;
    private Outcome next = Outcome.KEPT;

    Broker(World world) {
        this.world = world;
    }

    /** Sets the outcome of the next envelope. */
    void next(Outcome outcome) {
        next = outcome;
    }

    Outcome publish(byte[] body, String contentType) {
        Outcome outcome = next;
        next = Outcome.KEPT;
        if (outcome == Outcome.KEPT) {
            ready.add(new Item(body, contentType, null, null));
        }
        return outcome;
    }

    void publishBarrier(byte[] body, String asker, String question) {
        ready.add(new Item(body, BarrierQuestion.CONTENT_TYPE, asker, question));
    }

    /** Returns whose question an answer is for, or an empty text if the address is none. */
    static String asker(String replyTo) {
        return replyTo.startsWith(REPLY_TO) ? replyTo.substring(REPLY_TO.length()) : "";
    }

    void publishLive(byte[] body, List<String> keys) {
        long until = world.now() + LIVE_TTL;
        for (Gateway gateway : world.gateways()) {
            Set<String> bound = exchanges.get(gateway.queue());
            if (bound != null && keys.stream().anyMatch(bound::contains)) {
                gateway.live().execute(() -> {
                    if (world.now() <= until) {
                        gateway.heard(body);
                    }
                });
            }
        }
    }

    boolean hasExchange(@Nullable String run) {
        return exchanges.containsKey(run);
    }

    void declare(String run) {
        exchanges.putIfAbsent(run, new HashSet<>());
    }

    void delete(@Nullable String run) {
        exchanges.remove(run);
    }

    /** Returns false if the exchange does not exist. */
    boolean bind(String run, String key) {
        Set<String> bound = exchanges.get(run);
        if (bound != null) {
            bound.add(key);
        }
        return bound != null;
    }

    void unbind(String run, String key) {
        Set<String> bound = exchanges.get(run);
        if (bound != null) {
            bound.remove(key);
        }
    }

    /** Another consumer becomes active. */
    void consumerChanged() {
        consumers++;
    }

    /**
     * Delivers a batch to the active consumer.
     *
     * @return whether it was acknowledged
     */
    boolean consume(int count) {
        Persistence consumer = world.consumer();
        if (consumer == null || ready.isEmpty()) {
            return false;
        }
        Delivery delivery = new Delivery(consumer);
        List<Message> batch = new ArrayList<>(count);
        for (int i = 0; i < count && !ready.isEmpty(); i++) {
            batch.add(delivery.take(ready.remove()));
        }
        try {
            consumer.ingest().handle(batch, delivery.channel());
        } catch (RuntimeException e) {
            delivery.close(); // the listener has closed it already, if it is right
        }
        return delivery.isDone();
    }

    /** What the consumer has and did not acknowledge yet. */
    final class Delivery {

        private final Persistence consumer;
        private final NavigableMap<Long, Item> unacknowledged = new TreeMap<>();
        private boolean open = true;

        private Delivery(Persistence consumer) {
            this.consumer = consumer;
            consumer.delivers(this);
        }

        private Message take(Item item) {
            long tag = ++tags;
            unacknowledged.put(tag, item);
            MessageProperties properties = new MessageProperties();
            properties.setContentType(item.contentType());
            properties.setConsumerQueue(World.QUEUE);
            properties.setDeliveryTag(tag);
            properties.setConsumerTag("consumer-" + consumers);
            if (item.asker() != null) {
                properties.setReplyTo(REPLY_TO + item.asker());
                properties.setCorrelationId(item.question());
            }
            return new Message(item.body(), properties);
        }

        private Channel channel() {
            return (Channel) Proxy.newProxyInstance(
                    Broker.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, args) -> {
                        switch (method.getName()) {
                            case "basicAck" -> acknowledge((Long) args[0]);
                            case "abort" -> close();
                            default -> throw new UnsupportedOperationException(method.getName());
                        }
                        return null;
                    });
        }

        private void acknowledge(long tag) throws IOException {
            if (consumer.crashesBeforeAck()) {
                close();
            }
            if (!open) {
                throw new IOException("The channel is closed");
            }
            unacknowledged.headMap(tag, true).clear();
        }

        /** Everything that is not acknowledged returns to the head of the queue. */
        void close() {
            if (open) {
                open = false;
                consumers++;
                unacknowledged.descendingMap().values().forEach(ready::addFirst);
                unacknowledged.clear();
            }
        }

        private boolean isDone() {
            return open;
        }
    }
}
