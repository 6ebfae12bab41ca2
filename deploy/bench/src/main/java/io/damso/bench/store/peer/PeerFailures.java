package io.damso.bench.store.peer;

import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;

/** Says in a few words what went wrong with a command. */
final class PeerFailures {

    private static final int LONGEST = 120;

    private PeerFailures() {}

    static String describe(RuntimeException failure, Duration patience) {
        if (failure instanceof MongoSocketReadTimeoutException || failure instanceof MongoTimeoutException) {
            return "no answer within " + patience.toSeconds() + " s";
        }
        String text = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").replace("|", "/");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text;
    }
}
