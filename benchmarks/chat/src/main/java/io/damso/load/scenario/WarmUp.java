package io.damso.load.scenario;

import io.damso.bench.report.Progress;
import io.damso.load.client.ClientEvents;
import io.damso.load.peer.Peer;
import io.damso.load.run.LoadClients;
import io.damso.load.run.LoadPlan;
import io.damso.load.run.Member;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Clients in rooms of their own that connect, miss messages and resume, before the measured ones. Afterwards the JVMs
 * of servers and load client have compiled what the measurement runs; nodes that run for hours have, too.
 *
 * @param rooms number of rooms
 * @param members clients of each room; one of them sends and stays connected
 * @param rounds how often the others disconnect and resume
 */
record WarmUp(int rooms, int members, int rounds) {

    private static final double PER_SECOND = 200;

    /** Messages of each room and round that the clients miss. */
    private static final int MISSED = 5;

    /** Describes the warm-up for the report. */
    String text() {
        return String.format(
                Locale.ROOT,
                "As a warm-up, %,d clients in other rooms connect and resume %d times",
                rooms * members,
                rounds);
    }

    /**
     * Runs it.
     *
     * @throws io.damso.bench.scenario.BenchmarkException if a client cannot connect
     * @throws InterruptedException if interrupted
     */
    void run(Peer peer, LoadPlan measured, Progress progress) throws InterruptedException {
        LoadPlan plan = new LoadPlan(rooms, members, 1, measured.textBytes(), measured.threads(), measured.behaviour());
        try (LoadClients clients = new LoadClients(peer, plan, progress)) {
            clients.connect(ClientEvents.NONE);
            for (int round = 0; round < rounds; round++) {
                send(clients);
                clients.drain();
                leaving(clients).forEach(member -> member.client().close());
                send(clients);
                comeBack(clients, peer.endpoints());
            }
            clients.drain();
        }
        progress.say("%s: %s", peer.name(), text());
    }

    private void send(LoadClients clients) {
        long start = System.nanoTime();
        long nanos = (long) (MISSED * rooms / PER_SECOND * TimeUnit.SECONDS.toNanos(1));
        clients.send(PER_SECOND, start, start + nanos).join();
    }

    private List<Member> leaving(LoadClients clients) {
        List<Member> leaving = new ArrayList<>(clients.members());
        leaving.removeIf(member -> clients.members().indexOf(member) % members == 0);
        return leaving;
    }

    private void comeBack(LoadClients clients, List<URI> endpoints) throws InterruptedException {
        List<Member> all = leaving(clients);
        for (URI endpoint : endpoints) {
            List<Member> some = all.stream()
                    .filter(member -> member.identity().endpoint().equals(endpoint))
                    .toList();
            clients.connect(some, endpoint, true);
        }
    }
}
