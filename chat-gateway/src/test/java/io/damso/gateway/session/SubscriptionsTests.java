package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionsTests {

    private static final Destination.ForSubscribe ROOM = new Destination.RoomMessages(new RoomId("r1"));
    private static final Destination.ForSubscribe OTHER_ROOM = new Destination.RoomMessages(new RoomId("r2"));

    private final RecordingChannel channel = new RecordingChannel();
    private final Subscriptions subscriptions = new Subscriptions();

    @Test
    void everySubscriptionOfADestinationEndsAndNoOther() throws RefusedException {
        add("1", ROOM);
        add("2", OTHER_ROOM);
        add("3", ROOM);
        add("4", new Destination.UserErrors());
        assertThat(subscriptions.end(ROOM)).as("none of them was attached").isEmpty();
        assertThat(subscriptions.destinations()).containsExactlyInAnyOrder(OTHER_ROOM, new Destination.UserErrors());
    }

    @Test
    void subscriptionThatEndsBeforeItIsAttachedNeverReachesTheRoom() throws RefusedException {
        Subscription subscription = add("1", ROOM);
        subscriptions.end(ROOM);
        assertThat(subscription.attach(() -> {
                    throw new AssertionError("the room was asked");
                }))
                .isNull();
    }

    @Test
    void idOfAnEndedSubscriptionMayBeUsedAgain() throws RefusedException {
        add("1", ROOM);
        subscriptions.end(ROOM);
        add("1", ROOM);
        assertThat(subscriptions.destinations()).containsExactly(ROOM);
    }

    @Test
    void subscriptionsToOneRoomAreLimited() throws RefusedException {
        for (int i = 0; i < 8; i++) {
            add("room " + i, ROOM);
        }
        assertRefused(ErrorCode.TOO_MANY_SUBSCRIPTIONS, () -> add("one more", ROOM));
        add("another", OTHER_ROOM);
        add("errors", new Destination.UserErrors());
    }

    @Test
    void withoutAnIdThereIsOneOfEachDestination() throws RefusedException {
        Subscription first = add(null, ROOM);
        assertThat(add(null, ROOM)).isSameAs(first);
        assertThat(add(null, OTHER_ROOM)).isNotSameAs(first);
        add("1", ROOM);
        assertThat(subscriptions.removeWithoutId(ROOM)).isSameAs(first);
        assertThat(subscriptions.destinations()).containsExactlyInAnyOrder(OTHER_ROOM, ROOM);
        assertRefused(ErrorCode.HEADER_REFUSED, () -> subscriptions.removeWithoutId(ROOM));
    }

    @Test
    void usedIdAndIdThatTheProtocolDoesNotAllowAreRefused() throws RefusedException {
        add("1", ROOM);
        assertRefused(ErrorCode.HEADER_REFUSED, () -> add("1", OTHER_ROOM));
        channel.refusedLabel = "forbidden";
        assertRefused(ErrorCode.HEADER_REFUSED, () -> add("forbidden", OTHER_ROOM));
        assertThat(subscriptions.destinations()).containsExactly(ROOM);
    }

    @Test
    void noneIsAddedAfterTheEnd() throws RefusedException {
        Subscription subscription = add("1", ROOM);
        subscriptions.close();
        assertRefused(ErrorCode.HEADER_REFUSED, () -> add("2", ROOM));
        assertThat(subscriptions.destinations()).isEmpty();
        assertThat(subscription.attach(() -> {
                    throw new AssertionError("the room was asked");
                }))
                .isNull();
    }

    @Test
    void subscriptionIsFoundByItsDestination() throws RefusedException {
        Subscription errors = add("1", new Destination.UserErrors());
        assertThat(subscriptions.to(new Destination.UserErrors())).isSameAs(errors);
        assertThat(errors.label()).isEqualTo("1 /topic/rooms.R1");
        assertThat(subscriptions.to(ROOM)).isNull();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(call).matches(e -> e.code() == code);
    }

    private Subscription add(@Nullable String id, Destination.ForSubscribe destination) throws RefusedException {
        return subscriptions.add(id, destination, "/topic/rooms.R1", channel, 10);
    }
}
