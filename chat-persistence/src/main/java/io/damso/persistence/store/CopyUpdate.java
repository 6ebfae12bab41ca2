package io.damso.persistence.store;

import io.damso.protocol.feeds.Copy;
import java.util.List;

/**
 * A change of the copies of a stored message.
 *
 * @param id message id
 * @param copies one or more
 * @param replaces whether they take the place of all others; otherwise they are added to the set
 */
record CopyUpdate(String id, List<Copy> copies, boolean replaces) {}
