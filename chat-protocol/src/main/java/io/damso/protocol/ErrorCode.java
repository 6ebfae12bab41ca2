package io.damso.protocol;

import static io.damso.protocol.ErrorCode.Outcome.CLOSE;
import static io.damso.protocol.ErrorCode.Outcome.ERROR_FRAME;
import static io.damso.protocol.ErrorCode.Outcome.HTTP_ONLY;
import static io.damso.protocol.ErrorCode.Outcome.NOTICE;
import static io.damso.protocol.ErrorCode.Outcome.REFUSAL;

import java.util.Locale;

/**
 * All error codes. STOMP and HTTP answers use this table, and a test compares it with {@code docs/error-codes.md}.
 */
public enum ErrorCode {

    /** CONNECT or HTTP request without a bearer token. */
    TOKEN_MISSING(401, ERROR_FRAME, false, "A bearer token is needed"),
    /**
     * The token is malformed, not signed with a known key, of another issuer or audience, or has no valid {@code sub}.
     */
    TOKEN_INVALID(401, ERROR_FRAME, false, "The token is not valid"),
    /** The token's {@code exp} has passed (RFC 7519 §4.1.4). */
    TOKEN_EXPIRED(401, ERROR_FRAME, false, "The token has expired; connect with a new one"),
    /** The issuer's keys cannot be read, so the token can be neither accepted nor rejected. */
    TOKEN_UNVERIFIABLE(504, ERROR_FRAME, true, "The token cannot be checked right now; try again"),
    /** An administrator ended all sessions of the user. */
    SESSION_ENDED_BY_ADMIN(403, ERROR_FRAME, false, "An administrator ended this session"),
    /** The bytes are not a STOMP frame, or the frame is not allowed in this state, such as a second CONNECT. */
    MALFORMED_FRAME(400, ERROR_FRAME, false, "The frame does not follow STOMP"),
    /** {@code content-length} is not a number, or the body of that length is not followed by NUL. */
    CONTENT_LENGTH_WRONG(400, ERROR_FRAME, false, "The content-length is not the length of the body in bytes"),
    /** Frame larger than the limit. */
    FRAME_TOO_LARGE(413, ERROR_FRAME, false, "The frame is larger than allowed"),
    /** Frame with more headers than the limit, or one that is longer. */
    HEADERS_TOO_LARGE(431, ERROR_FRAME, false, "The frame has too many headers, or one that is too long"),
    /** CONNECT offers no supported version of STOMP. */
    VERSION_UNSUPPORTED(400, ERROR_FRAME, false, "No common STOMP version; supported are 1.0, 1.1 and 1.2"),
    /** The user has the maximum number of sessions on this node. */
    TOO_MANY_SESSIONS(429, ERROR_FRAME, true, "This user has too many sessions; end one of them first"),

    /** The mailbox of the session is full, or one write took too long. */
    SLOW_CONSUMER(503, CLOSE, true, "The client reads messages too slowly"),
    /** The client did not send a heart-beat in the agreed time. */
    HEARTBEAT_MISSED(408, CLOSE, true, "No heart-beat arrived in time"),
    /** CONNECT did not arrive in time. */
    CONNECT_TIMEOUT(408, CLOSE, true, "CONNECT did not arrive in time"),
    /** The rest of a frame did not arrive in time. */
    FRAME_TIMEOUT(408, CLOSE, true, "A frame did not arrive completely in time"),
    /** The client exceeds the rate limit for frames of all kinds. */
    TOO_MANY_FRAMES(429, CLOSE, true, "The client sends frames too fast"),

    /** The session's token expires soon. */
    TOKEN_EXPIRING(401, NOTICE, false, "The token expires soon; refresh the session with a new one"),
    /** The user is no longer a member; the subscriptions of that room have ended. */
    MEMBERSHIP_ENDED(403, NOTICE, false, "You are no longer a member of this room"),

    /** The destination is not on the allow-list. */
    DESTINATION_REFUSED(403, REFUSAL, false, "Clients may not use this destination"),
    /** The command is not supported. */
    COMMAND_REFUSED(405, REFUSAL, false, "This STOMP command is not supported"),
    /** A header is missing or has a value that is not allowed. */
    HEADER_REFUSED(400, REFUSAL, false, "A header is missing or not allowed"),
    /** The room does not exist, or the user is not a member; the answer does not distinguish the two. */
    NOT_A_MEMBER(403, REFUSAL, false, "You are not a member of this room"),
    /** The membership could not be determined in time. */
    MEMBERSHIP_UNKNOWN(503, REFUSAL, true, "Membership cannot be checked right now; try again"),
    /** The session has the maximum number of subscriptions. */
    TOO_MANY_SUBSCRIPTIONS(429, REFUSAL, false, "This session has too many subscriptions"),
    /** The session or its user exceeds the rate limit for SENDs, or at a handshake the address its rate limit. */
    TOO_MANY_REQUESTS(429, REFUSAL, true, "Too many requests; wait a moment and try again"),
    /** The session has the maximum number of messages without the broker's confirm. */
    TOO_MANY_UNCONFIRMED(429, REFUSAL, true, "Too many messages are not confirmed yet; wait for receipts"),
    /** The broker did not confirm the node's subscription in time; the client is not subscribed. */
    SUBSCRIPTION_UNCONFIRMED(504, REFUSAL, true, "The broker did not confirm in time; subscribe again"),
    /** {@code resume-after} is not a position of this room, and not the id of a message that is stored in it. */
    POSITION_INVALID(400, REFUSAL, false, "The position is not one of this room; load a page of the history"),
    /** What follows the position is older than the limit, or was removed. */
    POSITION_TOO_OLD(410, REFUSAL, false, "The position is too old; load a page of the history"),
    /** More messages follow the position than the limit. */
    TOO_MANY_MISSED(413, REFUSAL, false, "Too many messages were missed; load a page of the history"),
    /** Stored messages cannot be read right now. */
    HISTORY_UNAVAILABLE(503, REFUSAL, true, "The history cannot be read right now; try again"),
    /** The room is archived: it is read, and takes no messages, members or changes. */
    ROOM_ARCHIVED(409, REFUSAL, false, "The room is archived"),
    /** SEND without a body. */
    BODY_EMPTY(400, REFUSAL, false, "The body is empty"),
    /** The body is not a JSON object with the documented fields. */
    BODY_UNREADABLE(400, REFUSAL, false, "The body is not the documented JSON object"),
    /** The text is empty or blank. */
    TEXT_EMPTY(400, REFUSAL, false, "The text is empty"),
    /** The text, with {@code data}, is longer than the limit. */
    TEXT_TOO_LONG(413, REFUSAL, false, "The text is longer than allowed"),
    /** {@code clientMessageId} is empty, too long or not a string. */
    CLIENT_MESSAGE_ID_INVALID(400, REFUSAL, false, "clientMessageId must have 1 to 64 characters"),
    /** {@code replyTo} cannot be the id of a message. */
    REPLY_TO_INVALID(400, REFUSAL, false, "replyTo must be the id of a message"),
    /** {@code data} is not a JSON object, has a value that JSON cannot represent, or is longer than the limit. */
    DATA_INVALID(400, REFUSAL, false, "data must be a JSON object of at most 2,048 bytes"),
    /** The broker did not accept the message. It is safe to send it again with the same {@code clientMessageId}. */
    BROKER_UNAVAILABLE(503, REFUSAL, true, "The broker is not available; try again"),
    /** The broker did not confirm in time. The message may be stored or not; it is safe to send it again. */
    CONFIRM_TIMEOUT(504, REFUSAL, true, "The broker did not confirm in time; send the message again"),

    /** The node is stopping and closes the session after its earlier answers. The frame was not processed. */
    NODE_DRAINING(503, REFUSAL, true, "This node is stopping; connect again and send the frame again"),

    /** The node or a service that it needs is not available. NGINX answers the same if no node answers. */
    UNAVAILABLE(503, HTTP_ONLY, true, "The service is not available; try again"),
    /** The body of the request is larger than NGINX accepts. */
    REQUEST_TOO_LARGE(413, HTTP_ONLY, false, "The request is larger than allowed"),
    /** The page's origin is neither the same origin nor on the allow-list (RFC 6455 §10.2). */
    ORIGIN_REFUSED(403, HTTP_ONLY, false, "Pages of this origin may not connect"),
    /** The node has the maximum number of sessions; another node may accept the client. */
    NODE_FULL(503, HTTP_ONLY, true, "This node has too many sessions; try again"),
    /** The node's rate limit for handshakes is exceeded; another node may accept the client. */
    NODE_BUSY(503, HTTP_ONLY, true, "Too many clients connect at this moment; try again"),
    /** The client's address has the maximum number of sessions on this node. */
    ADDRESS_LIMIT(429, HTTP_ONLY, true, "This address has too many sessions; end one of them first"),
    /** The body, a parameter or a header of the request is not valid. */
    BAD_REQUEST(400, HTTP_ONLY, false, "The request is not valid"),
    /** {@code before}, {@code after} or a part of the path cannot be the id of a message. */
    BAD_CURSOR(400, HTTP_ONLY, false, "The cursor is not the id of a message"),
    /** The message that a request names was not stored in this room in time, or never will be. */
    MESSAGE_NOT_STORED_YET(503, HTTP_ONLY, true, "The message of the cursor is not stored yet; try again"),
    /** The room does not exist, or the user is not a member; the answer does not distinguish the two. */
    ROOM_NOT_FOUND(404, HTTP_ONLY, false, "No such room"),
    /** The token does not have the role {@code admin}. */
    NOT_AN_ADMIN(403, HTTP_ONLY, false, "Only administrators may do this"),
    /** Only the owner of a room may do this: change roles, remove moderators. */
    NOT_THE_OWNER(403, HTTP_ONLY, false, "Only the owner of the room may do this"),
    /** Only the owner and the moderators of a room may do this: add and remove members. */
    NOT_A_MODERATOR(403, HTTP_ONLY, false, "Only the owner and moderators of the room may do this"),
    /** A direct room has the same two members for ever, without roles. */
    DIRECT_ROOM(409, HTTP_ONLY, false, "This cannot be done in a direct room"),
    /** The user cannot be a member of the room until the ban ends or is lifted. */
    BANNED(403, HTTP_ONLY, false, "The user is banned from this room"),
    /** The link by which a user wants to join was revoked, has ended or was used up, or there was none. */
    LINK_NOT_FOUND(404, HTTP_ONLY, false, "The link is not valid any more"),
    /** No such path. */
    NOT_FOUND(404, HTTP_ONLY, false, "No such resource"),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(405, HTTP_ONLY, false, "This method is not allowed for this path"),
    /** No media type in {@code Accept} is supported (RFC 9110 §15.5.7). */
    NOT_ACCEPTABLE(406, HTTP_ONLY, false, "No media type of the Accept header is supported"),
    /** The media type of the body is not supported (RFC 9110 §15.5.16). */
    UNSUPPORTED_MEDIA_TYPE(415, HTTP_ONLY, false, "The media type of the body is not supported"),
    /** The request to the endpoint has no upgrade to WebSocket version 13 (RFC 9110 §15.5.22). */
    UPGRADE_REQUIRED(426, HTTP_ONLY, false, "This endpoint requires an upgrade to WebSocket"),
    /** The store does not answer. */
    STORE_UNAVAILABLE(503, HTTP_ONLY, true, "The store is not available; try again"),
    /** A defect; the log has the details. */
    INTERNAL(500, REFUSAL, true, "An internal error occurred");

    /** How the code reaches a STOMP client. */
    public enum Outcome {
        /**
         * A message on {@link Destinations#USER_ERRORS}; the session stays open. If the session has no subscription to
         * that destination: an ERROR frame, which ends the session.
         */
        REFUSAL,
        /** A message on {@link Destinations#USER_ERRORS} that answers no frame; the session stays open in any case. */
        NOTICE,
        /** An ERROR frame, then the end of the session (STOMP 1.2 "ERROR"). */
        ERROR_FRAME,
        /** The socket is closed with {@link ErrorCode#closeCode} and the slug as reason; without an ERROR frame. */
        CLOSE,
        /** Never sent over STOMP. */
        HTTP_ONLY
    }

    private static final int RECONNECT = 4_000;
    private static final int POLICY_VIOLATION = 1_008;

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

    /** Returns how the code reaches a STOMP client. */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns the close code for a session that ends without an invalid frame of the client, or whose client could not
     * read ERROR (RFC 6455 §7.4); the slug is the reason. 4000 means that the client may reconnect, 1008 that something
     * must be changed before.
     */
    public int closeCode() {
        return retryable ? RECONNECT : POLICY_VIOLATION;
    }

    /** Returns whether the same request may succeed later without a change by the client. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns the text for users; it contains nothing of the request. */
    public String title() {
        return title;
    }
}
