package io.damso.bench.broker.gateway;

import com.rabbitmq.client.Channel;
import io.damso.bench.broker.count.Room;
import io.damso.bench.broker.server.Connections;
import io.damso.bench.broker.server.Link;
import io.damso.protocol.BrokerTopology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The exchanges of a run and the bindings of its rooms, made and removed as chat-gateway ({@code RunExchange}) and
 * chat-persistence do. Used by one thread at a time.
 */
final class Interest {

    /** Bindings that are sent without waiting, as in chat-gateway. */
    private static final int AT_ONCE = 256;

    /** Pause of chat-persistence between two exchanges, so that publishers wait for one at most. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Run run;
    private final Connections connections;

    Interest(Run run, Connections connections) {
        this.run = run;
        this.connections = connections;
    }

    /** Creates the exchange of the run, and the bindings of rooms; once for a run. Returns when the broker has all. */
    void add(List<Room> rooms) throws IOException, TimeoutException {
        try (Link link = connections.open(run.node() + ".rooms");
                Channel channel = link.channel()) {
            channel.exchangeDeclare(run.exchange(), "fanout", true, false, null);
            for (int from = 0; from < rooms.size(); from += AT_ONCE) {
                bind(channel, rooms, from);
                // The broker handles the methods of a channel in order: its answer to this one confirms all before it.
                channel.exchangeDeclarePassive(run.exchange());
            }
        }
    }

    private void bind(Channel channel, List<Room> rooms, int from) throws IOException {
        for (int i = from; i < Math.min(rooms.size(), from + AT_ONCE); i++) {
            String exchange = run.roomsExchange(i / BrokerTopology.ROOMS_PER_EXCHANGE);
            if (i % BrokerTopology.ROOMS_PER_EXCHANGE == 0) {
                channel.exchangeDeclareNoWait(exchange, "fanout", true, false, false, null);
                channel.exchangeBindNoWait(run.exchange(), exchange, "", null);
            }
            channel.exchangeBindNoWait(
                    exchange,
                    BrokerTopology.LIVE_EXCHANGE,
                    BrokerTopology.roomRoutingKey(rooms.get(i).id()),
                    null);
        }
    }

    /** Removes the exchange of the run and then those of its rooms, the last one first, with pauses. */
    void remove(int rooms) throws IOException, TimeoutException, InterruptedException {
        try (Link link = connections.open("removal");
                Channel channel = link.channel()) {
            channel.exchangeDelete(run.exchange());
            for (int k = Run.roomsExchanges(rooms) - 1; k >= 0; k--) {
                channel.exchangeDelete(run.roomsExchange(k));
                Thread.sleep(PAUSE);
            }
        }
    }
}
