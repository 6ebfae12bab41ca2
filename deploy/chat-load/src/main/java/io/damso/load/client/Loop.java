package io.damso.load.client;

import io.damso.load.count.Recorder;
import io.netty.channel.EventLoop;

/** What the clients of one event loop share. */
final class Loop {

    /** Bytes of one read; what is larger Netty's pool does not keep at hand for the thread. */
    static final int SCRATCH = 32 << 10;

    private final EventLoop executor;
    private final Recorder recorder;
    private final byte[] scratch = new byte[SCRATCH];

    Loop(EventLoop executor, Recorder recorder) {
        this.executor = executor;
        this.recorder = recorder;
    }

    EventLoop executor() {
        return executor;
    }

    Recorder recorder() {
        return recorder;
    }

    /** Returns where what was read is copied to; free again when the read is over. */
    byte[] scratch() {
        return scratch;
    }
}
