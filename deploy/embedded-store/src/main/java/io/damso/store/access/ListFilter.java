package io.damso.store.access;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** The filter of {@code listCollections} and {@code listDatabases}, which mongo-java-server does not look at. */
record ListFilter(String command, Document filter, boolean nameOnly) {

    static ListFilter takeFrom(String command, Document query) {
        Document filter = query.get("filter") instanceof Document given ? given : new Document();
        return new ListFilter(command, filter, Boolean.TRUE.equals(query.get("nameOnly")));
    }

    Document apply(Document reply) {
        switch (command) {
            case "listCollections" -> {
                if (reply.get("cursor") instanceof Document cursor) {
                    filter(cursor, "firstBatch");
                }
            }
            case "listDatabases" -> filter(reply, "databases");
            default -> {}
        }
        return reply;
    }

    private void filter(Document parent, String field) {
        if (parent.get(field) instanceof List<?> described) {
            parent.put(field, described.stream()
                    .map(Document.class::cast)
                    .filter(document -> new DefaultQueryMatcher().matches(document, filter))
                    .map(this::shorten)
                    .toList());
        }
    }

    private Document shorten(Document described) {
        if (!nameOnly) {
            return described;
        }
        Document shorter = new Document("name", described.get("name"));
        shorter.putIfNotNull("type", described.get("type"));
        return shorter;
    }
}
