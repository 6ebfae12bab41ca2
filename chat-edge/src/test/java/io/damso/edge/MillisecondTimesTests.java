package io.damso.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

class MillisecondTimesTests {

    private final JsonMapper json =
            JsonMapper.builder().addModule(new MillisecondTimes()).build();

    /** A time as a field of an object, as in a message. */
    private record Message(Instant sentAt) {}

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T09:30:36Z, 2026-01-31T09:30:36.000Z", "2026-01-31T09:30:00.5Z, 2026-01-31T09:30:00.500Z",
        "2026-01-31T09:30:36.120Z, 2026-01-31T09:30:36.120Z",
                "2026-01-31T09:30:36.123456789Z, 2026-01-31T09:30:36.123Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z"
    })
    void timeHasThreeDigitsOfASecond(Instant time, String written) {
        assertThat(json.writeValueAsString(new Message(time))).isEqualTo("{\"sentAt\":\"" + written + "\"}");
        assertThat(json.readValue("{\"sentAt\":\"" + written + "\"}", Message.class)
                        .sentAt()
                        .toEpochMilli())
                .isEqualTo(time.toEpochMilli());
    }

    @Test
    void everyServiceWithTheEdgeWritesTimesLikeThis() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EdgeAutoConfiguration.class))
                .withPropertyValues("damso.demo.enabled=true")
                .run(context -> assertThat(context).hasSingleBean(JacksonModule.class));
    }
}
