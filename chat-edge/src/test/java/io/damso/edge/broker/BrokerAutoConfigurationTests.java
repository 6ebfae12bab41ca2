package io.damso.edge.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AddressResolver;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BrokerAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BrokerAutoConfiguration.class, RabbitAutoConfiguration.class));

    @Test
    void connectionOfANodeBeginsWithItsOwnBrokerAndGoesOnWithTheNext() {
        context.withPropertyValues("spring.rabbitmq.addresses=a:1,b:2,c:3", "damso.node=persistence-2")
                .run(beans -> {
                    RecordingFactory factory = new RecordingFactory();
                    beans.getBean(CachingConnectionFactoryConfigurer.class).configure(factory);
                    assertThat(factory.attempt()).containsExactly(at("b", 2), at("c", 3), at("a", 1));
                    assertThat(factory.attempt()).containsExactly(at("c", 3), at("a", 1), at("b", 2));
                });
    }

    @Test
    void oneAddressNeedsNoOrder() {
        context.withPropertyValues("spring.rabbitmq.host=a").run(beans -> {
            RecordingFactory factory = new RecordingFactory();
            beans.getBean(CachingConnectionFactoryConfigurer.class).configure(factory);
            assertThat(factory.resolver).isNull();
        });
    }

    @Test
    void brokerThatDoesNotAnswerIsLeftSoon() {
        context.run(beans -> assertThat(beans.getBean(CachingConnectionFactory.class)
                        .getRabbitConnectionFactory()
                        .getHandshakeTimeout())
                .isEqualTo(3_000));
    }

    private static Address at(String host, int port) {
        return new Address(host, port);
    }

    private static final class RecordingFactory extends CachingConnectionFactory {

        private @Nullable AddressResolver resolver;

        @Override
        public void setAddressResolver(AddressResolver addressResolver) {
            resolver = addressResolver;
        }

        List<Address> attempt() throws IOException {
            AddressResolver given = resolver;
            assertThat(given).isNotNull();
            return given.maybeShuffle(given.getAddresses());
        }
    }
}
