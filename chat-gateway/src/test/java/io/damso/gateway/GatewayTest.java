package io.damso.gateway;

import io.damso.test.RabbitBroker;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A gateway on the shared broker of this JVM. Classes without own properties share one gateway. Classes with own
 * properties, or that stop the broker, have {@code @DirtiesContext}, so that their gateway stops after them.
 */
public abstract class GatewayTest extends OneGatewayTest {

    @RegisterExtension
    protected static final RabbitBroker broker = RabbitBroker.shared();

    @DynamicPropertySource
    protected static void sharedBroker(DynamicPropertyRegistry registry) {
        reach(broker, registry);
    }

    @Override
    protected RabbitBroker gatewaysBroker() {
        return broker;
    }
}
