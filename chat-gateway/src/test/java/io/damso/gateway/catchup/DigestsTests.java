package io.damso.gateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.feeds.Digest;
import io.damso.protocol.feeds.RoomState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import tools.jackson.databind.json.JsonMapper;

class DigestsTests {

    private static final long COVERED = Duration.ofSeconds(50).toNanos();

    private final JsonMapper json = new JsonMapper();
    private final List<Long> since = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private long now = Duration.ofHours(1).toNanos();
    private final Digests digests = new Digests(
            (room, unbrokenSince) -> {
                rooms.add(room.room());
                since.add(unbrokenSince);
            },
            json,
            () -> now);

    private void receive(String epoch, long number, int part, int parts) {
        now += Duration.ofSeconds(10).toNanos();
        RoomState room = new RoomState("r1", 7, Map.of("a", 3L));
        digests.onMessage(
                new Message(json.writeValueAsBytes(new Digest(2, epoch, number, part, parts, List.of(room)))));
    }

    @Test
    void consecutiveDigestsAreUnbroken() {
        receive("e", 4, 0, 1);
        long first = now - COVERED;
        receive("e", 5, 0, 2);
        receive("e", 5, 1, 2);
        receive("e", 6, 0, 1);
        assertThat(since).containsOnly(first);
        assertThat(rooms).hasSize(4).containsOnly("r1");
    }

    @Test
    void missingDigestOrPartOrAnotherEpochBreaksTheSeries() {
        receive("e", 4, 0, 1);
        receive("e", 6, 0, 1);
        assertThat(since.getLast()).isEqualTo(now - COVERED);
        receive("f", 7, 0, 2);
        assertThat(since.getLast()).isEqualTo(now - COVERED);
        receive("f", 8, 0, 1);
        assertThat(since.getLast()).as("a part of 7 is missing").isEqualTo(now - COVERED);
    }

    @Test
    void damagedDigestIsDropped() {
        digests.onMessage(new Message("{\"rooms\":".getBytes(StandardCharsets.UTF_8)));
        digests.onMessage(new Message("null".getBytes(StandardCharsets.UTF_8)));
        assertThat(rooms).isEmpty();
        receive("e", 1, 0, 1);
        assertThat(rooms).hasSize(1);
    }
}
