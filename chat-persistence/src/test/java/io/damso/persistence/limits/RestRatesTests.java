package io.damso.persistence.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RestRatesTests {

    private final AtomicLong nanos = new AtomicLong();
    private final RestRates rates = new RestRates(new RestLimits(2, 5, 1, 3, 1, 2), nanos::get);

    private static int allowed(BooleanSupplier request) {
        int allowed = 0;
        while (request.getAsBoolean()) {
            allowed++;
        }
        return allowed;
    }

    @Test
    void userHasABurstAndThenARate() {
        assertThat(allowed(() -> rates.takeOfUser("alice"))).isEqualTo(5);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(allowed(() -> rates.takeOfUser("alice"))).isEqualTo(2);
        assertThat(allowed(() -> rates.takeOfUser("bob"))).isEqualTo(5);
    }

    @Test
    void networkOfAnIpv6AddressIsOneAddress() {
        assertThat(allowed(() -> rates.takeOfAddress("2001:db8::1"))).isEqualTo(3);
        assertThat(rates.takeOfAddress("2001:db8::2")).isFalse();
        assertThat(allowed(() -> rates.takeOfAddress("192.0.2.1"))).isEqualTo(3);
    }

    @Test
    void newRoomsHaveARateOfTheirOwn() {
        assertThat(allowed(() -> rates.takeNewRoom("alice"))).isEqualTo(2);
        assertThat(rates.takeOfUser("alice")).isTrue();
        assertThat(rates.takeNewRoom("bob")).isTrue();
    }
}
