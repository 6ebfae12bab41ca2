package io.damso.gateway.stomp;

import io.damso.gateway.SocketProperties;
import io.damso.gateway.session.Answers;
import io.damso.gateway.stomp.frames.FrameBounds;
import io.damso.gateway.stomp.frames.FrameProperties;
import org.springframework.stereotype.Component;

/** Dependencies that all STOMP sockets share. */
@Component
final class StompSockets {

    private final StompFrames frames;
    private final Answers answers;
    private final FrameBounds bounds;
    private final FrameProperties limits;

    StompSockets(StompFrames frames, Answers answers, SocketProperties properties, FrameProperties limits) {
        this.frames = frames;
        this.answers = answers;
        this.bounds = FrameBounds.of(properties, limits);
        this.limits = limits;
    }

    StompFrames frames() {
        return frames;
    }

    Answers answers() {
        return answers;
    }

    FrameBounds bounds() {
        return bounds;
    }

    FrameProperties limits() {
        return limits;
    }
}
