package io.damso.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomPlacesTests {

    private static final int SIZE = BrokerTopology.ROOMS_PER_EXCHANGE;

    private final RoomPlaces places = new RoomPlaces();

    private static RoomFeed feed(int room) {
        return new RoomFeed(new RoomId("r" + room), new RecordingSink());
    }

    private int exchangeOf(RoomFeed feed) {
        return Objects.requireNonNull(places.of(feed)).exchange();
    }

    @Test
    void exchangesAreFilledOneAfterTheOther() {
        List<RoomFeed> feeds =
                IntStream.range(0, 2 * SIZE + 1).mapToObj(RoomPlacesTests::feed).toList();
        feeds.forEach(places::add);
        assertThat(exchangeOf(feeds.getFirst())).isZero();
        assertThat(exchangeOf(feeds.get(SIZE - 1))).isZero();
        assertThat(exchangeOf(feeds.get(SIZE))).isEqualTo(1);
        assertThat(exchangeOf(feeds.getLast())).isEqualTo(2);
    }

    @Test
    void freedPlaceIsUsedAgain() {
        List<RoomFeed> feeds =
                IntStream.range(0, SIZE + 1).mapToObj(RoomPlacesTests::feed).toList();
        feeds.forEach(places::add);
        RoomPlaces.Place removed = Objects.requireNonNull(places.remove(feeds.get(7)));
        assertThat(removed.exchange()).isZero();
        RoomFeed next = feed(-1);
        places.add(next);
        assertThat(exchangeOf(next)).isZero();
        assertThat(places.feeds()).hasSize(SIZE + 1).doesNotContain(feeds.get(7));
    }

    @Test
    void onlyTheFeedThatHasThePlaceFreesIt() {
        RoomFeed first = feed(1);
        places.add(first);
        places.remove(first);
        RoomFeed second = feed(1);
        places.add(second);
        assertThat(places.remove(first)).isNull();
        assertThat(places.of(first)).isNull();
        assertThat(places.of(second)).isNotNull();
    }

    @Test
    void roomsGetAsFewExchangesAsPossibleWhenAssignedAgain() {
        List<RoomFeed> feeds =
                IntStream.range(0, 3 * SIZE).mapToObj(RoomPlacesTests::feed).toList();
        feeds.forEach(places::add);
        feeds.subList(0, 2 * SIZE).forEach(places::remove);
        places.assignAgain();
        assertThat(places.feeds()).containsExactlyElementsOf(feeds.subList(2 * SIZE, 3 * SIZE));
        assertThat(places.feeds())
                .allSatisfy(feed -> assertThat(exchangeOf(feed)).isZero());
    }
}
