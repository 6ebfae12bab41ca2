package io.damso.bench.store.load;

import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import java.util.Date;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;

/**
 * The messages of the benchmark: documents and indexes as in chat-persistence, 354 bytes of BSON each. The content of a
 * document is computed from its number, so that the benchmark can check what a server stores without keeping a copy.
 */
public final class Messages {

    /** Number of messages per insert. */
    public static final int BATCH = 500;

    /** Number of rooms; consecutive messages are in consecutive rooms. Divides {@link #BATCH}. */
    public static final int ROOMS = 100;

    /** Name of the collection of the messages. */
    public static final String COLLECTION = "messages";

    static final String ID = "_id";
    static final String ROOM_ID = "roomId";
    static final String SEQ = "seq";

    private static final String STORED_AT = "storedAt";

    /** 96 bits, as an origin of a gateway has. */
    private static final String ORIGIN = "b3JpZ2luLW9mLTEy";

    private static final int SENDERS = 1000;
    private static final int TEXT_LENGTH = 46;
    private static final int MESSAGES_PER_MILLI = 10;
    // spotless:off
    private static final long FIRST_SENT_AT = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final List<String> WORDS = List.of(
            "ok", "the", "meeting", "is", "moved", "to", "three", "I", "will", "send", "you", "file", "later", "thanks",
            "can", "we", "talk", "about", "it", "tomorrow", "yes", "no", "maybe", "lunch", "who", "has", "release",
            "build", "green", "again", "question", "see", "above", "please", "review", "my", "change", "when", "time");
    // spotless:on

    private Messages() {}

    /** Returns the indexes of the collection. */
    public static List<IndexModel> indexes() {
        return List.of(
                new IndexModel(ascending(ROOM_ID, SEQ), new IndexOptions().unique(true)),
                new IndexModel(ascending(STORED_AT)));
    }

    /** Returns the batch with this number, counted from 0. */
    static List<Document> batch(int number) {
        return numbersOf(number).mapToObj(Messages::document).toList();
    }

    /** Returns the ids of the batch with this number. */
    static List<String> idsOf(int batch) {
        return numbersOf(batch).mapToObj(Messages::id).toList();
    }

    private static LongStream numbersOf(int batch) {
        return LongStream.range((long) batch * BATCH, (batch + 1L) * BATCH);
    }

    /** Returns the message with this number, counted from 0. */
    public static Document document(long number) {
        SplittableRandom random = new SplittableRandom(number);
        String id = nameBasedId(random);
        UUID clientMessageId = new UUID(random.nextLong() & ~0xF000L | 0x4000L, variant(random.nextLong()));
        return new Document(ID, id)
                .append(ROOM_ID, roomId((int) (number % ROOMS)))
                .append(SEQ, number / ROOMS + 1)
                .append("sender", "user-%03d".formatted(random.nextInt(SENDERS)))
                .append("type", "chat")
                .append("text", text(random))
                .append("sentAt", new Date(sentAt(number)))
                .append("clientMessageId", clientMessageId.toString())
                .append(STORED_AT, new Date(sentAt(number)))
                .append("copies", List.of(new Document("o", ORIGIN).append("n", number + 1)));
    }

    private static String id(long number) {
        return nameBasedId(new SplittableRandom(number));
    }

    /** Returns the id of the room with this number, counted from 0. */
    static String roomId(int room) {
        return timeOrderedId(FIRST_SENT_AT - ROOMS + room, new SplittableRandom(-1L - room));
    }

    /**
     * Returns the highest {@code seq} of each room if the number of documents, a multiple of {@link #ROOMS}, is stored.
     */
    static long lastSeq(long documents) {
        return documents / ROOMS;
    }

    private static long sentAt(long number) {
        return FIRST_SENT_AT + number / MESSAGES_PER_MILLI;
    }

    /** Returns an id as in RFC 9562 §5.8, which has no order, as those of the gateways. */
    private static String nameBasedId(SplittableRandom random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x8000L, variant(random.nextLong())).toString();
    }

    /** Returns an id as in RFC 9562 §5.7. */
    private static String timeOrderedId(long millis, SplittableRandom random) {
        return new UUID(millis << 16 | 0x7000L | random.nextInt(0x1000), variant(random.nextLong())).toString();
    }

    private static long variant(long bits) {
        return bits & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder(TEXT_LENGTH + 10);
        while (text.length() < TEXT_LENGTH) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        text.setLength(TEXT_LENGTH);
        return text.toString();
    }

    /** Returns the ids of all rooms. */
    static List<String> roomIds() {
        return IntStream.range(0, ROOMS).mapToObj(Messages::roomId).toList();
    }
}
