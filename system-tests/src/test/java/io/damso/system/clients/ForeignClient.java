package io.damso.system.clients;

/** An unmodified third-party STOMP client, used as in its manual. Not thread-safe. */
interface ForeignClient extends AutoCloseable {

    /**
     * Starts to connect and to subscribe to the errors queue and to the room. The transcript records when that is done
     * and all received messages.
     */
    void join(ClientParameters parameters, Transcript transcript) throws Exception;

    /**
     * Sends a message to the room and asks for a receipt.
     *
     * @param number of the message, to be noted with its receipt
     * @param body one line of JSON
     */
    void send(int number, String body) throws Exception;

    /** Starts to disconnect with the library's method. The transcript records when that is done. */
    void leave() throws Exception;

    /** Releases the client's resources. */
    @Override
    void close();
}
