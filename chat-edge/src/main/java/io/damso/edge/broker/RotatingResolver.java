package io.damso.edge.broker;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AddressResolver;
import java.util.List;

/** Gives RabbitMQ's client the addresses in the order of a rotation. By default the client shuffles them. */
final class RotatingResolver implements AddressResolver {

    private final AddressRotation<Address> rotation;

    RotatingResolver(AddressRotation<Address> rotation) {
        this.rotation = rotation;
    }

    @Override
    public List<Address> getAddresses() {
        return rotation.next();
    }

    @Override
    public List<Address> maybeShuffle(List<Address> input) {
        return input;
    }

    /** Spring writes it into the log at each attempt. */
    @Override
    public String toString() {
        return rotation.toString();
    }
}
