package io.damso.load.client;

/** What happens to a client; called on its event loop. */
public interface ClientEvents {

    /** Nobody cares. */
    ClientEvents NONE = new ClientEvents() {};

    /** It is connected and, if it wanted to, subscribed; messages that are sent from now on reach it. */
    default void ready(LoadClient client) {}

    /** What it had asked to be acknowledged with this number is done. */
    default void acknowledged(LoadClient client, int number) {}

    /** The server refuses something and the connection lives on, for now. */
    default void refused(LoadClient client, String text) {}

    /** It is gone, or never got ready. Called once. */
    default void ended(LoadClient client, Ending ending) {}
}
