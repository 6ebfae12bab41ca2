package io.damso.gateway.relay;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges at which the bindings of rooms end: each room has a place in the first one that has fewer than
 * {@link BrokerTopology#ROOMS_PER_EXCHANGE} rooms. Not thread-safe.
 */
final class RoomPlaces {

    private final Map<RoomId, Place> places = new LinkedHashMap<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final TreeSet<Integer> withSpace = new TreeSet<>();

    /**
     * The place of a room.
     *
     * @param exchange number of the exchange, 0 or more
     */
    record Place(RoomFeed feed, int exchange) {}

    /** Gives a room a place. A room has only one. */
    void add(RoomFeed feed) {
        if (withSpace.isEmpty()) {
            withSpace.add(sizes.size());
            sizes.add(0);
        }
        int exchange = withSpace.first();
        int size = sizes.get(exchange) + 1;
        sizes.set(exchange, size);
        if (size == BrokerTopology.ROOMS_PER_EXCHANGE) {
            withSpace.remove(exchange);
        }
        places.put(feed.roomId(), new Place(feed, exchange));
    }

    /**
     * Frees the place of a room.
     *
     * @return null if the room has none, or one with another feed
     */
    @Nullable
    Place remove(RoomFeed feed) {
        Place place = of(feed);
        if (place != null) {
            places.remove(feed.roomId());
            sizes.set(place.exchange(), sizes.get(place.exchange()) - 1);
            withSpace.add(place.exchange());
        }
        return place;
    }

    /** Returns the place of a room; null if the room has none, or one with another feed. */
    @Nullable
    Place of(RoomFeed feed) {
        Place place = places.get(feed.roomId());
        return place == null || place.feed() != feed ? null : place;
    }

    /** Returns all feeds, the one that was added first at the beginning. */
    List<RoomFeed> feeds() {
        return places.values().stream().map(Place::feed).toList();
    }

    /** Returns the number of exchanges that have or had rooms. */
    int exchanges() {
        return sizes.size();
    }

    /** Gives all rooms new places, as few exchanges as possible. */
    void assignAgain() {
        List<RoomFeed> feeds = feeds();
        places.clear();
        sizes.clear();
        withSpace.clear();
        feeds.forEach(this::add);
    }
}
