package io.damso.edge.broker;

import com.rabbitmq.client.Address;
import java.util.List;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;

/** Configures AMQP connections; with several addresses each of them gets a rotation of its own. */
final class SpreadConnections extends CachingConnectionFactoryConfigurer {

    private final RabbitConnectionDetails details;
    private final String node;

    SpreadConnections(RabbitProperties properties, RabbitConnectionDetails details, String node) {
        super(properties, details);
        this.details = details;
        this.node = node;
    }

    @Override
    public void configure(CachingConnectionFactory connections, RabbitProperties properties) {
        super.configure(connections, properties);
        List<Address> addresses = details.getAddresses().stream()
                .map(address -> new Address(address.host(), address.port()))
                .toList();
        if (addresses.size() > 1) {
            connections.setAddressResolver(
                    new RotatingResolver(new AddressRotation<>(addresses, AddressRotation.first(node))));
        }
    }
}
