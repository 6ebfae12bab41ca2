package io.damso.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.damso.gateway.RefusedException;
import io.damso.protocol.Destination;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import org.junit.jupiter.api.Test;

class SubscriptionsTests {

    private static final Destination ROOM = new Destination.RoomMessages(new RoomId("r1"));
    private static final Destination OTHER_ROOM = new Destination.RoomMessages(new RoomId("r2"));

    private final Subscriptions subscriptions = new Subscriptions();

    @Test
    void everySubscriptionOfADestinationEndsAndNoOther() throws RefusedException {
        add("1", ROOM);
        add("2", OTHER_ROOM);
        add("3", ROOM);
        add("4", new Destination.UserErrors());
        assertThat(subscriptions.end(ROOM)).as("none of them ran").isFalse();
        assertThat(subscriptions.destinations()).containsExactlyInAnyOrder(OTHER_ROOM, new Destination.UserErrors());
    }

    @Test
    void subscriptionThatEndsBeforeItIsAttachedNeverReachesTheRoom() throws RefusedException {
        Subscription subscription = add("1", ROOM);
        subscriptions.end(ROOM);
        assertThat(subscription.attach(() -> {
            throw new AssertionError("the room was asked");
        })).isNull();
    }

    @Test
    void idOfAnEndedSubscriptionMayBeUsedAgain() throws RefusedException {
        add("1", ROOM);
        subscriptions.end(ROOM);
        add("1", ROOM);
        assertThat(subscriptions.destinations()).containsExactly(ROOM);
    }

    @Test
    void roomIsListenedToSoOftenAndNotMore() throws RefusedException {
        for (int i = 0; i < 8; i++) {
            add("room " + i, ROOM);
        }
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> add("one more", ROOM))
                .matches(e -> e.code() == ErrorCode.TOO_MANY_SUBSCRIPTIONS);
        add("another", OTHER_ROOM);
        add("errors", new Destination.UserErrors());
    }

    private Subscription add(String id, Destination destination) throws RefusedException {
        return subscriptions.add(id, destination, StompVersion.V1_2, 10);
    }
}
