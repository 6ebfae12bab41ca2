package io.damso.load.client;

import io.damso.load.count.Recorder;
import io.netty.channel.EventLoop;

/** The shared state of the clients of one event loop. */
final class LoopContext {

    /** Maximum size of one read in bytes. Netty's pool does not cache larger buffers per thread. */
    static final int SCRATCH = 32 << 10;

    private final EventLoop executor;
    private final Recorder recorder;
    private final byte[] scratch = new byte[SCRATCH];

    LoopContext(EventLoop executor, Recorder recorder) {
        this.executor = executor;
        this.recorder = recorder;
    }

    EventLoop executor() {
        return executor;
    }

    Recorder recorder() {
        return recorder;
    }

    /** Returns the array to which a read is copied. It can be reused after the read was processed. */
    byte[] scratch() {
        return scratch;
    }
}
