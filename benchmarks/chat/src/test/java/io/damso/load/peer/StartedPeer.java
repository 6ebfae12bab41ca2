package io.damso.load.peer;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A benchmark that does not end by itself. */
final class StartedPeer {

    private StartedPeer() {}

    public static void main(String... args) throws InterruptedException {
        Peer peer = Peers.named(args[0]).start(new PeerOptions(1, Path.of(args[1])));
        System.out.println("pid=" + peer.processes().getFirst().pid());
        new CountDownLatch(1).await();
    }
}
