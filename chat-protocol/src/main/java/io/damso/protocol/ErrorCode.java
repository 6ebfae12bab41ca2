package io.damso.protocol;

import static io.damso.protocol.ErrorCode.Outcome.CLOSE;
import static io.damso.protocol.ErrorCode.Outcome.ERROR_FRAME;
import static io.damso.protocol.ErrorCode.Outcome.HTTP_ONLY;
import static io.damso.protocol.ErrorCode.Outcome.NOTICE;
import static io.damso.protocol.ErrorCode.Outcome.REFUSAL;

import java.util.Locale;

/**
 * Every way in which a client can be refused. Both protocols and {@code docs/error-codes.md} are made from this table.
 */
public enum ErrorCode {

    /** CONNECT or HTTP request without a bearer token. */
    TOKEN_MISSING(401, ERROR_FRAME, false, "A bearer token is needed"),
    /** The token cannot be read, is not signed by a known key, or lacks a usable subject. */
    TOKEN_INVALID(401, ERROR_FRAME, false, "The token is not valid"),
    /** The token was valid once (RFC 7519 §4.1.4). */
    TOKEN_EXPIRED(401, ERROR_FRAME, false, "The token has expired; connect with a new one"),
    /** The issuer's keys cannot be read, so nobody can say whether the token is valid. */
    TOKEN_UNVERIFIABLE(504, ERROR_FRAME, true, "The token cannot be checked right now; try again"),
    /** An administrator ended all sessions of the user. */
    SESSION_ENDED_BY_ADMIN(403, ERROR_FRAME, false, "An administrator ended this session"),
    /** The bytes are no STOMP frame, or the frame must not come now. */
    MALFORMED_FRAME(400, ERROR_FRAME, false, "The frame does not follow STOMP"),
    /** Frame larger than the limit. */
    FRAME_TOO_LARGE(413, ERROR_FRAME, false, "The frame is larger than allowed"),
    /** Frame with more headers than the limit, or one that is longer. */
    HEADERS_TOO_LARGE(431, ERROR_FRAME, false, "The frame has too many headers, or one that is too long"),
    /** CONNECT names no version of STOMP that is served. */
    VERSION_UNSUPPORTED(400, ERROR_FRAME, false, "No common STOMP version; 1.0, 1.1 and 1.2 are served"),
    /** The user has as many sessions on this node as one user may have. */
    TOO_MANY_SESSIONS(429, ERROR_FRAME, true, "This user has too many sessions; end one of them first"),

    /** Too much waited for this reader, or one write took too long. */
    SLOW_CONSUMER(503, CLOSE, true, "Messages were read too slowly"),
    /** The client did not send the heart-beats that it promised. */
    HEARTBEAT_MISSED(408, CLOSE, true, "The client fell silent"),
    /** No CONNECT came in time. */
    CONNECT_TIMEOUT(408, CLOSE, true, "No CONNECT came in time"),
    /** A frame was begun and its rest did not come. */
    FRAME_TIMEOUT(408, CLOSE, true, "A frame was not finished in time"),
    /** Frames of whatever kind came faster than a node can be asked to look at them. */
    TOO_MANY_FRAMES(429, CLOSE, true, "Frames came faster than allowed"),

    /** The session's token ends soon. */
    TOKEN_EXPIRING(401, NOTICE, false, "The token ends soon; refresh the session with a new one"),
    /** The user is no longer a member; the subscriptions of that room have ended. */
    MEMBERSHIP_ENDED(403, NOTICE, false, "You are no longer a member of this room"),

    /** Destination is not on the allow-list. */
    DESTINATION_REFUSED(403, REFUSAL, false, "No such destination for clients"),
    /** Command is not served. */
    COMMAND_REFUSED(405, REFUSAL, false, "This STOMP command is not served"),
    /** A header is missing or has a value that is not allowed. */
    HEADER_REFUSED(400, REFUSAL, false, "A header is missing or not allowed"),
    /** Unknown room, or the user is not in it: the two are not told apart. */
    NOT_A_MEMBER(403, REFUSAL, false, "You are not a member of this room"),
    /** Nobody could say whether the user is a member. */
    MEMBERSHIP_UNKNOWN(503, REFUSAL, true, "Membership cannot be checked right now; try again"),
    /** The session has as many subscriptions as it may have. */
    TOO_MANY_SUBSCRIPTIONS(429, REFUSAL, false, "This session has too many subscriptions"),
    /** The session, or all sessions of its user, sent faster than allowed. At a handshake: the client's address did. */
    TOO_MANY_REQUESTS(429, REFUSAL, true, "Too many requests; wait a moment and try again"),
    /** As many messages of the session wait for the broker's confirm as may. */
    TOO_MANY_UNCONFIRMED(429, REFUSAL, true, "Too many messages are not confirmed yet; wait for receipts"),
    /** The broker did not confirm the node's subscription in time; the client is not subscribed. */
    SUBSCRIPTION_UNCONFIRMED(504, REFUSAL, true, "The broker did not confirm in time; subscribe again"),
    /** SEND without a body. */
    BODY_EMPTY(400, REFUSAL, false, "The body is empty"),
    /** Body is no JSON object with the documented fields. */
    BODY_UNREADABLE(400, REFUSAL, false, "The body is not the documented JSON"),
    /** Text is empty or blank. */
    TEXT_EMPTY(400, REFUSAL, false, "The text is empty"),
    /** Text is longer than the limit. */
    TEXT_TOO_LONG(413, REFUSAL, false, "The text is longer than allowed"),
    /** {@code clientMessageId} is empty or too long. */
    CLIENT_MESSAGE_ID_INVALID(400, REFUSAL, false, "clientMessageId must have 1 to 64 characters"),
    /** The broker did not take the message; sending again with the same clientMessageId is safe. */
    BROKER_UNAVAILABLE(503, REFUSAL, true, "The message could not be handed over; send it again"),
    /** No confirm came in time; the message may or may not be kept, sending again is safe. */
    CONFIRM_TIMEOUT(504, REFUSAL, true, "The broker did not confirm in time; send it again"),

    /** The node, or what it needs, is away; NGINX says the same where no node answers. */
    UNAVAILABLE(503, HTTP_ONLY, true, "The service does not answer right now; try again"),
    /** The request's body is larger than NGINX takes. */
    REQUEST_TOO_LARGE(413, HTTP_ONLY, false, "The request is larger than allowed"),
    /** The page's origin is neither our own nor on the allow-list (RFC 6455 §10.2). */
    ORIGIN_REFUSED(403, HTTP_ONLY, false, "Pages of this origin may not connect"),
    /** The node holds as many sessions as it may; another may have room. */
    NODE_FULL(503, HTTP_ONLY, true, "This node has no room for another session; try again"),
    /** More clients come to the node at this moment than it takes; another may have time. */
    NODE_BUSY(503, HTTP_ONLY, true, "Too many clients connect at this moment; try again"),
    /** The client's address has as many sessions on this node as one address may have. */
    ADDRESS_LIMIT(429, HTTP_ONLY, true, "This address has too many sessions; end one of them first"),
    /** Request body, parameter or header cannot be used. */
    BAD_REQUEST(400, HTTP_ONLY, false, "The request cannot be used"),
    /** {@code before} or {@code after} names no message of this room. */
    BAD_CURSOR(400, HTTP_ONLY, false, "The cursor names no message of this room"),
    /** Unknown room, or the user is not in it: the two are not told apart. */
    ROOM_NOT_FOUND(404, HTTP_ONLY, false, "No such room"),
    /** The token does not have the role {@code admin}. */
    NOT_AN_ADMIN(403, HTTP_ONLY, false, "Only administrators may do this"),
    /** Only the owner of a room may do this. */
    NOT_THE_OWNER(403, HTTP_ONLY, false, "Only the owner of the room may remove others"),
    /** No such path. */
    NOT_FOUND(404, HTTP_ONLY, false, "No such resource"),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405, HTTP_ONLY, false, "This method is not allowed here"),
    /** The store does not answer. */
    STORE_UNAVAILABLE(503, HTTP_ONLY, true, "The store does not answer right now; try again"),
    /** A defect; the log has the details. */
    INTERNAL(500, REFUSAL, true, "Something went wrong on the server");

    /** What a STOMP client sees. */
    public enum Outcome {
        /** A message on {@link Destinations#USER_ERRORS}; the session lives. */
        REFUSAL,
        /** A message on {@link Destinations#USER_ERRORS} that answers no frame; the session lives. */
        NOTICE,
        /** An ERROR frame, then the end of the session (STOMP 1.2 "ERROR"). */
        ERROR_FRAME,
        /** The socket is closed with code 1008 (RFC 6455 §7.4.1) and the slug as reason; no frame could be read. */
        CLOSE,
        /** Never sent over STOMP. */
        HTTP_ONLY
    }

    private final int httpStatus;
    private final Outcome outcome;
    private final boolean retryable;
    private final String title;

    ErrorCode(int httpStatus, Outcome outcome, boolean retryable, String title) {
        this.httpStatus = httpStatus;
        this.outcome = outcome;
        this.retryable = retryable;
        this.title = title;
    }

    /** Returns the code as clients see it, such as {@code not-a-member}; stable across releases. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the HTTP status of the problem document (RFC 9457 §3). */
    public int httpStatus() {
        return httpStatus;
    }

    /** Returns what a STOMP client sees. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether the same request may succeed later without a change by the client. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns the sentence for people; holds nothing of the request. */
    public String title() {
        return title;
    }
}
