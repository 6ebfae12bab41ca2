package io.damso.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.Previous;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a feed notices that messages are missing. */
class FeedHolesTests {

    private static final RoomId ROOM = new RoomId("r1");
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final List<Feed> holes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Feed feed = new Feed(ROOM, new SimpleMeterRegistry().counter("repeats"), holes::add);
    private RoomSubscription subscription;

    private final class Listener implements RoomListener {

        @Override
        public void deliver(byte[] frame) {
            events.add("message");
        }

        @Override
        public void deliveryInterrupted(RoomId roomId) {
            events.add("interrupted");
        }

        @Override
        public void deliveryResumed(RoomId roomId) {
            events.add("resumed");
        }
    }

    private static final class NoFormat implements FrameFormat {

        @Override
        public byte[] encode(RoomMessage message) {
            return message.body();
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return encoded;
        }
    }

    @BeforeEach
    void subscribe() {
        subscription = add();
        feed.live();
    }

    private RoomSubscription add() {
        RoomSubscription added =
                feed.add(new Feed.Label(new NoFormat(), ""), new Listener(), (roomId, sink) -> () -> {});
        assertThat(added).isNotNull();
        return added;
    }

    private static RoomMessage message(long number, Previous previous) {
        return new RoomMessage("a", number, new Entry(ROOM, UUID.randomUUID().toString(), previous, BODY));
    }

    @Test
    void missingMessageIsAHole() {
        feed.message(message(3, new Previous.First(null)));
        feed.message(message(4, new Previous.At(3)));
        assertThat(holes).isEmpty();
        feed.message(message(6, new Previous.At(5)));
        assertThat(holes).containsExactly(feed);
        feed.tellHole();
        assertThat(events).containsExactly("message", "message", "message", "interrupted", "resumed");
    }

    @Test
    void holeOfAnInterruptionIsNotReportedAgain() {
        feed.message(message(3, new Previous.First(null)));
        feed.interrupted();
        feed.tellHole();
        feed.live();
        feed.message(message(9, new Previous.At(8)));
        assertThat(holes).isEmpty();
        assertThat(events).containsExactly("message", "interrupted", "resumed", "message");
    }

    @Test
    void messagesWithoutAListenerAndRepeatsAreNoHole() {
        RoomMessage repeated = message(3, new Previous.First(null));
        feed.message(repeated);
        subscription.cancel();
        feed.message(message(4, new Previous.At(3)));
        add();
        feed.message(new RoomMessage("a", 5, new Entry(ROOM, repeated.id(), new Previous.At(4), BODY)));
        feed.message(message(6, new Previous.At(5)));
        assertThat(holes).isEmpty();
        assertThat(events).containsExactly("message", "message");
    }
}
