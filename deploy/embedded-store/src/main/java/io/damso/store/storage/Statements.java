package io.damso.store.storage;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The updates or deletes of one command, run one after the other; in an ordered command the first error ends it. */
final class Statements {

    private static final int UNKNOWN_ERROR = 8;

    private final Document command;
    private final String field;
    private final List<Document> errors = new ArrayList<>();
    private final List<Document> upserted = new ArrayList<>();
    private int matched;
    private int modified;

    Statements(Document command, String field) {
        this.command = command;
        this.field = field;
    }

    /** Runs each statement as a command of its own and returns the reply to all. */
    Document run(UnaryOperator<Document> single) {
        boolean ordered = !Boolean.FALSE.equals(command.get("ordered"));
        int index = 0;
        for (Object statement : (List<?>) command.get(field)) {
            Document one = command.clone();
            one.put(field, List.of(statement));
            try {
                add(single.apply(one), index);
            } catch (MongoServerException e) {
                addError(e, index);
            }
            if (ordered && !errors.isEmpty()) {
                break;
            }
            index++;
        }
        return reply();
    }

    private void add(Document reply, int index) {
        matched += (Integer) reply.get("n");
        modified += (Integer) reply.getOrDefault("nModified", 0);
        addAll(reply.get("upserted"), index, upserted);
        addAll(reply.get("writeErrors"), index, errors);
    }

    private static void addAll(Object found, int index, List<Document> into) {
        if (found instanceof Iterable<?> documents) {
            documents.forEach(document -> {
                ((Document) document).put("index", index);
                into.add((Document) document);
            });
        }
    }

    private void addError(MongoServerException e, int index) {
        errors.add(new Document("index", index)
                .append("code", e instanceof MongoServerError error ? error.getCode() : UNKNOWN_ERROR)
                .append("errmsg", e.getMessageWithoutErrorCode()));
    }

    private Document reply() {
        Document reply = new Document("n", matched);
        if (field.equals("updates")) {
            reply.put("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            reply.put("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.put("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }
}
