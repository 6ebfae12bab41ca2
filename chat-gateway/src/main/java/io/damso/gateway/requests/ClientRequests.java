package io.damso.gateway.requests;

import org.springframework.stereotype.Component;

/**
 * Handlers of the requests of clients. Requests of a session are handled one at a time. A request may block until a
 * membership answer arrives, which delays only this session.
 *
 * @param connect authenticates the client
 * @param send sends a message, or replaces the token
 * @param subscribe adds a subscription
 * @param unsubscribe ends a subscription
 * @param disconnect ends the session
 */
@Component
public record ClientRequests(
        ConnectHandler connect,
        SendHandler send,
        SubscribeHandler subscribe,
        UnsubscribeHandler unsubscribe,
        DisconnectHandler disconnect) {}
