package io.damso.persistence.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class IngestPropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Enabled.class);

    @Test
    void defaultsAndOverrides() {
        runner.withPropertyValues("damso.persistence.ingest.first-retry=1s")
                .run(context -> assertThat(context.getBean(IngestProperties.class))
                        .isEqualTo(new IngestProperties(
                                100,
                                Duration.ofMillis(20),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch-size=0",
                "batch-size=1001",
                "batch-wait=0s",
                "first-retry=0s",
                "longest-retry=1ms",
                "confirm-timeout=-1s"
            })
    void unusableValueStopsTheStartWithItsName(String setting) {
        String name = setting.substring(0, setting.indexOf('='));
        runner.withPropertyValues("damso.persistence.ingest." + setting).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .message()
                    .satisfiesAnyOf(
                            message -> assertThat(message).contains(name),
                            message -> assertThat(message).contains("batchSize"));
        });
    }

    @EnableConfigurationProperties(IngestProperties.class)
    static class Enabled {}
}
