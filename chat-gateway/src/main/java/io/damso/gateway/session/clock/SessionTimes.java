package io.damso.gateway.session.clock;

import io.damso.gateway.SocketProperties;
import io.damso.gateway.lifetime.LifetimeProperties;
import io.damso.gateway.mailbox.MailboxProperties;
import io.damso.gateway.session.ClientSession;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Time settings of the session clock.
 *
 * @param limits time limits of a session
 * @param noticeMillis time before the end of the token at which the client gets a notice; 0 disables the notice
 */
@Component
record SessionTimes(ClientSession.Limits limits, long noticeMillis) {

    static final long SWEEP_MILLIS = 200;

    @Autowired
    SessionTimes(MailboxProperties mailbox, SocketProperties socket, LifetimeProperties lifetime) {
        this(
                new ClientSession.Limits(
                        mailbox.sendTimeLimit().toNanos(),
                        socket.connectTimeout().toNanos(),
                        TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS)),
                lifetime.expiryNotice().toMillis());
    }
}
