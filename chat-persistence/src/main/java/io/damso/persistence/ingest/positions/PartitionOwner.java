package io.damso.persistence.ingest.positions;

import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * The process that answers for a partition, in the collection {@code partitionOwners}.
 *
 * @param partition number of the partition
 * @param epoch other for each time that a process began to answer
 * @param beat grows while that process runs
 */
@Document(PartitionOwner.COLLECTION)
record PartitionOwner(@Id int partition, String epoch, long beat) {

    static final String COLLECTION = "partitionOwners";
}
