package io.damso.persistence.ingest.positions;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.damso.persistence.store.InMemoryMessageLog;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.Copy;
import io.damso.protocol.feeds.Digest;
import io.damso.protocol.feeds.RoomState;
import io.damso.test.MongoStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Processes that follow each other as the owner of a partition, which stands in a real store. */
class PartitionPositionsIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final String ROOM = "room";
    private static final int PARTITION = BrokerTopology.partition(new RoomId(ROOM));

    private static MongoClient client;

    private final InMemoryMessageLog log = new InMemoryMessageLog();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final PartitionPositions first = positions();
    private final PartitionPositions second = positions();

    @BeforeAll
    static void connect() {
        client = MongoClients.create(mongo.uri());
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @AfterEach
    void forgetTheOwners() {
        template().dropCollection(PartitionOwner.class);
    }

    private static MongoTemplate template() {
        return new MongoTemplate(client, mongo.database());
    }

    private PartitionPositions positions() {
        return new PartitionPositions(PARTITION, new MongoPartitionOwners(template()), log, () -> now);
    }

    private static RoomState state(PartitionPositions positions) {
        return positions.states(List.of(ROOM)).get(ROOM);
    }

    @Test
    void processThatConsumesAgainSeesWhatAnotherStoredInBetween() {
        first.stored(List.of(log.add(ROOM, now, new Copy("o", 1))));
        assertThat(state(first)).isEqualTo(new RoomState(ROOM, 1, Map.of("o", 1L)));
        second.stored(List.of(log.add(ROOM, now, new Copy("p", 5))));
        assertThat(state(second)).isEqualTo(new RoomState(ROOM, 2, Map.of("o", 1L, "p", 5L)));
        assertThat(state(first)).isEqualTo(new RoomState(ROOM, 2, Map.of("o", 1L, "p", 5L)));
    }

    @Test
    void roomWithoutRecentMessagesIsReadWhenItIsAskedFor() {
        log.add(ROOM, now.minusSeconds(3_600), new Copy("o", 1));
        assertThat(state(first)).isEqualTo(new RoomState(ROOM, 1, Map.of()));
        first.stored(List.of(log.add(ROOM, now, new Copy("o", 9))));
        assertThat(state(first)).isEqualTo(new RoomState(ROOM, 2, Map.of("o", 9L)));
    }

    @Test
    void digestsOfOneOwnerAreNumberedAndTheNextHasAnotherEpoch() {
        log.add(ROOM, now, new Copy("o", 1));
        assertThat(first.tick()).isTrue();
        Digest one = first.digest().getFirst();
        Digest two = first.digest().getFirst();
        assertThat(one)
                .isEqualTo(
                        new Digest(PARTITION, one.epoch(), 1, 0, 1, List.of(new RoomState(ROOM, 1, Map.of("o", 1L)))));
        assertThat(two).isEqualTo(new Digest(PARTITION, one.epoch(), 2, 0, 1, one.rooms()));
        second.stored(List.of(log.add(ROOM, now, new Copy("o", 2))));
        assertThat(second.tick()).isTrue();
        assertThat(first.tick()).isFalse();
        assertThat(first.digest()).isEmpty();
        Digest next = second.digest().getFirst();
        assertThat(next.epoch()).isNotEqualTo(one.epoch());
        assertThat(next.number()).isEqualTo(1);
        assertThat(next.rooms()).containsExactly(new RoomState(ROOM, 2, Map.of("o", 2L)));
    }

    @Test
    void ownerThatGivesNoSignIsReplacedAlthoughNothingIsConsumed() {
        log.add(ROOM, now, new Copy("o", 1));
        assertThat(first.tick()).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(first.tick()).isTrue();
            assertThat(second.tick()).isFalse();
        }
        assertThat(second.tick()).isFalse();
        assertThat(second.tick()).isFalse();
        assertThat(second.tick()).isTrue();
        assertThat(second.digest()).hasSize(1);
        assertThat(first.tick()).isFalse();
    }

    @Test
    void releasedPartitionIsTakenAtOnce() {
        assertThat(first.tick()).isTrue();
        assertThat(second.tick()).isFalse();
        first.release();
        assertThat(second.tick()).isTrue();
        first.release();
        assertThat(second.tick()).isTrue();
    }

    @Test
    void everyPartitionHasOneOwner() {
        PartitionOwners owners = new MongoPartitionOwners(template());
        for (int partition = 0; partition < BrokerTopology.PARTITIONS; partition++) {
            owners.take(partition, "one");
            owners.take(partition, "two");
            assertThat(owners.isOwner(partition, "one")).isFalse();
            assertThat(owners.beat(partition, "one")).isFalse();
            assertThat(owners.beat(partition, "two")).isTrue();
            assertThat(owners.of(partition)).contains(new PartitionOwner(partition, "two", 1));
            owners.release(partition, "one");
            assertThat(owners.isOwner(partition, "two")).isTrue();
        }
    }

    @Test
    void nothingIsPublishedWithoutTraffic() {
        log.add(ROOM, now, new Copy("o", 1));
        assertThat(first.tick()).isTrue();
        assertThat(first.digest()).hasSize(1);
        now = now.plusSeconds(30);
        assertThat(first.digest()).hasSize(1);
        now = now.plusSeconds(30).plusMillis(1);
        assertThat(first.tick()).isTrue();
        assertThat(first.digest()).isEmpty();
        first.stored(List.of(log.add(ROOM, now, new Copy("o", 2))));
        assertThat(first.digest()).extracting(Digest::number).containsExactly(3L);
    }

    /** What was stored at the begin of the pause is named by neither digest. */
    @Test
    void pauseBetweenTwoDigestsLeavesANumberOut() {
        log.add(ROOM, now, new Copy("o", 1));
        assertThat(first.tick()).isTrue();
        assertThat(first.digest()).extracting(Digest::number).containsExactly(1L);
        now = now.plus(Digest.COVERS.minus(Digest.EVERY)).plusMillis(1);
        assertThat(first.digest()).extracting(Digest::number).containsExactly(3L);
    }

    @Test
    void digestOfManyRoomsHasSeveralPartsAndRoomsOfOtherPartitionsAreNotInIt() {
        List<String> rooms = IntStream.range(0, 8_000).mapToObj(i -> "r-" + i).toList();
        rooms.forEach(room -> log.add(room, now, new Copy("o", 1)));
        List<String> here = rooms.stream()
                .filter(room -> BrokerTopology.partition(new RoomId(room)) == PARTITION)
                .toList();
        assertThat(here).hasSizeGreaterThan(Digest.MAX_ROOMS);
        first.tick();
        List<Digest> parts = first.digest();
        assertThat(parts).hasSize(Math.ceilDiv(here.size(), Digest.MAX_ROOMS));
        assertThat(parts).extracting(Digest::number).containsOnly(1L);
        assertThat(parts).extracting(Digest::parts).containsOnly(parts.size());
        assertThat(parts)
                .extracting(Digest::part)
                .containsExactlyElementsOf(
                        IntStream.range(0, parts.size()).boxed().toList());
        assertThat(parts.stream().flatMap(part -> part.rooms().stream()).map(RoomState::room))
                .containsExactlyElementsOf(here);
    }
}
