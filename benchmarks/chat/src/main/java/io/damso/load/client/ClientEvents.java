package io.damso.load.client;

/** Events of a client, called on its event loop, except {@link #sent}. */
public interface ClientEvents {

    /** Ignores all events. */
    ClientEvents NONE = new ClientEvents() {};

    /**
     * The client is connected and, if it has a destination, subscribed. Messages sent from now on are delivered to it.
     */
    default void ready(LoadClient client) {}

    /**
     * A message is sent now, whose acknowledgement will have this number. Called on the thread of the sender.
     */
    default void sent(LoadClient client, int number) {}

    /** The server has acknowledged the request with this number. */
    default void acknowledged(LoadClient client, int number) {}

    /** The server refused a frame. The connection may still be open. */
    default void refused(LoadClient client, String text) {}

    /** The connection has ended or could not be opened. Called once. */
    default void ended(LoadClient client, Ending ending) {}
}
