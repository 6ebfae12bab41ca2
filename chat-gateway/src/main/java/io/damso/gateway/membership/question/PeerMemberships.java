package io.damso.gateway.membership.question;

import io.damso.edge.log.RareLog;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks all gateways whether one of them knows a membership, and answers them. For the time in which persistence does not
 * answer: a client that comes from another gateway is let into the rooms for which that gateway had an answer. Questions
 * and answers go to all gateways, in batches; who does not know says nothing. Thread-safe; no method blocks.
 */
public final class PeerMemberships {

    /** Content type of {@link MembershipQuestions} to all gateways. */
    static final String QUESTION = "application/vnd.damso.peer-question+json";

    /** Content type of those of the questions whose answer is yes, to all gateways. */
    static final String ANSWER = "application/vnd.damso.peer-answer+json";

    /** The content types that {@link #received} handles. */
    public static final Set<String> CONTENT_TYPES = Set.of(QUESTION, ANSWER);

    private static final Logger LOG = LoggerFactory.getLogger(PeerMemberships.class);
    private static final long GATHER_MILLIS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** Questions beyond are not asked. */
    private static final int MOST_WAITING = 20_000;

    private final BiConsumer<String, byte[]> publisher;
    private final Executor executor;
    private final JsonMapper json;
    private final long timeoutMillis;
    private final RareLog failures = new RareLog(LOG);
    private final Map<MembershipQuestion, CompletableFuture<Boolean>> waiting = new LinkedHashMap<>();
    private final Set<MembershipQuestion> toAsk = new LinkedHashSet<>();
    private volatile Predicate<MembershipQuestion> known = question -> false;

    /**
     * Creates a node that knows nothing.
     *
     * @param publisher sends a body of a content type to all gateways; may block and throw
     * @param executor runs short tasks at the same time, which may block
     */
    public PeerMemberships(BiConsumer<String, byte[]> publisher, Executor executor, JsonMapper json) {
        this(publisher, executor, json, TIMEOUT);
    }

    PeerMemberships(BiConsumer<String, byte[]> publisher, Executor executor, JsonMapper json, Duration timeout) {
        this.publisher = publisher;
        this.executor = executor;
        this.json = json;
        this.timeoutMillis = timeout.toMillis();
    }

    /** Answers from now on by this predicate; it must not block. */
    public void answerBy(Predicate<MembershipQuestion> isKnown) {
        known = isKnown;
    }

    /** Asks. The future completes with false if no gateway says yes within a second. */
    public synchronized CompletableFuture<Boolean> isKnown(MembershipQuestion question) {
        CompletableFuture<Boolean> pending = waiting.get(question);
        if (pending != null) {
            return pending.copy();
        }
        if (waiting.size() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(timeoutMillis, TimeUnit.MILLISECONDS, executor)
                .execute(() -> asked.complete(false));
        waiting.put(question, asked);
        asked.whenComplete((answer, failure) -> forget(question));
        if (toAsk.isEmpty()) {
            CompletableFuture.delayedExecutor(GATHER_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(this::ask);
        }
        toAsk.add(question);
        return asked.copy();
    }

    private synchronized void forget(MembershipQuestion question) {
        waiting.remove(question);
    }

    private void ask() {
        List<MembershipQuestion> all;
        synchronized (this) {
            all = List.copyOf(toAsk);
            toAsk.clear();
        }
        for (int from = 0; from < all.size(); from += MembershipQuestions.MOST) {
            publish(QUESTION, all.subList(from, Math.min(all.size(), from + MembershipQuestions.MOST)));
        }
    }

    private void publish(String contentType, List<MembershipQuestion> questions) {
        try {
            publisher.accept(contentType, json.writeValueAsBytes(new MembershipQuestions(questions)));
            failures.reset();
        } catch (RuntimeException e) {
            failures.warn("Other gateways could not be asked for memberships, or answered: {}", e.toString());
        }
    }

    /** Handles a message of a gateway, this one included. */
    public void received(String contentType, byte[] body) {
        executor.execute(() -> {
            List<MembershipQuestion> questions = read(body);
            if (contentType.equals(QUESTION)) {
                answer(questions);
            } else {
                questions.forEach(this::answered);
            }
        });
    }

    private List<MembershipQuestion> read(byte[] body) {
        try {
            List<MembershipQuestion> questions =
                    json.readValue(body, MembershipQuestions.class).questions();
            if (questions.size() <= MembershipQuestions.MOST && !questions.contains(null)) {
                return questions;
            }
        } catch (JacksonException | NullPointerException e) {
            LOG.debug("A question of a gateway is damaged", e);
        }
        failures.warn("A question or answer about memberships is damaged; check the versions of the gateways");
        return List.of();
    }

    private void answer(List<MembershipQuestion> questions) {
        List<MembershipQuestion> yes = new ArrayList<>(questions);
        yes.removeIf(known.negate());
        if (!yes.isEmpty()) {
            publish(ANSWER, yes);
        }
    }

    private void answered(MembershipQuestion question) {
        CompletableFuture<Boolean> asked;
        synchronized (this) {
            asked = waiting.get(question);
        }
        if (asked != null) {
            asked.complete(true);
        }
    }
}
