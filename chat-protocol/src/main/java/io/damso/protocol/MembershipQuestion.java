package io.damso.protocol;

/**
 * Is this user a member of this room? Asked by gateways, several at a time, as {@link MembershipQuestions}.
 *
 * @param roomId room asked about
 * @param userId user asked about
 */
public record MembershipQuestion(String roomId, String userId) {}
