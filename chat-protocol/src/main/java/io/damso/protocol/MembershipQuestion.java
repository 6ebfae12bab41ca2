package io.damso.protocol;

/**
 * A query whether a user is a member of a room. Gateways send several at a time, as {@link MembershipQuestions}.
 *
 * @param roomId the room
 * @param userId the user
 */
public record MembershipQuestion(String roomId, String userId) {}
