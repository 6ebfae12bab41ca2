package io.damso.gateway.session;

import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Threads that use the subscriptions of one session, in many orders of their steps. */
class SubscriptionsInterleavingTests {

    private static final int ORDERS = 300;
    private static final Destination.ForSubscribe ROOM = new Destination.RoomMessages(new RoomId("r1"));

    /** A client that subscribes; what it was refused, or the subscription, is there when the thread has ended. */
    private static final class Subscribing extends Thread {

        private final Subscriptions subscriptions;
        private final String id;
        private final int limit;
        private @Nullable Subscription added;
        private @Nullable ErrorCode refused;

        Subscribing(Subscriptions subscriptions, String id, int limit) {
            this.subscriptions = subscriptions;
            this.id = id;
            this.limit = limit;
        }

        @Override
        public void run() {
            try {
                added = subscriptions.add(id, ROOM, "/topic/rooms.r1", new RecordingChannel(), limit);
            } catch (RefusedException e) {
                refused = e.code();
            }
        }

        /** Returns whether the subscription does not reach its room. */
        private boolean isCancelled() {
            List<String> asked = new ArrayList<>();
            if (added != null) {
                try {
                    added.attach(() -> {
                        asked.add("the room");
                        throw new IllegalStateException();
                    });
                } catch (IllegalStateException e) {
                    return false;
                }
            }
            return asked.isEmpty();
        }
    }

    private static void run(Thread one, Thread other) {
        one.start();
        other.start();
        try {
            one.join();
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Instead of AssertJ, whose own methods Lincheck would run step by step. */
    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("A subscription outlives its end, or there are too many");
        }
    }

    @Test
    void noSubscriptionOutlivesTheEndOfTheSession() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Subscriptions subscriptions = new Subscriptions();
            Subscribing client = new Subscribing(subscriptions, "1", 10);
            run(client, new Thread(subscriptions::close));
            require(client.isCancelled() && subscriptions.destinations().isEmpty());
        });
    }

    @Test
    void noSubscriptionOutlivesARemovalThatCameAfterIt() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Subscriptions subscriptions = new Subscriptions();
            Subscribing client = new Subscribing(subscriptions, "1", 10);
            run(client, new Thread(() -> subscriptions.end(ROOM)));
            require(client.isCancelled() == subscriptions.destinations().isEmpty());
        });
    }

    @Test
    void limitHoldsForThreadsThatSubscribeTogether() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Subscriptions subscriptions = new Subscriptions();
            Subscribing one = new Subscribing(subscriptions, "1", 1);
            Subscribing other = new Subscribing(subscriptions, "2", 1);
            run(one, other);
            require(subscriptions.destinations().size() == 1 && (one.refused == null) != (other.refused == null));
        });
    }
}
