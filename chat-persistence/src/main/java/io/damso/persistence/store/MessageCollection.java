package io.damso.persistence.store;

import java.util.List;
import org.bson.Document;

/**
 * The stored documents of messages ({@link MessageDocument}): {@code _id} is unique, and room and {@code seq} together
 * are. All methods throw a {@link RuntimeException} if the store does not answer; then it is not known what was written.
 */
interface MessageCollection {

    /**
     * Inserts documents one after the other, until one is rejected because its id or its number is in use.
     *
     * @return how many were inserted before
     */
    int insertInOrder(List<Document> documents);

    /** Returns the number and the copies of those messages that are stored. */
    List<Document> find(List<String> ids);

    /** Changes copies, in any order. */
    void update(List<CopyUpdate> updates);

    /** Returns the highest number of a room; 0 for none. */
    long highest(String roomId);

    /** Numbers or ids were rejected again and again: perhaps an index is not what it should be. */
    void suspect();
}
