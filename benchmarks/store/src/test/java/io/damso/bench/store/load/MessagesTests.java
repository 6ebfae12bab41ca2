package io.damso.bench.store.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.Test;

class MessagesTests {

    private static final int SOME = 10 * Messages.BATCH;

    private final List<Document> documents =
            LongStream.range(0, SOME).mapToObj(Messages::document).toList();

    @Test
    void documentsAreOfOneSize() {
        assertThat(documents)
                .allSatisfy(document -> assertThat(new RawBsonDocument(document, new DocumentCodec())
                                .getByteBuffer()
                                .remaining())
                        .isEqualTo(354));
    }

    @Test
    void indexesAreUnique() {
        Set<Object> keys = new HashSet<>();
        documents.forEach(d -> {
            keys.add(d.get("_id"));
            keys.add(d.get("roomId") + "/" + d.get("seq"));
        });
        assertThat(keys).hasSize(2 * SOME);
    }

    @Test
    void idsAreVersion8AndHaveNoOrder() {
        List<String> ids = documents.stream().map(d -> d.getString("_id")).toList();
        assertThat(ids).map(UUID::fromString).allMatch(id -> id.version() == 8 && id.variant() == 2);
        assertThat(ids.stream().sorted().toList()).isNotEqualTo(ids);
        assertThat(UUID.fromString(documents.getFirst().getString("clientMessageId"))
                        .version())
                .isEqualTo(4);
    }

    @Test
    void roomsAreNumberedWithoutHoles() {
        List<Long> seqs = documents.stream()
                .filter(d -> d.getString("roomId").equals(Messages.roomId(7)))
                .map(d -> d.getLong("seq"))
                .toList();
        assertThat(seqs)
                .isEqualTo(LongStream.rangeClosed(1, Messages.lastSeq(SOME))
                        .boxed()
                        .toList());
        assertThat(Messages.roomIds()).doesNotHaveDuplicates().hasSize(Messages.ROOMS);
    }

    @Test
    void batchesFollowFromTheirNumber() {
        assertThat(Messages.batch(3)).isEqualTo(documents.subList(3 * Messages.BATCH, 4 * Messages.BATCH));
        assertThat(Messages.idsOf(3))
                .isEqualTo(
                        Messages.batch(3).stream().map(d -> d.getString("_id")).toList());
    }
}
