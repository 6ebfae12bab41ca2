package io.damso.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortReservationTests {

    private static final int HTTPS_PORT = 8443;

    @Test
    void offsetIsReservedOnceUntilItIsReleased() {
        int offset;
        try (PortReservation first = PortReservation.reserve()) {
            offset = first.offset();
            assertThat(PortReservation.tryReserve(offset)).isNull();
        }
        try (PortReservation again = PortReservation.tryReserve(offset)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void reservationsAtTheSameTimeDiffer() {
        List<PortReservation> reservations = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                reservations.add(PortReservation.reserve());
            }
            assertThat(new HashSet<>(
                            reservations.stream().map(PortReservation::offset).toList()))
                    .hasSize(10);
        } finally {
            reservations.forEach(PortReservation::close);
        }
    }

    @Test
    void offsetWithAUsedPortIsNotReserved() throws Exception {
        int offset;
        try (PortReservation first = PortReservation.reserve()) {
            offset = first.offset();
        }
        try (ServerSocket listener = new ServerSocket(HTTPS_PORT + offset, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listener.isBound()).isTrue();
            assertThat(PortReservation.tryReserve(offset)).isNull();
        }
    }
}
