package io.damso.gateway.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.membership.question.ArchivedRooms;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipQuestion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import tools.jackson.databind.json.JsonMapper;

class ControlEventsTests {

    private static final String MEMBERSHIP = BrokerTopology.membershipRoutingKey("r1");

    private final RecordingAccess live = new RecordingAccess();
    private final CacheValidity validity = TestProperties.validity();
    private final Memberships memberships = new Memberships(
            TestProperties.access(),
            questions -> Collections.nCopies(questions.size(), true),
            live,
            validity,
            Executors.newVirtualThreadPerTaskExecutor());
    private final MembershipRecheck recheck =
            new MembershipRecheck(memberships, validity, Duration.ofHours(1), Duration.ofHours(1));
    private final ArchivedRooms archived = new ArchivedRooms(10);
    private final ControlEvents events = new ControlEvents(memberships, archived, recheck, live, new JsonMapper());

    private void receive(String routingKey, String body) {
        Message message =
                MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8)).build();
        message.getMessageProperties().setReceivedRoutingKey(routingKey);
        events.onMessage(message);
    }

    @Test
    void removalEndsWhatDependsOnTheMembership() {
        live.running.add(new MembershipQuestion("r1", "alice"));
        receive(MEMBERSHIP, "{\"roomId\":\"r1\",\"userId\":\"alice\",\"member\":false}");
        assertThat(live.ended).containsExactly("alice in r1");
        receive(MEMBERSHIP, "{\"roomId\":\"r1\",\"userId\":\"alice\",\"member\":true}");
        assertThat(live.ended).hasSize(1);
    }

    @Test
    void endOfSessionsReachesThem() {
        receive(BrokerTopology.SESSIONS_ENDED_ROUTING_KEY, "{\"userId\":\"alice\"}");
        assertThat(live.ended).containsExactly("alice");
    }

    @Test
    void archivedRoomIsRemembered() {
        receive(BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY, "{\"roomId\":\"r1\",\"archived\":true,\"later\":1}");
        assertThat(archived.contains("r1")).isTrue();
        receive(BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY, "{\"roomId\":\"r1\",\"archived\":false}");
        assertThat(archived.contains("r1")).isFalse();
    }

    @Test
    void unreadableOrIncompleteEventIsDroppedAndTheCacheStaysValid() {
        for (String body : new String[] {"", "{", "null", "{}", "{\"roomId\":\"r1\"}"}) {
            receive(MEMBERSHIP, body);
            receive(BrokerTopology.SESSIONS_ENDED_ROUTING_KEY, body);
            receive(BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY, body);
        }
        assertThat(live.ended).isEmpty();
        assertThat(validity.isValid()).isTrue();
    }

    @Test
    void failureOfTheNodeLeadsToARecheckOfAll() {
        live.onEnd = () -> {
            throw new StackOverflowError();
        };
        receive(MEMBERSHIP, "{\"roomId\":\"r1\",\"userId\":\"alice\",\"member\":false}");
        assertThat(validity.isValid()).isFalse();
    }
}
