package io.damso.gateway.mailbox;

import io.damso.gateway.GatewayTest;
import io.damso.gateway.OtherGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.awaitility.Awaitility;

/** A gateway that delivers more messages than some clients read. */
abstract class FloodTest extends GatewayTest {

    /** More bytes than the socket buffers of both sides can hold. */
    static final int MESSAGES = 3_000;

    private static final String FILLING = "x".repeat(8_000);

    /**
     * Publishes {@link #MESSAGES} large messages whose text is their number, as fast as the reader receives them.
     *
     *
     * @param received number of messages that the reader has received
     */
    void flood(String roomId, IntSupplier received) throws IOException, TimeoutException {
        try (OtherGateway other = new OtherGateway(broker)) {
            for (int i = 0; i < MESSAGES; i++) {
                other.publish(roomId, "m-" + i, "{\"text\":\"" + i + "\",\"filling\":\"" + FILLING + "\"}");
                int published = i + 1;
                if (published % 50 == 0) {
                    Awaitility.await("the reader")
                            .pollInterval(Duration.ofMillis(2))
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> received.getAsInt() == published);
                }
            }
        }
    }
}
