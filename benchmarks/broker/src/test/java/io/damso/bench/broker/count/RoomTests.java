package io.damso.bench.broker.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.BrokerTopology;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTests {

    @Test
    void membersAreOnAllPairsOfGatewaysEquallyOften() {
        List<Room> rooms = Room.spread(160, 4);
        assertThat(rooms).filteredOn(room -> room.gateways().size() == 1).hasSize(40);
        for (int gateway = 0; gateway < 4; gateway++) {
            int number = gateway;
            assertThat(rooms)
                    .filteredOn(room -> room.gateways().contains(number))
                    .hasSize(70);
        }
    }

    @Test
    void roomsAreTheSameEachTimeAndInEveryPartition() {
        List<Room> rooms = Room.spread(100, 4);
        assertThat(rooms).isEqualTo(Room.spread(100, 4)).doesNotHaveDuplicates();
        assertThat(rooms.stream().map(Room::partition).distinct()).hasSize(BrokerTopology.PARTITIONS);
        assertThat(rooms).allMatch(room -> room.partition() == BrokerTopology.partition(room.id()));
    }
}
