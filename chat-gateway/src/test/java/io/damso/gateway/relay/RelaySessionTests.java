package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.RoomMessage;
import io.damso.gateway.rooms.RoomSink;
import io.damso.protocol.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

class RelaySessionTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long HEARTBEAT = 10 * SECOND;

    private boolean available = true;
    private boolean settled = true;
    private final List<StompHeaderAccessor> sent = new ArrayList<>();
    private final RelaySession session = new RelaySession(
            1,
            new RelayFrames("g1", "run", 10_000),
            HEARTBEAT,
            0,
            () -> available,
            new SubscribeHold(() -> settled, 5 * SECOND),
            message -> sent.add(headers(message)));
    private final RecordingSink sink = new RecordingSink();
    private final RoomFeed feed = new RoomFeed("7", new RoomId("r1"), sink);
    private long now;

    @Test
    void roomIsSubscribedOnceConnected() {
        session.subscribe(feed, now);
        session.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
        receive(StompCommand.CONNECTED, null);
        assertThat(commands()).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
        StompHeaderAccessor subscribe = sent.getLast();
        assertThat(subscribe.getDestination()).isEqualTo("/topic/rooms.r1");
        assertThat(subscribe.getFirstNativeHeader("x-queue-name")).isEqualTo("damso.gateway.g1.rooms.r1.run-7-1");
        assertThat(subscribe.getReceipt()).isEqualTo("7");
        assertThat(sink.events).isEmpty();
        receive(StompCommand.RECEIPT, "7");
        assertThat(sink.events).containsExactly("live");
        assertThat(session.feed("7")).isSameAs(feed);
    }

    @Test
    void nothingIsOpenedWhileTheBrokerIsAway() {
        available = false;
        session.tick(now);
        assertThat(sent).isEmpty();
    }

    @Test
    void afterAFailureRoomsAreSubscribedAgainOnAnotherConnectionAndQueue() {
        connectWithLiveRoom();
        String broken = currentId();
        receive(StompCommand.ERROR, null);
        assertThat(sink.events).containsExactly("live", "interrupted");
        assertThat(session.isCurrent(broken)).isFalse();
        assertThat(commands()).doesNotContain(StompCommand.DISCONNECT); // the relay may still be removing the session
        session.tick(now);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.DISCONNECT);
        assertThat(sent.getLast().getSessionId()).isEqualTo(broken);
        later(2 * SECOND);
        assertThat(commands()).containsOnlyOnce(StompCommand.DISCONNECT);
        assertThat(currentId()).isNotEqualTo(broken);
        receive(StompCommand.CONNECTED, null);
        assertThat(sent.getLast().getFirstNativeHeader("x-queue-name")).isEqualTo("damso.gateway.g1.rooms.r1.run-7-2");
        receive(StompCommand.RECEIPT, "7");
        assertThat(sink.events).containsExactly("live", "interrupted", "live");
    }

    @Test
    void roomsAreNotSubscribedWhileMembershipsAreInvalid() {
        settled = false;
        session.subscribe(feed, now);
        session.tick(now);
        receive(StompCommand.CONNECTED, null);
        later(SECOND);
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
        settled = true;
        session.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
        receive(StompCommand.RECEIPT, "7");
        assertThat(sink.events).containsExactly("live");
    }

    @Test
    void roomsAreSubscribedAfterABoundedTimeAtTheLatest() {
        settled = false;
        session.subscribe(feed, now);
        session.tick(now);
        receive(StompCommand.CONNECTED, null);
        later(5 * SECOND);
        assertThat(commands()).contains(StompCommand.SUBSCRIBE);
    }

    @Test
    void repeatedFailuresAreFollowedByLongerPauses() {
        session.tick(now);
        for (int i = 0; i < 10; i++) {
            receive(StompCommand.ERROR, null);
            later(2 * SECOND);
        }
        int attempts = sent.size();
        receive(StompCommand.ERROR, null);
        later(SECOND / 2);
        assertThat(sent).hasSize(attempts + 1); // only the DISCONNECT
        later(2 * SECOND);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void connectionWithoutConnectedIsClosed() {
        session.tick(now);
        String broken = currentId();
        later(11 * SECOND);
        assertThat(session.isCurrent(broken)).isFalse();
        later(SECOND);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void connectionWithoutHeartbeatsIsClosed() {
        connectWithLiveRoom();
        later(HEARTBEAT);
        session.received(now);
        later(3 * HEARTBEAT);
        assertThat(session.isConnected()).isTrue();
        later(SECOND);
        assertThat(session.isConnected()).isFalse();
        assertThat(sink.events).containsExactly("live", "interrupted");
    }

    @Test
    void heartbeatsAreSentWhenNothingElseIs() {
        connectWithLiveRoom();
        int before = sent.size();
        later(HEARTBEAT / 2 - SECOND);
        assertThat(sent).hasSize(before);
        later(SECOND);
        assertThat(sent.getLast().getCommand()).isNull();
        assertThat(sent).hasSize(before + 1);
        later(HEARTBEAT / 2 - SECOND);
        assertThat(sent).hasSize(before + 1);
    }

    @Test
    void leftRoomIsUnsubscribed() {
        connectWithLiveRoom();
        session.unsubscribe(feed, now);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.UNSUBSCRIBE);
        assertThat(sent.getLast().getSubscriptionId()).isEqualTo("7");
        assertThat(session.feed("7")).isNull();
    }

    @Test
    void roomLeftBeforeItsReceiptIsUnsubscribedAfterIt() {
        session.tick(now);
        receive(StompCommand.CONNECTED, null);
        session.subscribe(feed, now);
        session.unsubscribe(feed, now);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.SUBSCRIBE);
        receive(StompCommand.RECEIPT, "7");
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.UNSUBSCRIBE);
        assertThat(sink.events).isEmpty();
    }

    @Test
    void roomLeftWhileDisconnectedIsRemoved() {
        connectWithLiveRoom();
        receive(StompCommand.ERROR, null);
        session.unsubscribe(feed, now);
        later(2 * SECOND);
        receive(StompCommand.CONNECTED, null);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void framesWaitWhileSpringsRelayWouldRefuseThem() {
        connectWithLiveRoom();
        int before = sent.size();
        available = false;
        RoomFeed joined = new RoomFeed("8", new RoomId("r2"), sink);
        RoomFeed joinedAndLeft = new RoomFeed("9", new RoomId("r3"), sink);
        session.subscribe(joined, now);
        session.subscribe(joinedAndLeft, now);
        session.unsubscribe(joinedAndLeft, now);
        session.unsubscribe(feed, now);
        session.tick(now);
        assertThat(sent).hasSize(before);
        available = true;
        session.tick(now);
        session.tick(now);
        assertThat(sent.subList(before, sent.size()))
                .extracting(StompHeaderAccessor::getCommand)
                .containsExactly(StompCommand.SUBSCRIBE, StompCommand.UNSUBSCRIBE);
        assertThat(sent.getLast().getSubscriptionId()).isEqualTo("7");
        assertThat(session.isConnected()).isTrue();
    }

    @Test
    void waitingFramesAreNotSentTwiceAfterAFailure() {
        connectWithLiveRoom();
        available = false;
        session.subscribe(new RoomFeed("8", new RoomId("r2"), sink), now);
        receive(StompCommand.ERROR, null);
        available = true;
        later(2 * SECOND);
        receive(StompCommand.CONNECTED, null);
        later(SECOND);
        assertThat(sent)
                .extracting(StompHeaderAccessor::getCommand)
                .filteredOn(StompCommand.SUBSCRIBE::equals)
                .hasSize(3);
    }

    @Test
    void roomSubscribedWhileConnectingIsSubscribedOnce() {
        session.tick(now);
        session.subscribe(feed, now);
        receive(StompCommand.CONNECTED, null);
        session.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
    }

    @Test
    void roomLeftBeforeItsReceiptIsRemovedWithTheConnection() {
        session.tick(now);
        receive(StompCommand.CONNECTED, null);
        session.subscribe(feed, now);
        session.unsubscribe(feed, now);
        receive(StompCommand.ERROR, null);
        assertThat(session.feed("7")).isNull();
        assertThat(sink.events).isEmpty();
        later(2 * SECOND);
        receive(StompCommand.CONNECTED, null);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void receiptOfAnUnknownRoomAndASecondReceiptChangeNothing() {
        connectWithLiveRoom();
        receive(StompCommand.RECEIPT, "7");
        receive(StompCommand.RECEIPT, "99");
        receive(StompCommand.RECEIPT, null);
        assertThat(sink.events).containsExactly("live");
        assertThat(session.isConnected()).isTrue();
    }

    @Test
    void failureOfASessionThatIsNotOpenChangesNothing() {
        session.failed("late", now);
        session.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
    }

    private void connectWithLiveRoom() {
        session.subscribe(feed, now);
        session.tick(now);
        receive(StompCommand.CONNECTED, null);
        receive(StompCommand.RECEIPT, "7");
    }

    private void later(long nanos) {
        now += nanos;
        session.tick(now);
    }

    private void receive(StompCommand command, @Nullable String receipt) {
        StompHeaderAccessor frame = StompHeaderAccessor.create(command);
        if (receipt != null) {
            frame.setReceiptId(receipt);
        }
        session.received(frame, now);
    }

    private List<@Nullable StompCommand> commands() {
        return sent.stream()
                .<@Nullable StompCommand>map(StompHeaderAccessor::getCommand)
                .toList();
    }

    private String currentId() {
        return String.valueOf(sent.reversed().stream()
                .filter(frame -> frame.getCommand() == StompCommand.CONNECT)
                .findFirst()
                .orElseThrow()
                .getSessionId());
    }

    private static StompHeaderAccessor headers(Message<byte[]> message) {
        StompHeaderAccessor headers = MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
        assertThat(headers).isNotNull();
        return headers;
    }

    private static final class RecordingSink implements RoomSink {

        private final List<String> events = new ArrayList<>();

        @Override
        public void live() {
            events.add("live");
        }

        @Override
        public void interrupted() {
            events.add("interrupted");
        }

        @Override
        public void message(RoomMessage message) {
            events.add("message " + message.id());
        }
    }
}
