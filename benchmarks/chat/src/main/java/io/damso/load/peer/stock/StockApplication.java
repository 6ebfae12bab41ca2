package io.damso.load.peer.stock;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;

/**
 * STOMP over WebSocket as in Spring's guides, on Tomcat. The profile {@code stock} uses the broker relay,
 * {@code simple} the in-memory broker. Prints a line when its broker is available.
 *
 * <p>Two settings differ from the defaults, so that ten thousand clients can connect: Tomcat's {@code max-connections}
 * (default 8,192) and {@code accept-count} (default 100).
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({StompSocket.class, RelayBroker.class, SimpleBroker.class})
class StockApplication {

    private static final Map<String, Object> SETTINGS = Map.of(
            "server.address", "127.0.0.1",
            "server.tomcat.max-connections", "20000",
            "server.tomcat.accept-count", "4096",
            "spring.main.banner-mode", "off");

    /** Runs the application until the process is terminated. */
    public static void main(String... args) {
        SpringApplication application = new SpringApplication(StockApplication.class);
        application.setDefaultProperties(SETTINGS);
        application.run(args);
    }

    @EventListener
    void onBroker(BrokerAvailabilityEvent event) {
        System.out.println(event.isBrokerAvailable() ? "The broker is available" : "The broker is not available");
    }
}
