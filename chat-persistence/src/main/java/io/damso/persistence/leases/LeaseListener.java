package io.damso.persistence.leases;

import com.rabbitmq.client.Channel;
import io.damso.edge.log.RareLog;
import io.damso.protocol.RunLease;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes leases into the book, and a run into the store when it is seen for the first time. While the store does not
 * answer, the lease returns to the queue, and no run is judged. For one consumer, which handles one message at a time.
 */
final class LeaseListener implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(LeaseListener.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RareLog unreadable = new RareLog(log);
    private final RareLog storeAway = new RareLog(log);
    private final RareLog failures = new RareLog(log);
    private final LeaseBook book;
    private final GatewayRuns runs;
    private final RunRemoval removal;
    private final JsonMapper json;
    private @Nullable String consumer = "none yet";
    private long idleSince = System.nanoTime();

    LeaseListener(LeaseBook book, GatewayRuns runs, RunRemoval removal, JsonMapper json) {
        this.book = book;
        this.runs = runs;
        this.removal = removal;
        this.json = json;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) {
        if (channel == null) {
            throw new IllegalStateException("The listener container has no channel for acknowledgements");
        }
        book.waited(System.nanoTime() - idleSince);
        boolean handled = isHandled(message);
        try {
            long tag = message.getMessageProperties().getDeliveryTag();
            if (handled) {
                channel.basicAck(tag, false);
            } else {
                Thread.sleep(PAUSE);
                channel.basicNack(tag, false, true); // the policy of the queue has no delivery limit
            }
        } catch (IOException e) {
            throw new IllegalStateException("The connection was lost before the lease was acknowledged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            idleSince = System.nanoTime(); // while this thread was busy, no lease could arrive
        }
    }

    /** Returns false if the store does not answer. */
    private boolean isHandled(Message message) {
        try {
            Optional<GatewayRun> run = take(message);
            if (run.isEmpty()) {
                unreadable.warn("A lease names no possible run and is dropped; check the versions of the gateways");
            }
        } catch (JacksonException e) {
            unreadable.warn("Unreadable lease is dropped: {}", e.getOriginalMessage());
        } catch (DataAccessException e) {
            storeAway.warn(
                    "The store is not available; runs of gateways are neither noted nor judged: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            return false;
        } catch (RuntimeException | Error e) { // Spring's container would end the process for an Error
            failures.error("A lease failed in an unforeseen way and is dropped", e);
        }
        return true;
    }

    private Optional<GatewayRun> take(Message message) {
        RunLease lease = json.readValue(message.getBody(), RunLease.class);
        Optional<GatewayRun> run = GatewayRun.of(lease);
        if (run.isPresent()) {
            restart(message.getMessageProperties().getConsumerTag());
            note(run.get(), lease.ended());
            removal.removeDue();
        }
        return run;
    }

    /** With another tag the queue may have had another process as its consumer in between, which knows more runs. */
    private void restart(@Nullable String tag) {
        if (!Objects.equals(tag, consumer)) {
            book.restart(runs.all());
            consumer = tag;
        }
    }

    private void note(GatewayRun run, boolean ended) {
        if (!book.knows(run)) {
            runs.add(run);
        }
        if (ended) {
            book.ended(run);
        } else {
            book.heard(run);
        }
    }
}
