package io.damso.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class HistoryPropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Enabled.class);

    @Test
    void defaultsAndOverrides() {
        runner.withPropertyValues("damso.persistence.history.max-waiting=5")
                .run(context -> assertThat(context.getBean(HistoryProperties.class))
                        .isEqualTo(new HistoryProperties(Duration.ofSeconds(2), 5, 10)));
    }

    @ParameterizedTest
    @CsvSource({
        "cursor-wait=-1s, set 0s to 5s",
        "cursor-wait=6s, set 0s to 5s",
        "max-waiting=-1, maxWaiting",
        "max-waiting-per-user=-1, maxWaitingPerUser"
    })
    void unusableValueStopsTheStartWithTheRemedy(String setting, String said) {
        runner.withPropertyValues("damso.persistence.history." + setting).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().message().contains(said);
        });
    }

    @EnableConfigurationProperties(HistoryProperties.class)
    static class Enabled {}
}
