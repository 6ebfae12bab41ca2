package io.damso.bench.store.load;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The queries of readers about random rooms: a page of history, unread counts, and the number of messages. Every answer
 * is checked, so that a fast wrong answer does not count. Not thread-safe.
 */
public final class Questions {

    /** Number of messages of a full page. */
    public static final int PAGE = 50;

    /** Number of rooms of one user, whose unread counts are queried together. */
    public static final int ROOMS_OF_USER = 20;

    private static final int USERS = 100;
    private static final String POSITION = "position";
    private static final String LAST_SEQ = "lastSeq";

    private final MongoCollection<Document> messages;
    private final MongoCollection<Document> rooms;
    private final MongoCollection<Document> readPositions;
    private final long lastSeq;
    private final SplittableRandom random = new SplittableRandom(1);
    private boolean prepared;

    /** Creates the queries for a collection with the number of documents, a multiple of {@link Messages#BATCH}. */
    public Questions(MongoDatabase database, long documents) {
        this.messages = database.getCollection(Messages.COLLECTION);
        this.rooms = database.getCollection("rooms");
        this.readPositions = database.getCollection("readPositions");
        this.lastSeq = Messages.lastSeq(documents);
    }

    /**
     * Writes the counter of every room. If there are no read positions, writes them: the first message of each room.
     */
    private void prepareUnread() {
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        rooms.bulkWrite(Messages.roomIds().stream()
                .map(room ->
                        new UpdateOneModel<Document>(eq(Messages.ID, room), Updates.max(LAST_SEQ, lastSeq), upsert))
                .toList());
        if (readPositions.find().first() == null) {
            readPositions.insertMany(IntStream.range(0, USERS)
                    .boxed()
                    .flatMap(user -> roomsOf(user).stream().map(room -> position(user, room)))
                    .toList());
        }
    }

    private static Document position(int user, String room) {
        return new Document(Messages.ID, positionId(user, room)).append(POSITION, 1L);
    }

    private static String positionId(int user, String room) {
        return "user-%03d:%s".formatted(user, room);
    }

    private static List<String> roomsOf(int user) {
        return IntStream.range(0, ROOMS_OF_USER)
                .mapToObj(i -> Messages.roomId((user + i) % Messages.ROOMS))
                .toList();
    }

    /**
     * Queries the newest messages of a room below a random {@code seq}: a full page if the room has as many.
     *
     * @throws IllegalStateException if the answer is wrong
     */
    public void page() {
        long fullPages = Math.min(PAGE, lastSeq);
        long before = random.nextLong(fullPages, lastSeq + 1) + 1;
        List<Document> page = messages.find(and(eq(Messages.ROOM_ID, randomRoom()), lt(Messages.SEQ, before)))
                .sort(descending(Messages.SEQ))
                .limit(PAGE)
                .into(new ArrayList<>());
        check("messages of a page", fullPages, page.size());
        check("newest message of a page", before - 1, page.getFirst().getLong(Messages.SEQ));
        check("oldest message of a page", before - fullPages, page.getLast().getLong(Messages.SEQ));
    }

    /**
     * Computes the unread count of each room of a user: the counter of the room minus the user's read position, in two
     * queries. The first call also writes counters and read positions.
     *
     * @throws IllegalStateException if the answer is wrong
     */
    public void unread() {
        if (!prepared) {
            prepareUnread();
            prepared = true;
        }
        int user = random.nextInt(USERS);
        List<String> roomIds = roomsOf(user);
        Map<String, Long> counters = values(rooms, in(Messages.ID, roomIds), LAST_SEQ);
        List<String> positionIds =
                roomIds.stream().map(room -> positionId(user, room)).toList();
        Map<String, Long> positions = values(readPositions, in(Messages.ID, positionIds), POSITION);
        long unread = roomIds.stream()
                .mapToLong(room -> counters.getOrDefault(room, 0L) - positions.getOrDefault(positionId(user, room), 0L))
                .sum();
        check("unread messages", ROOMS_OF_USER * (lastSeq - 1), unread);
    }

    private static Map<String, Long> values(MongoCollection<Document> collection, Bson filter, String field) {
        Map<String, Long> values = new HashMap<>();
        collection.find(filter).forEach(d -> values.put(d.getString(Messages.ID), d.getLong(field)));
        return values;
    }

    /**
     * Counts the messages of a room.
     *
     * @throws IllegalStateException if the answer is wrong
     */
    public void count() {
        check("messages of a room", lastSeq, messages.countDocuments(eq(Messages.ROOM_ID, randomRoom())));
    }

    private String randomRoom() {
        return Messages.roomId(random.nextInt(Messages.ROOMS));
    }

    private static void check(String what, long expected, long actual) {
        if (actual != expected) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "wrong answer: %s should be %,d, not %,d", what, expected, actual));
        }
    }
}
