package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;

class NodeQueueTests {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long HEARTBEAT = 10 * SECOND;

    private boolean available = true;
    private boolean settled = true;
    private final List<StompHeaderAccessor> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final NodeQueue queue = new NodeQueue(
            new RelayFrames("g1", 10_000),
            0,
            () -> available,
            new SubscribeHold(() -> settled, 5 * SECOND),
            message -> sent.add(headers(message)),
            new NodeQueue.Listener() {
                @Override
                public void connected() {
                    events.add("connected");
                }

                @Override
                public void live(String run) {
                    events.add("live in " + run);
                }

                @Override
                public void lost() {
                    events.add("lost");
                }
            });
    private long now;

    @Test
    void queueIsSubscribedWhenTheExchangeOfTheRunExists() {
        queue.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
        receive(StompCommand.CONNECTED);
        assertThat(events).containsExactly("connected");
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
        queue.exchangeReady("run", now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
        StompHeaderAccessor subscribe = sent.getLast();
        assertThat(subscribe.getDestination()).isEqualTo("/exchange/damso.gateway.g1.run");
        assertThat(subscribe.getFirstNativeHeader("x-queue-name")).isEqualTo("damso.gateway.g1.run.queue.1");
        assertThat(subscribe.getFirstNativeHeader("exclusive")).isEqualTo("true");
        assertThat(queue.isLive()).isFalse();
        receive(StompCommand.RECEIPT);
        assertThat(events).containsExactly("connected", "live in run");
        assertThat(queue.isLive()).isTrue();
        assertThat(queue.liveRun()).isEqualTo("run");
    }

    @Test
    void nothingIsOpenedWhileTheBrokerIsAway() {
        available = false;
        queue.tick(now);
        assertThat(sent).isEmpty();
    }

    @Test
    void afterAFailureTheExchangeIsCheckedAndAnotherQueueSubscribed() {
        subscribe();
        String broken = currentId();
        receive(StompCommand.ERROR);
        assertThat(events).containsExactly("connected", "live in run", "lost");
        assertThat(queue.liveRun()).isNull();
        assertThat(queue.isCurrent(broken)).isFalse();
        assertThat(commands()).doesNotContain(StompCommand.DISCONNECT); // the relay may still be removing the session
        queue.tick(now);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.DISCONNECT);
        assertThat(sent.getLast().getSessionId()).isEqualTo(broken);
        later(2 * SECOND);
        assertThat(commands()).containsOnlyOnce(StompCommand.DISCONNECT);
        assertThat(currentId()).isNotEqualTo(broken);
        receive(StompCommand.CONNECTED);
        assertThat(events).endsWith("connected");
        queue.exchangeReady("next", now);
        assertThat(sent.getLast().getFirstNativeHeader("x-queue-name")).isEqualTo("damso.gateway.g1.next.queue.2");
        receive(StompCommand.RECEIPT);
        assertThat(events).endsWith("live in next");
    }

    @Test
    void replacedExchangeIsSubscribedOnAnotherConnection() {
        subscribe();
        queue.exchangeReady("run", now);
        assertThat(queue.isLive()).isTrue();
        queue.exchangeReady("next", now);
        assertThat(events).endsWith("lost");
        later(2 * SECOND);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void queueIsNotSubscribedWhileMembershipsAreInvalid() {
        settled = false;
        queue.tick(now);
        receive(StompCommand.CONNECTED);
        queue.exchangeReady("run", now);
        later(SECOND);
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
        settled = true;
        queue.tick(now);
        queue.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
    }

    @Test
    void queueIsSubscribedAfterABoundedTimeAtTheLatest() {
        settled = false;
        queue.tick(now);
        receive(StompCommand.CONNECTED);
        queue.exchangeReady("run", now);
        later(5 * SECOND);
        assertThat(commands()).contains(StompCommand.SUBSCRIBE);
    }

    @Test
    void subscribeWaitsWhileSpringsRelayWouldRefuseIt() {
        queue.tick(now);
        receive(StompCommand.CONNECTED);
        available = false;
        queue.exchangeReady("run", now);
        queue.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
        available = true;
        queue.tick(now);
        assertThat(commands()).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
    }

    @Test
    void repeatedFailuresAreFollowedByLongerPauses() {
        queue.tick(now);
        for (int i = 0; i < 10; i++) {
            receive(StompCommand.ERROR);
            later(2 * SECOND);
        }
        int attempts = sent.size();
        receive(StompCommand.ERROR);
        later(SECOND / 2);
        assertThat(sent).hasSize(attempts + 1); // only the DISCONNECT
        later(2 * SECOND);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void connectionWithoutConnectedIsClosed() {
        queue.tick(now);
        String broken = currentId();
        later(3 * SECOND);
        assertThat(queue.isCurrent(broken)).isTrue();
        later(1);
        assertThat(queue.isCurrent(broken)).isFalse();
        later(SECOND);
        assertThat(sent.getLast().getCommand()).isEqualTo(StompCommand.CONNECT);
    }

    @Test
    void connectionWithoutHeartbeatsIsClosed() {
        subscribe();
        later(HEARTBEAT);
        queue.received(now);
        later(3 * HEARTBEAT);
        assertThat(queue.isLive()).isTrue();
        later(SECOND);
        assertThat(queue.isLive()).isFalse();
        assertThat(events).endsWith("lost");
    }

    @Test
    void heartbeatsAreSentWhenNothingElseIs() {
        subscribe();
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
    void furtherReceiptsChangeNothing() {
        subscribe();
        receive(StompCommand.RECEIPT);
        assertThat(events).containsExactly("connected", "live in run");
    }

    @Test
    void failureOfASessionThatIsNotOpenChangesNothing() {
        queue.failed("late", now);
        queue.tick(now);
        assertThat(events).isEmpty();
        assertThat(commands()).containsExactly(StompCommand.CONNECT);
    }

    private void subscribe() {
        queue.tick(now);
        receive(StompCommand.CONNECTED);
        queue.exchangeReady("run", now);
        receive(StompCommand.RECEIPT);
    }

    private void later(long nanos) {
        now += nanos;
        queue.tick(now);
    }

    private void receive(StompCommand command) {
        queue.received(StompHeaderAccessor.create(command), now);
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
}
