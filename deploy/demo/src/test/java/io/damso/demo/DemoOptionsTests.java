package io.damso.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoOptionsTests {

    @Test
    void everyOptionHasADefault() {
        assertThat(DemoOptions.parse()).isEqualTo(new DemoOptions(URI.create("wss://localhost:8443/ws"), null, false));
    }

    @Test
    void everyOptionIsTakenAndTheLastOfTwoCounts() {
        DemoOptions options = DemoOptions.parse(
                "--certificate", "a.crt", "--url", "wss://a/ws", "--insecure", "--url", "ws://b:1/ws");
        assertThat(options).isEqualTo(new DemoOptions(URI.create("ws://b:1/ws"), Path.of("a.crt"), true));
        assertThat(options.apiBase()).hasToString("http://b:1");
    }

    @Test
    void invalidOptionIsRefusedByName() {
        refused("Unknown options: '--uri', 'ws://b/ws'", "--uri", "ws://b/ws");
        refused("'--url'", "--url");
        refused("--url", "--url", "not a url");
        refused("--url must begin with ws:// or wss://", "--url", "https://b/ws");
        refused("--url names no host", "--url", "ws:/ws");
        refused("'--certificate'", "--certificate");
    }

    private static void refused(String message, String... args) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DemoOptions.parse(args))
                .withMessageContaining(message)
                .withMessageContaining("Usage: demo")
                .withMessageNotContaining("\n");
    }
}
