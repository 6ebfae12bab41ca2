package io.damso.persistence.ingest.positions;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.store.InMemoryMessageLog;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.RoomState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionPositionsTests {

    private static final String ROOM = "a";
    private static final int PARTITION = BrokerTopology.partition(new RoomId(ROOM));

    private final Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InMemoryMessageLog log = new InMemoryMessageLog();
    private final InMemoryOwners owners = new InMemoryOwners();

    private static final class InMemoryOwners implements PartitionOwners {

        private final Map<Integer, PartitionOwner> owners = new HashMap<>();

        @Override
        public Optional<PartitionOwner> of(int partition) {
            return Optional.ofNullable(owners.get(partition));
        }

        @Override
        public void take(int partition, String epoch) {
            owners.put(partition, new PartitionOwner(partition, epoch, 0));
        }

        @Override
        public boolean beat(int partition, String epoch) {
            return isOwner(partition, epoch);
        }

        @Override
        public void release(int partition, String epoch) {
            owners.remove(partition);
        }
    }

    private PartitionPositions process() {
        return new PartitionPositions(PARTITION, owners, log, () -> now);
    }

    /** The other process stored something, and was not asked for a barrier before it lost the queue again. */
    @Test
    void whatAnotherProcessStoredInBetweenIsKnown() {
        PartitionPositions first = process();
        first.consumedBy("one");
        assertThat(first.states(List.of(ROOM))).containsEntry(ROOM, new RoomState(ROOM, 0, Map.of()));
        PartitionPositions second = process();
        second.consumedBy("two");
        second.stored(List.of(log.add(ROOM, now, new Copy("o", 1))));
        first.consumedBy("three");
        assertThat(first.states(List.of(ROOM))).containsEntry(ROOM, new RoomState(ROOM, 1, Map.of("o", 1L)));
    }
}
