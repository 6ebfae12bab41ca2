package io.damso.bench.store.peer;

import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;

/** Describes in a few words why a command failed. */
final class PeerFailures {

    private static final int LONGEST = 120;

    private PeerFailures() {}

    static String describe(RuntimeException failure, Duration patience) {
        if (failure instanceof MongoSocketReadTimeoutException || failure instanceof MongoTimeoutException) {
            return "no answer within " + patience.toSeconds() + " s";
        }
        String text =
                String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").replace("|", "/");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text;
    }
}
