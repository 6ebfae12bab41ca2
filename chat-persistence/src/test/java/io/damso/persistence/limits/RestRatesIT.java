package io.damso.persistence.limits;

import static io.damso.persistence.Problem.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.RunningService;
import io.damso.persistence.RunningService.Reply;
import io.damso.protocol.ErrorCode;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that asks too fast is refused, and nobody else is. */
class RestRatesIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final String ROOM = "{\"name\":\"r\"}";

    /** So many requests come faster than one a second on any machine. */
    private static final int MANY = 1_000;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                broker,
                mongo,
                "damso.persistence.limits.user-per-second=1",
                "damso.persistence.limits.user-burst=20",
                "damso.persistence.limits.address-per-second=1",
                "damso.persistence.limits.address-burst=20",
                "damso.persistence.limits.new-rooms-burst=5");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Reply refusalOf(Supplier<Reply> request, int passing) {
        for (int i = 0; i < MANY; i++) {
            Reply reply = request.get();
            if (reply.status() == ErrorCode.TOO_MANY_REQUESTS.httpStatus()) {
                assertThat(i).as("answered before").isGreaterThanOrEqualTo(passing);
                return reply;
            }
        }
        throw new AssertionError(MANY + " requests were answered");
    }

    private static void assertToldToWait(Reply reply) {
        assertRefused(reply, ErrorCode.TOO_MANY_REQUESTS);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void userWhoAsksTooFastIsRefusedAndNoOther() {
        assertToldToWait(refusalOf(() -> service.get("/api/rooms", "alice"), 20));
        assertThat(service.get("/api/rooms", "bob").status()).isEqualTo(200);
    }

    @Test
    void userWhoCreatesRoomsTooFastIsRefusedAndMayRead() {
        assertToldToWait(refusalOf(() -> service.send("POST", "/api/rooms", "carol", ROOM), 5));
        assertThat(service.get("/api/rooms", "carol").status()).isEqualTo(200);
    }

    @Test
    void newDirectRoomsAreNewRoomsAndKnownOnesAreNot() {
        AtomicInteger users = new AtomicInteger();
        assertToldToWait(refusalOf(() -> direct("erin", "user" + users.incrementAndGet()), 5));
        for (int i = 0; i < 5; i++) {
            assertThat(direct("erin", "user1").status()).isEqualTo(200);
        }
    }

    private static Reply direct(String caller, String other) {
        return service.send("POST", "/api/direct-rooms", caller, "{\"with\":\"%s\"}".formatted(other));
    }

    /** All tests have one address, so users with a token show that it is not theirs that counts. */
    @Test
    void addressWithoutAValidTokenIsRefusedAndItsUsersAreNot() {
        assertToldToWait(refusalOf(() -> service.send("GET", "/api/openapi", null, null), 20));
        assertThat(service.get("/api/rooms", "dave").status()).isEqualTo(200);
    }
}
