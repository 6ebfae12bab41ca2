package io.damso.gateway.membership;

import io.damso.gateway.membership.question.MembershipSource;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Memberships with immediate answers, on a connection that is never lost. */
public final class TestMemberships {

    public final CacheValidity validity = TestProperties.validity();
    public final Memberships memberships;

    /** Creates memberships that the predicate decides at each call. */
    public TestMemberships(Predicate<MembershipQuestion> members) {
        MembershipSource source = (List<MembershipQuestion> questions) ->
                questions.stream().map(members::test).toList();
        this.memberships = new Memberships(
                TestProperties.access(),
                source,
                new RecordingAccess(),
                validity,
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Tells the node that a user was removed. */
    public void removed(MembershipQuestion membership) {
        memberships.changed(new MembershipChanged(membership.roomId(), membership.userId(), false));
    }
}
