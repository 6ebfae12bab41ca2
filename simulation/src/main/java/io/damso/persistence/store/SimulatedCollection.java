package io.damso.persistence.store;

import io.damso.protocol.feeds.Copy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * A model of the collection of messages: both unique indexes, ordered inserts that may end in the middle, and pages
 * that may lack the newest messages. Not thread-safe.
 */
public final class SimulatedCollection implements MessageCollection, MessageLog {

    private static final int NEVER = Integer.MAX_VALUE;

    private final Map<String, Document> byId = new HashMap<>();
    private final Map<String, NavigableMap<Long, Document>> rooms = new HashMap<>();
    private boolean away;
    private boolean failsCopies;
    private int hidden;
    private int failsAfter = NEVER;
    private @Nullable Runnable beforeInsert;

    /**
     * What is stored of a message.
     *
     * @param copies all that are noted
     */
    public record Stored(String id, String room, long seq, String text, List<Copy> copies) {}

    /** Returns the store as one process of persistence uses it. */
    public MessageStore process(InstantSource clock) {
        return new Process(new NumberedBatches(this, clock));
    }

    /** Sets whether no call is answered. */
    public void setAway(boolean isAway) {
        away = isAway;
    }

    /** Returns whether no call is answered. */
    public boolean isAway() {
        return away;
    }

    /** Sets how many of the newest messages of a room pages do not show yet. */
    public void hide(int newest) {
        hidden = newest;
    }

    /** The next insert fails after this many messages. */
    public void failAfter(int inserted) {
        failsAfter = inserted;
    }

    /** The next change of copies fails. */
    public void failCopies() {
        failsCopies = true;
    }

    /** Runs a task in the middle of the next batch, just before it is inserted. */
    public void beforeInsert(Runnable task) {
        beforeInsert = task;
    }

    /** Ends what was to go wrong. */
    public void heal() {
        away = false;
        hidden = 0;
        failsAfter = NEVER;
        failsCopies = false;
        beforeInsert = null;
    }

    /** Returns what is stored of a room, in the order of the numbers. */
    public List<Stored> stored(String room) {
        return room(room).values().stream()
                .map(each -> new Stored(
                        each.getString(MessageDocument.ID),
                        room,
                        each.getLong(MessageDocument.SEQ),
                        MessageDocument.read(each).text(),
                        MessageDocument.copies(each)))
                .toList();
    }

    private NavigableMap<Long, Document> room(String room) {
        return rooms.computeIfAbsent(room, id -> new TreeMap<>());
    }

    private void requireAnswer() {
        if (away) {
            throw outage();
        }
    }

    private static DataAccessResourceFailureException outage() {
        return new DataAccessResourceFailureException("The store does not answer");
    }

    @Override
    public int insertInOrder(List<Document> documents) {
        Runnable task = beforeInsert;
        beforeInsert = null;
        if (task != null) {
            task.run();
        }
        requireAnswer();
        for (int i = 0; i < documents.size(); i++) {
            if (i == failsAfter) {
                failsAfter = NEVER;
                throw outage();
            }
            Document document = documents.get(i);
            NavigableMap<Long, Document> room = room(document.getString(MessageDocument.ROOM_ID));
            Long seq = document.getLong(MessageDocument.SEQ);
            if (byId.containsKey(document.getString(MessageDocument.ID)) || room.containsKey(seq)) {
                return i;
            }
            byId.put(document.getString(MessageDocument.ID), document);
            room.put(seq, document);
        }
        if (failsAfter != NEVER) {
            failsAfter = NEVER;
            throw outage();
        }
        return documents.size();
    }

    @Override
    public List<Document> find(List<String> ids) {
        requireAnswer();
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void update(List<CopyUpdate> updates) {
        requireAnswer();
        if (failsCopies) {
            failsCopies = false;
            throw outage();
        }
        for (CopyUpdate update : updates) {
            Document document = byId.get(update.id());
            if (document != null) {
                List<Copy> copies = new ArrayList<>(update.replaces() ? List.of() : MessageDocument.copies(document));
                update.copies().stream().filter(copy -> !copies.contains(copy)).forEach(copies::add);
                document.put(MessageDocument.COPIES, MessageDocument.documents(copies));
            }
        }
    }

    @Override
    public long highest(String roomId) {
        requireAnswer();
        NavigableMap<Long, Document> room = room(roomId);
        return room.isEmpty() ? 0 : room.lastKey();
    }

    @Override
    public void suspect() {}

    @Override
    public void since(Instant storedAt, Consumer<StoredCopies> receiver) {
        requireAnswer();
        byId.values().stream()
                .map(SimulatedCollection::copies)
                .filter(each -> !each.storedAt().isBefore(storedAt))
                .forEach(receiver);
    }

    @Override
    public void newest(String roomId, Instant storedAt, Consumer<StoredCopies> receiver) {
        requireAnswer();
        boolean first = true;
        for (Document each : room(roomId).descendingMap().values()) {
            StoredCopies copies = copies(each);
            if (!first && copies.storedAt().isBefore(storedAt)) {
                return;
            }
            receiver.accept(copies);
            first = false;
        }
    }

    private static StoredCopies copies(Document document) {
        return new StoredCopies(
                document.getString(MessageDocument.ROOM_ID),
                document.getLong(MessageDocument.SEQ),
                Objects.requireNonNull(MessageDocument.storedAt(document)),
                MessageDocument.copies(document));
    }

    private NavigableMap<Long, Document> visible(String roomId, long upTo) {
        requireAnswer();
        NavigableMap<Long, Document> room = room(roomId);
        long last = room.isEmpty() ? 0 : room.lastKey() - hidden;
        hidden = Math.max(0, hidden - 1); // in the end it shows everything
        return room.headMap(Math.min(upTo, last), true);
    }

    @Override
    public void range(String roomId, long after, long upTo, Predicate<LoggedMessage> receiver) {
        for (Document each : visible(roomId, upTo).values()) {
            if (each.getLong(MessageDocument.SEQ) > after && !receiver.test(logged(each))) {
                return;
            }
        }
    }

    @Override
    public List<LoggedMessage> newest(String roomId, long upTo, int limit) {
        List<LoggedMessage> newest = visible(roomId, upTo).descendingMap().values().stream()
                .limit(limit)
                .map(SimulatedCollection::logged)
                .toList();
        return newest.reversed();
    }

    private static LoggedMessage logged(Document document) {
        return new LoggedMessage(
                MessageDocument.read(document), MessageDocument.storedAt(document), MessageDocument.copies(document));
    }

    @Override
    public OptionalLong seqOf(String roomId, String messageId) {
        requireAnswer();
        Document found = byId.get(messageId);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.getLong(MessageDocument.SEQ));
    }

    private final class Process implements MessageStore {

        private final NumberedBatches batches;

        private Process(NumberedBatches batches) {
            this.batches = batches;
        }

        @Override
        public StoredBatch store(List<Arrival> batch) {
            return batches.store(batch);
        }

        @Override
        public boolean acceptsWrites() {
            return !away;
        }

        @Override
        public OptionalLong seqOf(String roomId, String messageId) {
            return SimulatedCollection.this.seqOf(roomId, messageId);
        }

        @Override
        public List<StoredMessage> withIds(String roomId, List<String> ids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StoredMessage> before(String roomId, long seq, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StoredMessage> after(String roomId, long seq, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
