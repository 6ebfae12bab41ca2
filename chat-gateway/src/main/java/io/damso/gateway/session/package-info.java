/** Client sessions, independent of the protocol: user, token, subscriptions, answers, mailbox. */
@NullMarked
package io.damso.gateway.session;

import org.jspecify.annotations.NullMarked;
