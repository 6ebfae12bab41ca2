package io.damso.persistence.rooms.direct;

import com.github.f4b6a3.uuid.UuidCreator;
import io.damso.persistence.rooms.RoomKind;
import io.damso.persistence.rooms.Rooms;
import io.damso.persistence.rooms.Roster;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.stereotype.Component;

/**
 * The direct rooms. The unique id of the pair's document decides between requests at the same moment: all of them
 * finish the room that it names. So does a later request, if a process has died in between.
 *
 * <p>All methods throw a {@link org.springframework.dao.DataAccessException} if the store does not answer.
 */
@Component
class DirectRooms {

    private final MongoOperations mongo;
    private final Rooms rooms;
    private final Clock clock;

    DirectRooms(MongoOperations mongo, Rooms rooms, Clock clock) {
        this.mongo = mongo;
        this.rooms = rooms;
        this.clock = clock;
    }

    /**
     * A room that was asked for.
     *
     * @param roster the room and its members
     * @param created whether it was created by this request
     */
    record Opened(Roster roster, boolean created) {}

    /**
     * Returns the room of a pair, and creates it if necessary.
     *
     * @param mayCreate asked if there is no room yet
     * @return the room, or empty if there is none and it may not be created
     */
    Optional<Opened> open(String caller, String other, BooleanSupplier mayCreate) {
        String pair = DirectRoomDocument.idOf(caller, other);
        DirectRoomDocument known = find(pair);
        if (known != null) {
            return Optional.of(new Opened(finish(known, caller, other), false));
        }
        if (!mayCreate.getAsBoolean()) {
            return Optional.empty();
        }
        DirectRoomDocument own = new DirectRoomDocument(
                pair,
                UuidCreator.getTimeOrderedEpoch().toString(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                caller);
        try {
            mongo.insert(own);
            return Optional.of(new Opened(finish(own, caller, other), true));
        } catch (DuplicateKeyException e) {
            // Created at the same moment.
            return Optional.of(new Opened(finish(Objects.requireNonNull(find(pair)), caller, other), false));
        }
    }

    private @Nullable DirectRoomDocument find(String pair) {
        return mongo.findById(pair, DirectRoomDocument.class);
    }

    private Roster finish(DirectRoomDocument pair, String one, String other) {
        return rooms.finish(
                pair.roomId(),
                RoomKind.DIRECT,
                pair.createdBy(),
                pair.createdAt(),
                Stream.of(one, other).sorted().toList());
    }
}
