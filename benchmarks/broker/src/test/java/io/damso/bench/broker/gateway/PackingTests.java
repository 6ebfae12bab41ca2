package io.damso.bench.broker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.bench.broker.count.Message;
import io.damso.bench.broker.count.Phases;
import io.damso.bench.broker.count.Room;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTests {

    private static final List<Room> ROOMS = Room.spread(3, 4);

    private final Phases phases = new Phases();

    @Test
    void envelopeIsOneOfTheProductAndItsNumbersGoOn() throws Exception {
        Packing packing = new Packing();
        Envelope first = EnvelopeCodec.read(packing.pack(List.of(message(0), message(1))));
        Envelope second = EnvelopeCodec.read(packing.pack(List.of(message(2))));
        assertThat(first.first()).isEqualTo(1);
        assertThat(second.first()).isEqualTo(3);
        assertThat(second.origin()).isEqualTo(first.origin());
        assertThat(first.entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.message()).hasSize(400));
        assertThat(first.entries().get(1).roomId()).isEqualTo(ROOMS.get(1).id());
    }

    @Test
    void routingKeysOfAnEnvelopeAreThoseOfItsRoomsOnce() {
        SentEnvelope sent = new SentEnvelope(1, List.of(message(0), message(1), message(0)), new byte[0]);
        assertThat(sent.routingKeys())
                .containsExactly(
                        "rooms." + ROOMS.get(0).id(), "rooms." + ROOMS.get(1).id());
    }

    @Test
    void exchangeHasAtMost256Rooms() {
        assertThat(Run.roomsExchanges(256)).isEqualTo(1);
        assertThat(Run.roomsExchanges(257)).isEqualTo(2);
    }

    private Message message(int room) {
        return new Message(ROOMS.get(room), 0, System.nanoTime(), phases.current());
    }
}
