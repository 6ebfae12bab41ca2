package io.damso.gateway.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.session.Heartbeats;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatHeaderTests {

    private static final long WANTED = 10_000;

    @ParameterizedTest
    @CsvSource({
        "'0,0', '0,0'",
        "'1,1', '1000,10000'",
        "'0,1000', '1000,0'",
        "'2000,0', '0,10000'",
        "'30000,60000', '60000,30000'",
        "'999999999,999999999', '999999999,999999999'",
        "'9999999999,4294967296', '4294967296,9999999999'",
        "'0000000005,0000000000', '0,10000'",
        "'99999999999999999999,18446744073709551616', '1000000000000,1000000000000'"
    })
    void bothSidesAgreeOnTheLongerInterval(String client, String agreed) {
        assertThat(HeartbeatHeader.negotiate(client, WANTED).map(HeartbeatHeader::of))
                .contains(agreed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "1", "1,", ",1", "a,b", "-1,0", "1,2,3", "1 ,2", "1.5,0", "+1,0", "0x1,0", "\u0661,0"})
    void everythingElseIsMalformed(String client) {
        assertThat(HeartbeatHeader.negotiate(client, WANTED)).isEmpty();
    }

    @Test
    void missingHeaderMeansNoHeartbeats() {
        assertThat(HeartbeatHeader.negotiate(null, WANTED)).isEqualTo(Optional.of(Heartbeats.NONE));
    }

    @Test
    void numbersOfAnyLengthAreRead() {
        String longest = "9".repeat(8_000);
        assertThat(HeartbeatHeader.negotiate(longest + "," + longest, WANTED).map(HeartbeatHeader::of))
                .contains("1000000000000,1000000000000");
    }
}
