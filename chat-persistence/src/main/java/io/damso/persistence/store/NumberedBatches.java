package io.damso.persistence.store;

import static io.damso.persistence.store.MessageDocument.ID;
import static io.damso.persistence.store.MessageDocument.ROOM_ID;
import static io.damso.persistence.store.MessageDocument.SEQ;

import io.damso.protocol.feeds.Copy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Numbers the messages of batches and inserts them, each once, without a gap in the numbers of a room, also where other
 * processes do the same at the same time. Inserts are optimistic and in order, so that after a rejected message a prefix
 * of the batch is stored. An unordered insert would store the messages after the rejected one and leave a gap.
 */
final class NumberedBatches {

    private static final int MAX_ROUNDS_WITHOUT_PROGRESS = 10;

    private final MessageCollection messages;
    private final InstantSource clock;
    private final RoomSequences sequences;

    NumberedBatches(MessageCollection messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
        this.sequences = new RoomSequences(messages::highest);
    }

    /** Stores a batch, as {@link MessageStore#store}. */
    StoredBatch store(List<Arrival> arrivals) {
        Batch left = Batch.withoutDuplicates(arrivals);
        Map<String, Long> seqs = new HashMap<>();
        Set<String> fresh = new HashSet<>();
        CopyUpdates copies = new CopyUpdates();
        int roundsWithoutProgress = 0;
        while (!left.isEmpty()) {
            List<Document> inserted = insertInOrder(left);
            for (Document document : inserted) {
                fresh.add(document.getString(ID));
                note(document, seqs, copies);
            }
            Batch rest = left.after(inserted.size());
            if (!rest.isEmpty()) {
                messages.find(rest.ids()).forEach(document -> note(document, seqs, copies));
                rest = rest.without(seqs.keySet());
            }
            roundsWithoutProgress = rest.size() < left.size() ? 0 : roundsWithoutProgress + 1;
            if (roundsWithoutProgress > MAX_ROUNDS_WITHOUT_PROGRESS) {
                messages.suspect();
                throw new ConcurrencyFailureException("Other writers use the numbers of rooms " + rest.roomIds());
            }
            left = rest;
        }
        addCopies(arrivals, copies);
        return new StoredBatch(fresh.size(), entries(arrivals, seqs, fresh));
    }

    private static void note(Document document, Map<String, Long> seqs, CopyUpdates copies) {
        seqs.put(document.getString(ID), document.getLong(SEQ));
        copies.present(document.getString(ID), MessageDocument.copies(document));
    }

    /** A subscriber may have received any of the copies, so a repeat is noted although it is not stored again. */
    private void addCopies(List<Arrival> arrivals, CopyUpdates copies) {
        for (Arrival arrival : arrivals) {
            Copy copy = arrival.copy();
            if (copy != null) {
                copies.arrived(arrival.message().id(), copy);
            }
        }
        List<CopyUpdate> updates = copies.updates();
        if (!updates.isEmpty()) {
            messages.update(updates);
        }
    }

    private List<StoredCopies> entries(List<Arrival> arrivals, Map<String, Long> seqs, Set<String> fresh) {
        return arrivals.stream()
                .map(arrival -> new StoredCopies(
                        arrival.message().roomId(),
                        Objects.requireNonNull(seqs.get(arrival.message().id())),
                        clock.instant(),
                        arrival.copy() == null ? List.of() : List.of(arrival.copy()),
                        !fresh.contains(arrival.message().id())))
                .toList();
    }

    /** Returns the documents that were inserted before one was rejected as a duplicate. */
    private List<Document> insertInOrder(Batch batch) {
        List<Document> documents = batch.numbered(sequences::highest, clock.instant());
        try {
            int inserted = messages.insertInOrder(documents);
            if (inserted == documents.size()) {
                documents.forEach(d -> sequences.remember(d.getString(ROOM_ID), d.getLong(SEQ)));
            } else {
                sequences.forget(batch.roomIds());
            }
            return documents.subList(0, inserted);
        } catch (RuntimeException e) {
            // The number of inserted messages is not known.
            sequences.forget(batch.roomIds());
            throw e;
        }
    }
}
